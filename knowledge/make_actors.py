#!/usr/bin/env python3
"""Makes actors.csv and offices.csv from free fact tables and actors-curated.csv.

usage: make_actors.py KNOWLEDGE_FOLDER [WORDS]       (writes both beside itself)

KNOWLEDGE_FOLDER holds the tables named in SOURCES.md; nothing of its restricted/ is read. WORDS, a
text file, tells which names are also common words: a name of one word that stands there in small
letters is left out.

actors.csv: the curated rows; the armed groups of UCDP and the World Factbook; state media of the
countries in conflict and their neighbours; holders of high offices. A curated name is nobody
else's, and of two rows that claim one alias neither keeps it. Armies, police and ministries of all
countries are no rows: bodies.csv and the adjectives of countries.csv make them.

offices.csv: who held which high office of which country from when to when.
"""
import csv
import gzip
import re
import sys
import unicodedata
from collections import Counter, defaultdict

COLUMNS = "name kind country aliases from until source body".split()
# Countries whose state media are listed.
MEDIA = {"SY", "IQ", "IR", "LB", "IL", "PS", "YE", "SA", "AE", "QA", "TR", "EG", "LY", "SD", "AF",
         "UA", "RU", "BY", "JO", "KW", "PK", "CN"}
SHORT = {"GB": "United Kingdom", "US": "United States", "RU": "Russia", "SY": "Syria", "IR": "Iran",
         "KR": "South Korea", "KP": "North Korea", "LA": "Laos", "VN": "Vietnam", "MD": "Moldova",
         "BO": "Bolivia", "VE": "Venezuela", "TZ": "Tanzania", "CD": "Democratic Republic of Congo"}


def table(folder, name):
    path = folder + "/" + name
    opened = gzip.open(path, "rt", encoding="utf-8") if name.endswith(".gz") else open(path, encoding="utf-8")
    with opened as file:
        yield from csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE)


def plain(text):
    folded = unicodedata.normalize("NFKD", text)
    bare = "".join(c for c in folded if not unicodedata.combining(c))
    return re.sub(r"\s+", " ", bare.replace("’", "'").replace("‘", "'").replace("`", "'")).strip()


def spellings(name):
    """A name as the press may write it: with and without accents, articles small and great."""
    out = [name, plain(name)]
    for one in list(out):
        for article in ("al-", "Al-", "al ", "Al "):
            if re.search(r"\b" + article, one):
                out += [re.sub(r"\b" + article, other, one) for other in ("al-", "Al-", "al ")]
        if "Jaysh" in one:
            out.append(one.replace("Jaysh", "Jaish"))
    return list(dict.fromkeys(s for s in out if s))


class Table:
    def __init__(self, words):
        self.rows = {}
        self.claims = defaultdict(set)
        self.curated = set()
        self.words = words

    def common(self, name):
        return " " not in name and name.lower() in self.words

    def add(self, name, kind, country, aliases, source, curated=False, dates=("", ""), body=""):
        aliases = [a.strip() for a in aliases if a.strip() and a.strip() != name]
        if not curated:
            if name in self.curated:
                return
            aliases = [a for a in aliases if a not in self.curated and len(a) > 2 and not self.common(a)]
            if self.common(name) or len(name) < 3:
                return
        if name in self.rows:
            row = self.rows[name]
            row["aliases"] += [a for a in aliases if a not in row["aliases"]]
        else:
            self.rows[name] = dict(zip(COLUMNS, [name, kind, country, aliases, *dates, source, body]))
            self.rows[name]["curated"] = curated
        for claim in [name, *aliases]:
            self.claims[claim].add(name)
            if curated:
                self.curated.add(claim)
                self.curated.add(plain(claim))

    def write(self, path):
        names = set(self.rows)
        with open(path, "w", encoding="utf-8", newline="") as file:
            out = csv.writer(file, lineterminator="\n")
            out.writerow(COLUMNS)
            for row in self.rows.values():
                if not row["curated"]:
                    kept = [a for a in row["aliases"] if len(self.claims[a]) == 1 and a not in names]
                    row["aliases"] = list(dict.fromkeys(kept))
                out.writerow([row[c] if c != "aliases" else "|".join(row[c]) for c in COLUMNS])


