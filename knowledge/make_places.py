#!/usr/bin/env python3
"""Makes places.csv and world.tsv.zst from GeoNames tables (CC BY 4.0) and places-curated.csv.

usage: make_places.py GAZETTEER_FOLDER WORDS    (writes both beside itself; needs the zstd command)

WORDS, any text, tells which names are also common words: such a spelling ("Human" for Uman, "Hit")
is found only where the words around allow a place. So is one that is a person's name in actors.csv.

places.csv: the curated rows; in Syria and Iraq every place listed, in Ukraine, Yemen, Lebanon,
Palestine, Sudan, Libya, Afghanistan, Israel, Jordan, Turkey those of 50,000 people, with their
spellings. These are found by name alone.

world.tsv: every other populated place and first-level division, found only where the words around
allow a place and chosen among its namesakes by the document. Sorted by name, columns: name, kind
(p populated; 1 division, with the middle
of its shape or, where there is none, of its places for a point; 2 division of the second level, with
the point of the town it is named after, else that of the first; c country that is not curated, with its
capital's point), country, division code, lat, lon, GeoNames id, population (of a first-level division that
of its places).
"""
import csv
import gzip
import json
import re
import subprocess
import sys
import unicodedata

DEEP = {"SY", "IQ"}
WIDE = {"UA", "YE", "LB", "PS", "SD", "LY", "AF", "IL", "JO", "TR"}
# Common English words and surnames that are also towns; the curated list may bring one back.
WORDS = set("of as is us at the mary van man bar orange reading nice mobile bath split most same "
            "moore wells gap bay hall battle male police central best".split())
# Middle of the land, to half a degree, of divisions whose places all lie along one edge.
MIDDLES = {
    "AU.04": (-22.5, 144.5), "AU.02": (-32, 147), "AU.08": (-25.5, 122), "AU.05": (-30, 135),
    "AU.03": (-19.5, 133.5), "CA.08": (50, -86), "CA.10": (52.5, -72), "CA.01": (55, -115),
    "CA.11": (54.5, -106), "CA.03": (55, -97.5), "CA.02": (54, -125), "CA.05": (53, -60),
    "US.VA": (37.5, -78.5), "US.FL": (28.5, -82.5), "US.AK": (64, -152), "GB.ENG": (52.5, -1.5),
    "GB.SCT": (56.5, -4),
    # Counties of Britain that no town is named after.
    "GB.ENG.C6": (50.4, -4.9), "GB.ENG.C9": (54.5, -3.0), "GB.ENG.D4": (50.7, -3.8), "GB.ENG.D6": (50.8, -2.3),
    "GB.ENG.E2": (50.9, 0.3), "GB.ENG.E4": (51.8, 0.6), "GB.ENG.F2": (51.1, -1.3), "GB.ENG.G2": (50.7, -1.3),
    "GB.ENG.G5": (51.2, 0.7), "GB.ENG.H2": (53.9, -2.6), "GB.ENG.I9": (52.7, 1.0), "GB.ENG.J6": (55.2, -2.0),
    "GB.ENG.J7": (54.2, -1.3), "GB.ENG.E1": (53.9, -0.5), "GB.ENG.L6": (52.6, -2.7), "GB.ENG.M3": (51.1, -2.9),
    "GB.ENG.N5": (52.2, 1.0), "GB.ENG.N7": (51.25, -0.4), "GB.ENG.P6": (50.9, -0.5), "GB.ENG.P8": (51.3, -1.9),
    "GB.ENG.D8": (54.7, -1.8), "GB.ENG.GLA": (51.5, -0.1), "GB.SCT.V1": (56.2, -3.2), "GB.SCT.V3": (57.4, -4.7),
    "GB.SCT.W3": (60.4, -1.2), "GB.SCT.V9": (59.0, -3.0), "GB.SCT.T8": (56.2, -5.2), "GB.SCT.T9": (55.6, -2.7),
}
# What a district's name has beside that of its chief town.
DISTRICT = " (County|Parish|District|Municipality|Region|Borough|Raion|City|Governorate|Prefecture|Department)$|(?<=[a-z])shire$"


def plain(text):
    folded = unicodedata.normalize("NFKD", text)
    return "".join(c for c in folded if not unicodedata.combining(c)).replace("’", "'").replace("‘", "'")


def latin(name):
    # Consonant skeletons of transliterated Arabic ("dyr alzwr") name nothing in English text.
    return (re.fullmatch(r"[A-Za-zÀ-ž'’‘.\- ]{4,}", name) and re.search(r"[aeiou]", plain(name).lower())
            and name[0].isupper())


