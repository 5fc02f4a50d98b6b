// Highlights lie over the text without touching it (CSS Custom Highlight API): the words stay
// exactly what was captured, and captured markup stays words.

export type At = { start16: number; end16: number };

/** Byte offset to UTF-16, for places that stand in the address. */
export function units(text: string, byte: number): number {
  let bytes = 0;
  for (let i = 0; i < text.length; ) {
    if (bytes >= byte) return i;
    const c = text.codePointAt(i) ?? 0;
    bytes += c < 0x80 ? 1 : c < 0x800 ? 2 : c < 0x10000 ? 3 : 4;
    i += c > 0xffff ? 2 : 1;
  }
  return text.length;
}

/** The way back: UTF-16 offset to bytes. */
export function bytesAt(text: string, unit: number): number {
  return new TextEncoder().encode(text.slice(0, unit)).length;
}

type Held = { node: Text; start: number; end: number };

/** Paragraphs in the page, in text order: elements with `data-start` and `data-end`. */
export function paragraphs(reader: HTMLElement): Held[] {
  return [...reader.querySelectorAll<HTMLElement>('[data-start]')].flatMap((e) =>
    e.firstChild instanceof Text ? [{ node: e.firstChild, start: Number(e.dataset.start), end: Number(e.dataset.end) }] : [],
  );
}

export function ranges(held: Held[], spans: At[]): Range[] {
  const out: Range[] = [];
  for (const s of spans) {
    // The first paragraph that ends behind the start.
    let [a, b] = [0, held.length];
    while (a < b) {
      const m = (a + b) >> 1;
      if ((held[m]?.end ?? 0) <= s.start16) a = m + 1;
      else b = m;
    }
    for (let i = a; i < held.length; i++) {
      const n = held[i];
      if (!n || n.start >= s.end16) break;
      const range = new Range();
      range.setStart(n.node, Math.max(s.start16, n.start) - n.start);
      range.setEnd(n.node, Math.min(s.end16, n.end) - n.start);
      out.push(range);
    }
  }
  return out;
}

/** What is selected of the paragraphs, in UTF-16; nothing where none of it is. */
export function selected(held: Held[], range: Range): At | undefined {
  let out: At | undefined;
  for (const h of held) {
    if (!range.intersectsNode(h.node)) continue;
    const from = h.start + (range.startContainer === h.node ? range.startOffset : 0);
    const to = range.endContainer === h.node ? h.start + range.endOffset : h.end;
    if (from < to) out = { start16: out?.start16 ?? from, end16: to };
  }
  return out;
}

export function show(name: string, found: Range[], priority: number) {
  const mark = new Highlight(...found);
  mark.priority = priority;
  CSS.highlights.set(name, mark);
}
