#!/usr/bin/env python3
"""Stance of replies on RumourEval 2017: macro-F1 over support, deny, query, comment.

  cargo xtask train stance DATA            # writes target/stance-held-out.jsonl
  stance.py traindev.jsonl.gz target/stance-held-out.jsonl

Rule: each post is told by a model that has not seen its event (leave one event out); posts of all
events are counted together; F1 of each class, then their plain mean. All-"comment" gets the floor
that is printed beside it.
"""
import collections, gzip, json, sys

gold = {}
for line in gzip.open(sys.argv[1], "rt", encoding="utf-8"):
    for post in json.loads(line)["posts"]:
        gold[post["id"]] = post["stance"]
told = {}
for line in open(sys.argv[2], encoding="utf-8"):
    post = json.loads(line)
    told[post["id"]] = post["stance"]


def macro(told):
    right, said, have = (collections.Counter() for _ in range(3))
    for i, g in gold.items():
        t = told.get(i, "")
        said[t] += 1
        have[g] += 1
        right[g] += t == g
    scores = {c: 2 * right[c] / max(1, said[c] + have[c]) for c in ("support", "deny", "query", "comment")}
    return sum(scores.values()) / 4, scores


value, scores = macro(told)
print(f"macro-F1 {value:.4f}", {c: round(s, 3) for c, s in scores.items()}, f"{len(gold)} posts")
print(f"all comment: macro-F1 {macro(dict.fromkeys(gold, 'comment'))[0]:.4f}")