def everyday(here, words):
    """Common words, and what persons of actors.csv are called beside their family."""
    with open(words, encoding="utf-8") as file:
        out = set(re.findall(r"\b[a-z]{3,}\b", file.read()))
    with open(here + "/actors.csv", encoding="utf-8") as table:
        for row in csv.DictReader(table):
            if row["kind"] == "person":
                for name in [row["name"], *row["aliases"].split("|")]:
                    parts = name.lower().split()
                    out.update(parts if len(parts) > 1 else [])
    return out


def curated(folder, here, common):
    taken = set()
    with open(here + "/places.csv", "w", encoding="utf-8", newline="") as file:
        out = csv.writer(file, lineterminator="\n")
        columns = "name precision country lat lon geonames_id aliases source".split()
        out.writerow(columns)
        with open(here + "/places-curated.csv", encoding="utf-8") as table:
            for row in csv.DictReader(table):
                out.writerow([row[k] for k in columns])
                for name in [row["name"], *row["aliases"].split("|")]:
                    taken.add(plain(name).lower())
        rows = []
        # The largest place of each name and, of towns, each spelling: "Alexandria", "Soussa" are
        # nobody's other spelling.
        largest = {}
        for row in places(folder):
            population = int(row["population"] or 0)
            spellings = row["alternate_names"].split("|") if population >= 50_000 else []
            for name in {plain(n) for n in [row["name"], *spellings]}:
                if population > largest.get(name, (0, ""))[0]:
                    largest[name] = population, row["country"]
        for row in places(folder):
            population = int(row["population"] or 0)
            country = row["country"]
            if country in DEEP or country in WIDE and population >= 50_000:
                rows.append((-population, row))
        rows.sort(key=lambda r: (r[0], r[1]["geonameid"]))
        for _, row in rows:
            name = plain(row["name"])
            if name.lower() in taken or name.lower() in WORDS or name.lower() in common:
                continue
            aliases = []
            for other in row["alternate_names"].split("|"):
                other = plain(other)
                if other.lower() in common:
                    continue
                size, where = largest.get(other, (0, row["country"]))
                if where != row["country"] and size > int(row["population"] or 0):
                    continue
                if latin(other) and other.lower() not in taken and other.lower() not in WORDS and other not in aliases:
                    aliases.append(other)
            taken.update(a.lower() for a in [name, *aliases])
            out.writerow([name, "populated", row["country"], row["lat"], row["lon"], row["geonameid"],
                          "|".join(aliases[:12]), "GeoNames"])
    return taken


def places(folder):
    with gzip.open(folder + "/places-500.tsv.gz", "rt", encoding="utf-8") as file:
        yield from csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE)


def between(values):
    """Middle of all but the outermost fiftieth at each end: a place with a wrong code moves nothing."""
    values = sorted(values)
    cut = len(values) // 50
    return (values[cut] + values[-1 - cut]) / 2


def never(name):
    """Names of places that are hardly ever meant by the words: "Church", "Far North"."""
    return all(word in NEVER for word in name.lower().replace("-", " ").split())


