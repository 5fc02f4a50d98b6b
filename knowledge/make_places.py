#!/usr/bin/env python3
"""Makes places.csv from GeoNames tables (CC BY 4.0) and the curated rows in places-curated.csv.

usage: make_places.py GAZETTEER_FOLDER > places.csv
Takes: all countries; every capital and city of 100,000 people or more; in Syria and Iraq every
place listed; in Ukraine, Yemen, Lebanon, Palestine, Sudan, Libya, Afghanistan those of 50,000.
"""
import csv
import gzip
import re
import sys
import unicodedata

DEEP = {"SY", "IQ"}
WIDE = {"UA", "YE", "LB", "PS", "SD", "LY", "AF", "IL", "JO", "TR"}
# Common English words and surnames that are also towns; the curated list may bring one back.
WORDS = set("of as is us at the mary van man bar orange reading nice mobile bath split most same "
            "moore wells gap bay hall battle male police central best".split())


def plain(text):
    folded = unicodedata.normalize("NFKD", text)
    return "".join(c for c in folded if not unicodedata.combining(c)).replace("’", "'").replace("‘", "'")


def latin(name):
    # Consonant skeletons of transliterated Arabic ("dyr alzwr") name nothing in English text.
    return (re.fullmatch(r"[A-Za-zÀ-ž'’‘\- ]{4,}", name) and re.search(r"[aeiou]", plain(name).lower())
            and name[0].isupper())


def main():
    folder = sys.argv[1]
    out = csv.writer(sys.stdout, lineterminator="\n")
    out.writerow("name precision country lat lon geonames_id aliases source".split())
    taken = set()
    with open(sys.path[0] + "/places-curated.csv", encoding="utf-8") as file:
        for row in csv.DictReader(file):
            out.writerow([row[k] for k in "name precision country lat lon geonames_id aliases source".split()])
            for name in [row["name"], *row["aliases"].split("|")]:
                taken.add(plain(name).lower())
    rows = []
    with gzip.open(folder + "/places-500.tsv.gz", "rt", encoding="utf-8") as file:
        for row in csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE):
            population = int(row["population"] or 0)
            country = row["country"]
            least = 0 if country in DEEP else 50_000 if country in WIDE else 100_000
            if population >= least:
                rows.append((-population, row))
    rows.sort(key=lambda r: (r[0], r[1]["geonameid"]))
    for _, row in rows:
        name = plain(row["name"])
        if name.lower() in taken or name.lower() in WORDS:
            continue
        aliases = []
        if row["country"] in DEEP | WIDE:
            for other in row["alternate_names"].split("|"):
                other = plain(other)
                if latin(other) and other.lower() not in taken and other.lower() not in WORDS and other not in aliases:
                    aliases.append(other)
        taken.update(a.lower() for a in [name, *aliases])
        out.writerow([name, "populated", row["country"], row["lat"], row["lon"], row["geonameid"],
                      "|".join(aliases[:12]), "GeoNames"])


main()
