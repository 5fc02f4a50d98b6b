#!/usr/bin/env python3
"""Agency passages across outlets: of the silver pairs of documents, how many `sayso reuse` finds.

  sayso reuse --format jsonl articles.jsonl > pairs.jsonl
  agency.py articles.jsonl reuse-pairs-silver.tsv.gz pairs.jsonl

Rule: a silver pair (two articles that share a run of at least 25 equal words) is found when any
passage joins the two. Pairs of one outlet are counted apart: most of them are the outlet's own
furniture, which is set aside on purpose. Precision is not judged: the silver is exact copying only.
"""
import csv, gzip, json, sys

outlet = {}
for line in open(sys.argv[1], encoding="utf-8"):
    d = json.loads(line)
    outlet[d["id"]] = d["outlet"]
found = set()
for line in open(sys.argv[3], encoding="utf-8"):
    p = json.loads(line)
    found.add(frozenset((p["a"]["doc"], p["b"]["doc"])))
count = {}
missed = []
with gzip.open(sys.argv[2], "rt", encoding="utf-8") as f:
    for row in csv.DictReader(f, delimiter="\t"):
        a, b = row["id_a"], row["id_b"]
        kind = "one outlet" if outlet[a] == outlet[b] else "across outlets"
        hit = frozenset((a, b)) in found
        n = count.setdefault(kind, [0, 0])
        n[0] += hit
        n[1] += 1
        if not hit and kind == "across outlets":
            missed.append((int(row["longest_run_words"]), a, b))
for kind, (hit, n) in sorted(count.items()):
    print(f"{kind}: {hit} of {n}, recall {hit / n:.3f}")
for run, a, b in sorted(missed, reverse=True)[:10]:
    print("missed", run, a, outlet[a], b, outlet[b])
