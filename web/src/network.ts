// Where the sources of a network stand: who only speaks through others at the left, who tells at
// the right, who does both between them. The same answer always gives the same picture.

export type Edge = { n: number; kind: 'cites' | 'copies'; from: string; to: string; credited: number };
export type Network = { nodes: string[]; edges: Edge[]; all_nodes: number; all_edges: number };
export type Placed = { name: string; column: number; x: number; y: number };
export type Line = { edge: Edge; d: string; width: number };
export type Picture = { nodes: Placed[]; lines: Line[]; height: number; columns: { x: number; says: string }[] };

const WIDTH = 1200;
const ROW = 19;

export function picture(network: Network): Picture {
  const tells = new Set(network.edges.filter((e) => e.kind === 'cites').map((e) => e.to));
  const told = new Set(network.edges.filter((e) => e.kind === 'cites').map((e) => e.from));
  const columnOf = (name: string) => (!tells.has(name) && told.has(name) ? 0 : told.has(name) ? 1 : 2);
  const columns: string[][] = [[], [], []];
  for (const name of network.nodes) columns[columnOf(name)]?.push(name);

  // Each column in the order of the middle of its neighbours, a few times from left to right and back.
  const place = new Map<string, number>();
  const settle = () => columns.forEach((c) => c.forEach((name, i) => place.set(name, (i + 0.5) / c.length)));
  const weight = (name: string) => network.edges.reduce((n, e) => n + (e.from === name || e.to === name ? e.n : 0), 0);
  columns.forEach((c) => c.sort((a, b) => weight(b) - weight(a) || (a < b ? -1 : 1)));
  settle();
  for (let round = 0; round < 8; round++) {
    for (const c of round % 2 ? columns : columns.toReversed()) {
      const middle = new Map(c.map((name) => {
        let [sum, all] = [0, 0];
        for (const e of network.edges) {
          const other = e.from === name ? e.to : e.to === name ? e.from : undefined;
          if (other === undefined || columnOf(other) === columnOf(name)) continue;
          sum += (place.get(other) ?? 0) * e.n;
          all += e.n;
        }
        return [name, all ? sum / all : (place.get(name) ?? 0)];
      }));
      c.sort((a, b) => (middle.get(a) ?? 0) - (middle.get(b) ?? 0) || (a < b ? -1 : 1));
      settle();
    }
  }

  const height = Math.max(5, ...columns.map((c) => c.length)) * ROW + 30;
  const x = [300, 660, WIDTH - 270];
  const nodes = columns.flatMap((c, column) => c.map((name) => ({ name, column, x: x[column] ?? 0, y: 26 + (place.get(name) ?? 0) * (height - 30) })));
  const at = new Map(nodes.map((n) => [n.name, n]));
  // Width by number, along its root: one stays visible beside a hundred, and among hundreds the lines
  // do not close to a blot.
  const most = Math.sqrt(Math.max(1, ...network.edges.map((e) => e.n - 1)));
  const lines = network.edges.flatMap((edge) => {
    const [a, b] = [at.get(edge.from), at.get(edge.to)];
    if (!a || !b) return [];
    return [{ edge, d: path(a, b), width: 1 + Math.min(edge.kind === 'cites' ? 1.5 : 1, 5 / most) * Math.sqrt(edge.n - 1) }];
  });
  const says = ['who speaks', 'who passes on and is passed on', 'who tells'];
  return { nodes, lines, height, columns: columns.flatMap((c, i) => (c.length ? [{ x: x[i] ?? 0, says: says[i] ?? '' }] : [])) };
}

// Within a column a bow towards the middle of the picture, the wider the further it goes.
function path(a: Placed, b: Placed): string {
  const n = (v: number) => v.toFixed(1);
  if (a.column === b.column) {
    const side = a.column === 2 ? -1 : 1;
    // Two who take from each other have two lines.
    const bow = side * (Math.min(150, 24 + Math.abs(a.y - b.y) * 0.4) + (a.y > b.y ? 14 : 0));
    return `M${n(a.x + side * 6)} ${n(a.y)}C${n(a.x + bow)} ${n(a.y)} ${n(b.x + bow)} ${n(b.y)} ${n(b.x + side * 7)} ${n(b.y)}`;
  }
  const side = a.x < b.x ? 1 : -1;
  const half = (a.x + b.x) / 2;
  return `M${n(a.x + side * 6)} ${n(a.y)}C${n(half)} ${n(a.y)} ${n(half)} ${n(b.y)} ${n(b.x - side * 7)} ${n(b.y)}`;
}
