#!/usr/bin/env python3
"""Makes web/src/coasts.json from Natural Earth polygons: coasts and borders under the map.

usage: make_coasts.py GAZETTEER_FOLDER

Reads countries-110m.geojson.gz and admin1-conflict.geojson.gz (both Natural Earth, public domain).
Each line is written once, although two countries share it: where two polygons own an edge it is a
border (of countries, or of divisions within one), where one owns it a coast. Paths are SVG's, in
hundredths of a degree east and south, relative after each start. Names:

coast, border     the world without the countries below
coast_far, border_far     the countries of those below, for views from afar
coast_near, border_near, division     countries in conflict with first-level divisions, simplified
"""
import gzip
import json
import pathlib
import sys
from collections import defaultdict

# Hundredths of a degree that a simplified line may leave the original.
COARSE = 1.6


def load(folder, name):
    with gzip.open(pathlib.Path(folder) / f"{name}.geojson.gz") as file:
        return json.load(file)["features"]


def rings(feature):
    geometry = feature["geometry"]
    polygons = geometry["coordinates"]
    if geometry["type"] == "Polygon":
        polygons = [polygons]
    for polygon in polygons:
        for ring in polygon:
            points = [(round(x * 100), round(-y * 100)) for x, y in ring]
            yield [p for n, p in enumerate(points) if n == 0 or p != points[n - 1]]


def edges(features, owner):
    """Each edge with those whose polygons it bounds."""
    found = defaultdict(list)
    for feature in features:
        for ring in rings(feature):
            for a, b in zip(ring, ring[1:]):
                found[min(a, b), max(a, b)].append(owner(feature))
    return found


def lines(edges):
    """Edges joined to lines that end where three meet."""
    near = defaultdict(set)
    for a, b in edges:
        near[a].add(b)
        near[b].add(a)
    left = set(edges)

    def take(a, b):
        key = (min(a, b), max(a, b))
        if key not in left:
            return False
        left.discard(key)
        return True

    def walk(a, b):
        line = [a]
        while take(a, b):
            line.append(b)
            on = sorted(n for n in near[b] if n != a) if len(near[b]) == 2 else []
            if not on:
                break
            a, b = b, on[0]
        return line

    out = []
    for a in sorted(near):
        if len(near[a]) != 2:
            out.extend(walk(a, b) for b in sorted(near[a]))
    for a, b in sorted(left):
        if (a, b) in left:
            out.append(walk(a, b))
    return [line for line in out if len(line) > 1]


def distance(p, a, b):
    (x, y), (ax, ay), (bx, by) = p, a, b
    dx, dy = bx - ax, by - ay
    if not dx and not dy:
        return ((x - ax) ** 2 + (y - ay) ** 2) ** 0.5
    t = max(0, min(1, ((x - ax) * dx + (y - ay) * dy) / (dx * dx + dy * dy)))
    return ((x - ax - t * dx) ** 2 + (y - ay - t * dy) ** 2) ** 0.5


def simple(line, most):
    """Douglas and Peucker's line; rings are cut at their far point first."""
    if line[0] == line[-1] and len(line) > 3:
        far = max(range(len(line)), key=lambda n: distance(line[n], line[0], line[0]))
        return simple(line[:far + 1], most)[:-1] + simple(line[far:], most)
    keep, stack = {0, len(line) - 1}, [(0, len(line) - 1)]
    while stack:
        a, b = stack.pop()
        if b - a < 2:
            continue
        far = max(range(a + 1, b), key=lambda n: distance(line[n], line[a], line[b]))
        if distance(line[far], line[a], line[b]) > most:
            keep.add(far)
            stack += [(a, far), (far, b)]
    return [line[n] for n in sorted(keep)]


def path(lines):
    out = []
    for line in lines:
        x, y = line[0]
        out.append(f"M{x} {y}l")
        for n, (a, b) in enumerate(line[1:]):
            out.append(f"{'' if n == 0 or a - x < 0 else ' '}{a - x}{'' if b - y < 0 else ' '}{b - y}")
            x, y = a, b
    return "".join(out)


def small(line):
    """An island or a lake that no one would see."""
    xs, ys = [p[0] for p in line], [p[1] for p in line]
    return line[0] == line[-1] and max(xs) - min(xs) < 12 and max(ys) - min(ys) < 12


def main(folder):
    world = load(folder, "countries-110m")
    conflict = load(folder, "admin1-conflict")
    inside = {f["properties"]["adm0_a3"] for f in conflict}

    whole = edges(world, lambda f: f["properties"]["adm0_a3"])
    # The line where the world was cut is none.
    whole = {e: o for e, o in whole.items() if not all(abs(p[0]) > 17990 for p in e)}
    kind = {e: "border" if len(set(o)) > 1 else "coast" for e, o in whole.items()}
    close = {e for e, o in whole.items() if inside & set(o)}

    fine = edges(conflict, lambda f: (f["properties"]["adm0_a3"], f["properties"]["name"]))
    groups = defaultdict(list)
    for edge, owners in fine.items():
        if len(owners) == 2 and owners[0][0] == owners[1][0]:
            groups["division"].append(edge)
        elif len(owners) > 1:
            groups["border_near"].append(edge)
        else:
            groups["outer"].append(edge)
    # A side of one country only is coast or border as the nearest line of the world is.
    cells = defaultdict(list)
    for edge in close:
        (ax, ay), (bx, by) = edge
        steps = max(1, int(max(abs(bx - ax), abs(by - ay)) / 25))
        for n in range(steps + 1):
            x, y = ax + (bx - ax) * n / steps, ay + (by - ay) * n / steps
            cells[int(x // 100), int(y // 100)].append((x, y, kind[edge]))

    def nearest(p):
        cx, cy = int(p[0] // 100), int(p[1] // 100)
        around = [c for x in (-1, 0, 1) for y in (-1, 0, 1) for c in cells[cx + x, cy + y]]
        if not around:
            return "coast"
        return min(around, key=lambda c: (c[0] - p[0]) ** 2 + (c[1] - p[1]) ** 2)[2]

    sides = {"coast": [], "border": []}
    for line in lines(groups["outer"]):
        if small(line):
            continue
        # Long lines change from coast to border on their way.
        start, before = 0, None
        marks = [nearest(p) for p in line]
        for n in range(1, len(line)):
            about = marks[max(0, n - 12):n + 13]
            now = max(("border", "coast"), key=about.count)
            if before and now != before:
                sides[before].append(line[start:n])
                start = n - 1
            before = now
        sides[before].append(line[start:])

    def near(found):
        return [simple(line, COARSE) for line in found if not small(line)]

    out = {
        "coast": path(lines([e for e in whole if e not in close and kind[e] == "coast"])),
        "border": path(lines([e for e in whole if e not in close and kind[e] == "border"])),
        "coast_far": path(lines([e for e in close if kind[e] == "coast"])),
        "border_far": path(lines([e for e in close if kind[e] == "border"])),
        "coast_near": path(near(sides["coast"])),
        "border_near": path(near(lines(groups["border_near"]) + sides["border"])),
        "division": path(near(lines(groups["division"]))),
    }
    target = pathlib.Path(__file__).parent.parent / "web/src/coasts.json"
    text = json.dumps(out, separators=(",", ":")) + "\n"
    target.write_text(text)
    for name, value in out.items():
        print(name, len(value), file=sys.stderr)
    print(f"{target}: {len(gzip.compress(text.encode()))} bytes packed", file=sys.stderr)


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    main(sys.argv[1])