def extend(out, name, kind, country, aliases, source):
    """Adds aliases to a curated row too, where they are nobody's."""
    if name in out.rows:
        fresh = [a for a in aliases if a not in out.curated and a != name]
        row = out.rows[name]
        row["aliases"] += [a for a in fresh if a not in row["aliases"]]
        for alias in fresh:
            out.claims[alias].add(name)
        return
    out.add(name, kind, country, aliases, source)


def iso_of(folder):
    found = {}
    for row in table(folder, "countries.tsv"):
        for name in (row["name"], row["short"], row["official_en"], row["factbook_long"], SHORT.get(row["iso2"], "")):
            if name:
                found[re.sub(r" \(the\).*", "", name)] = row["iso2"]
                found[name] = row["iso2"]
    found.update({"Russia (Soviet Union)": "RU", "Yemen (North Yemen)": "YE", "DR Congo (Zaire)": "CD",
                  "Myanmar (Burma)": "MM", "Burma": "MM", "Serbia (Yugoslavia)": "RS", "Palestine": "PS",
                  "Gaza Strip": "PS", "West Bank": "PS", "Turkey (Turkiye)": "TR", "Turkiye": "TR", "Turkey": "TR",
                  "Bosnia-Herzegovina": "BA", "Cambodia (Kampuchea)": "KH", "Ivory Coast": "CI",
                  "Zimbabwe (Rhodesia)": "ZW", "Madagascar (Malagasy)": "MG", "United Kingdom": "GB",
                  "UK": "GB", "USA": "US", "United States of America": "US", "Hong Kong": "HK"})
    return found


def groups(out, folder):
    """Armed groups of UCDP (formally or informally organised), then those of the Factbook."""
    iso = iso_of(folder)
    names = defaultdict(list)
    for row in table(folder, "ucdp-names.tsv.gz"):
        if row["org"] in ("1", "2"):
            for one in re.split(r", ", row["surface"]):
                names[row["actor_id"]].append((row["form"], one.strip()))
    for row in table(folder, "ucdp-actors.tsv.gz"):
        if row["org"] not in ("1", "2"):
            continue
        forms = names[row["actor_id"]]
        usable = [n for _, n in forms if not re.search(r"(?i)[()]|forces of|faction|supporters|opponents|insurgents$|^group|\?|�", n)]
        if not usable:
            continue
        acronyms = [n for n in usable if re.fullmatch(r"[A-Z][A-Z-]{1,}(?:[a-z]?)", n)]
        full = [n for n in usable if n not in acronyms]
        if not full:
            continue
        english = [n for form, n in forms if "English" in form and n in full]
        first = row["name"] if row["name"] in full else (english or full)[0]
        # A short acronym is somebody else's elsewhere.
        # Of several places the first is where it began.
        where = [w.strip() for w in row["location"].split(", ")]
        country = iso.get(where[0], "") if len(where) == 1 else ""
        known = next((next(iter(out.claims[s])) for n in full for s in spellings(n)
                      if s in out.curated and out.claims.get(s)), None)
        every = [s for n in full for s in spellings(n)] + [a for a in acronyms if len(a) > 3]
        source = f"UCDP Actor Dataset 22.1, actor {row['actor_id']} (CC BY 4.0)"
        if known:
            extend(out, known, "armed_group", country, every, source)
        else:
            out.add(first, "armed_group", country, every, source)
    for row in table(folder, "factbook-actors.tsv.gz"):
        if row["kind"] != "terrorist group":
            continue
        name = row["name"]
        if not re.fullmatch(r"[A-Z][\w'’. -]{4,50}", name) or name in out.claims or plain(name) in out.claims:
            continue
        aliases = spellings(name) + ([row["abbreviation"]] if len(row["abbreviation"]) > 3 else [])
        out.add(name, "armed_group", "", aliases, "CIA World Factbook, terrorist groups (public domain)")


