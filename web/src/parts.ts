import type { Segment } from './api';

// A document as it is read: paragraphs, each with the segment it stands in.
export type Part = { start: number; end: number; segment: Segment | undefined; inner: string; first: boolean };

/** Top segments cut at blank lines; offsets in UTF-16. */
export function partsOf(text: string, segments: Segment[]): Part[] {
  const tops = segments.filter((s) => !s.parent).sort((a, b) => a.start16 - b.start16);
  const inner = segments.filter((s) => s.parent);
  const out: Part[] = [];
  const cut = (from: number, to: number, segment: Segment | undefined) => {
    let first = true;
    // Inner segments (a quoted block, a signature) begin paragraphs of their own.
    const own = inner.filter((s) => s.parent === segment?.id && s.start16 >= from && s.end16 <= to);
    const edges = [...new Set([from, ...own.flatMap((s) => [s.start16, s.end16]), to])].sort((a, b) => a - b);
    for (let i = 0; i + 1 < edges.length; i++) {
      const [a, b] = [edges[i] ?? from, edges[i + 1] ?? to];
      const kind = own.find((s) => s.start16 <= a && b <= s.end16)?.kind ?? '';
      for (const m of text.slice(a, b).matchAll(/\S(?:[^\n]|\n(?!\s*\n))*/g)) {
        out.push({ start: a + m.index, end: a + m.index + m[0].length, segment, inner: kind, first });
        first = false;
      }
    }
  };
  let done = 0;
  for (const s of tops) {
    if (s.start16 > done) cut(done, s.start16, undefined);
    if (s.end16 > done) cut(Math.max(done, s.start16), s.end16, s);
    done = Math.max(done, s.end16);
  }
  cut(done, text.length, undefined);
  return out;
}

/** Whether most letters at the beginning of a text run from right to left. */
export function rightToLeft(text: string): boolean {
  const letters = text.slice(0, 4000).match(/\p{L}/gu) ?? [];
  const right = letters.filter((l) => /[\p{Script=Arabic}\p{Script=Hebrew}\p{Script=Syriac}\p{Script=Thaana}\p{Script=Nko}]/u.test(l));
  return right.length * 2 > letters.length;
}