def world(folder, here, taken, common):
    rows = set()
    points, crowds, towns = {}, {}, {}
    for row in places(folder):
        population = int(row["population"] or 0)
        lat, lon = float(row["lat"]), float(row["lon"])
        division = row["country"] + "." + row["admin1_code"]
        points.setdefault(division, []).append((lat, lon))
        crowds[division] = crowds.get(division, 0) + population
        town = towns.setdefault((division, plain(row["name"])), (population, lat, lon))
        if population > town[0]:
            towns[division, plain(row["name"])] = population, lat, lon
        names = {row["name"], plain(row["name"])}
        if population >= 100_000:
            others = [o for o in row["alternate_names"].split("|")
                      if latin(o) and len(o) <= 30 and o.lower() not in common]
            names.update(others[:20])
        names.update(re.sub("^(Saint|St) ", "St. ", n) for n in list(names))
        for name in names:
            if name[:1].isupper() and len(name) > 2 and not never(name):
                rows.add((name, "p", row["country"], row["admin1_code"], "%.2f" % lat, "%.2f" % lon,
                          row["geonameid"], str(population)))
    shapes, spellings = divisions(folder)

    def middle(code):
        return shapes.get(code) or MIDDLES.get(code) or tuple(map(between, zip(*points[code])))

    with open(folder + "/admin1.tsv", encoding="utf-8") as file:
        for row in csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE):
            country, code = row["code"].split(".")
            if row["code"] not in points:
                continue
            lat, lon = middle(row["code"])
            names = {row["name"], row["ascii_name"], *spellings.get(row["code"], [])}
            for name in names | {n + noun for n in names for noun in (" Province", " Region") if never(n)}:
                if name[:1].isupper() and len(name) > 2 and not (name in names and never(name)):
                    rows.add((name, "1", country, code, "%.2f" % lat, "%.2f" % lon,
                              row["geonameid"] or "0", str(crowds[row["code"]])))
    with gzip.open(folder + "/admin2.tsv.gz", "rt", encoding="utf-8") as file:
        for row in csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE):
            country, code, _ = row["code"].split(".", 2)
            division = country + "." + code
            if division not in points or not row["name"][:1].isupper() or len(row["name"]) < 3:
                continue
            # Most districts are named after their chief town.
            chief = towns.get((division, re.sub(DISTRICT, "", plain(row["name"]))))
            lat, lon = MIDDLES.get(row["code"]) or chief and chief[1:] or middle(division)
            for name in {n for n in [row["name"], plain(row["name"])] if not never(n)}:
                rows.add((name, "2", country, code, "%.2f" % lat, "%.2f" % lon, "0", "0"))
    capitals = {}
    for row in places(folder):
        capitals.setdefault((row["country"], row["name"]), (float(row["lat"]), float(row["lon"])))
    with open(folder + "/countries.tsv", encoding="utf-8") as file:
        for row in csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE):
            point = capitals.get((row["iso2"], row["capital"]))
            if row["name"].lower() in taken or point is None:
                continue
            rows.add((row["name"], "c", row["iso2"], "", "%.2f" % point[0], "%.2f" % point[1],
                      row["geonameid"], row["population"] or "0"))
    lines = "".join("\t".join(row) + "\n" for row in sorted(rows, key=lambda r: (r[0].encode(), r[1:])))
    packed = subprocess.run(["zstd", "-19", "-q", "-c"], input=lines.encode(), capture_output=True, check=True)
    with open(here + "/world.tsv.zst", "wb") as file:
        file.write(packed.stdout)
    print("%d names, %d bytes packed" % (len(rows), len(packed.stdout)))


def divisions(folder):
    """Of divisions in the shapes of countries in conflict: middle and spellings, by GeoNames code.

    A shape's code is that of most of the places inside it.
    """
    middles, names = {}, {}
    inside = {}
    for row in places(folder):
        inside.setdefault(row["country"], []).append(
            (float(row["lon"]), float(row["lat"]), row["admin1_code"], plain(row["admin1_name"])))
    iso = {}
    with open(folder + "/countries.tsv", encoding="utf-8") as file:
        for row in csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE):
            iso[row["iso3"]] = row["iso2"]
    iso.update(PSX="PS", SDS="SS", SOL="SO")
    with gzip.open(folder + "/admin1-conflict.geojson.gz", "rt", encoding="utf-8") as file:
        shapes = json.load(file)["features"]
    for shape in shapes:
        told = shape["properties"]
        country = iso.get(told["adm0_a3"], "")
        parts = shape["geometry"]["coordinates"]
        rings = [parts[0]] if shape["geometry"]["type"] == "Polygon" else [p[0] for p in parts]
        codes = {}
        for lon, lat, code, _ in inside.get(country, []):
            if any(within(ring, lon, lat) for ring in rings):
                codes[code] = codes.get(code, 0) + 1
        if not codes:
            continue
        code = country + "." + max(sorted(codes), key=codes.get)
        middles.setdefault(code, (told["latitude"], told["longitude"]))
        spelt = [told["name"] or "", *(told["name_alt"] or "").split("|")]
        names.setdefault(code, set()).update(
            n for s in spelt for n in (s.strip(), plain(s.strip())) if latin(n))
    return middles, names


def within(ring, x, y):
    odd = False
    for (ax, ay), (bx, by) in zip(ring, ring[1:] + ring[:1]):
        if (ay > y) != (by > y) and x < (bx - ax) * (y - ay) / (by - ay) + ax:
            odd = not odd
    return odd


# Words that name no place by themselves, whatever towns are called so.
NEVER = set("far the and but for are was not you all any can had her him his how its may new now old one our out "
            "see she two way who did get has let put say too use army police monday tuesday wednesday thursday "
            "friday saturday sunday january february march april june july august september october november "
            "december north south east west central centre northern southern eastern western northeast "
            "northwest southeast southwest upper lower inner outer church justice drug google "
            "islands island hills hill mountains mountain valley river lake park beach springs village town "
            "city county district province region state".split())


def main():
    folder, words, here = sys.argv[1], sys.argv[2], sys.path[0]
    common = everyday(here, words)
    world(folder, here, curated(folder, here, common), common)


main()