def media(out, folder):
    iso = iso_of(folder)
    for row in table(folder, "outlets-state-media.tsv.gz"):
        country = iso.get(row["country"], "")
        if country not in MEDIA:
            continue
        name = row["outlet"].strip(" *")
        short = re.findall(r"\(([^)]+)\)", name)
        name = re.sub(r"\s*\([^)]*\)", "", name).strip()
        if not re.fullmatch(r"[A-Z][\w'’.&-]*(?: [\w'’.&-]+){0,4}", name) or re.search(r"Government|Radio \d|^The$|unit", name):
            continue
        if " " not in name and len(name) < 5:
            continue
        kind = "agency" if re.search(r"Agency|Press$", name) else "media"
        aliases = spellings(name) + [s for s in short if re.fullmatch(r"[A-Z]{3,8}", s)]
        out.add(name, kind, country, aliases, "state-media-profiles (ASD at GMF, MIT)")


OFFICES = [
    ("president", r"(?i)^president( of .*)?$"),
    ("prime minister", r"(?i)^prime minister( of .*)?$"),
    ("foreign minister", r"(?i)^(minister (of|for) foreign affairs( of .*)?|foreign minister( of .*)?|minister foreign|minister of external affairs)$"),
    ("defence minister", r"(?i)^(minister (of|for) (national )?defen[cs]e( of .*)?|defen[cs]e minister( of .*)?|minister defen[cs]e)$"),
    ("interior minister", r"(?i)^(minister of (the )?(interior|internal affairs)( of .*)?|interior minister( of .*)?|minister interior)$"),
]


def holders(out, folder, path):
    iso = iso_of(folder)
    terms = {}
    people = defaultdict(set)
    for row in table(folder, "wikidata-holders.tsv.gz"):
        country = iso.get(row["country"], "")
        office = next((o for o, p in OFFICES if re.match(p, row["position"])), None)
        begin, end = row["from"], row["until"]
        if not country or not office or not begin or (end or "9999") < "1990":
            continue
        # "President" of a court or an assembly has no country of its own in the list.
        if row["position"].lower().startswith("president of the") and not re.search(r"Republic|United|State|Federation", row["position"]):
            continue
        if not re.fullmatch(r"[\w'’.\- ]{4,60}", row["person"]):
            continue
        key = (country, office, row["person"], begin[:7])
        terms[key] = (begin, max(end, terms.get(key, ("", ""))[1]) if end else terms.get(key, ("", ""))[1])
        people[row["person"]].add(country)
    known = {plain(c): next(iter(out.claims[c])) for c in out.claims if out.claims[c]}
    rows = []
    for person, where in sorted(people.items()):
        if " " not in person:
            continue
        name = known.get(plain(person), person)
        if name == person:
            out.add(person, "person", sorted(where)[0] if len(where) == 1 else "", spellings(person),
                    "Wikidata, by every-politician-scrapers (CC0)")
    for (country, office, person, _), (begin, end) in sorted(terms.items()):
        if " " in person or plain(person) in known:
            rows.append((country, office, known.get(plain(person), person), begin, end))
    # A term without an end ends where the next begins.
    with open(path, "w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(["country", "office", "person", "from", "until", "source"])
        rows.sort(key=lambda r: (r[0], r[1], r[3]))
        for at, (country, office, person, begin, end) in enumerate(rows):
            later = [r[3] for r in rows[at + 1:at + 4] if r[:2] == (country, office) and r[3] > begin]
            if not end and later:
                end = later[0]
            writer.writerow([country, office, person, begin, end, "Wikidata (CC0)"])


def main():
    folder = sys.argv[1].rstrip("/")
    words = set()
    if len(sys.argv) > 2:
        with open(sys.argv[2], encoding="utf-8") as file:
            words = set(re.findall(r"\b[a-z]{3,}\b", file.read()))
    here = __file__.rsplit("/", 1)[0] if "/" in __file__ else "."
    out = Table(words)
    with open(here + "/actors-curated.csv", encoding="utf-8") as file:
        for row in csv.DictReader(file):
            out.add(row["name"], row["kind"], row["country"], row["aliases"].split("|"), row["source"], True,
                    (row["from"], row["until"]), row["body"])
    groups(out, folder)
    media(out, folder)
    holders(out, folder, here + "/offices.csv")
    out.write(here + "/actors.csv")
    print(len(out.rows), "actors")


main()
