// Views live in the address. Choices within a view replace it, so that Back leaves the view.
export function replace(hash: string) {
  history.replaceState(history.state, '', hash);
  dispatchEvent(new HashChangeEvent('hashchange'));
}

// Each place in the history remembers how far it was read.
const read = new Map<number, number>();
// A long list remembers a row instead: its pixels depend on what was seen of it.
export type Row = { row: number; y: number; guess: number };
const rows = new Map<number, Row>();
let back: Row | undefined;
let count = 0;
let here = 0;

function entered() {
  const known = (history.state as { place?: number } | null)?.place;
  if (known === undefined) {
    back = undefined;
    here = ++count;
    history.replaceState({ place: here }, '');
    scrollTo(0, 0);
    document.querySelector<HTMLElement>('main')?.focus({ preventScroll: true });
  } else if (known !== here) {
    here = known;
    back = rows.get(known);
    if (!back) restore(read.get(known) ?? 0, 40);
  }
}

// The words of a page come a moment after it: tried until it is long enough again.
function restore(y: number, tries: number) {
  scrollTo(0, y);
  if (Math.abs(scrollY - y) > 2 && tries > 0) setTimeout(() => restore(y, tries - 1), 50);
}

/** Which row stands at which height of the window; nothing where the list begins below its top. */
export function note(row: Row | undefined) {
  if (row) rows.set(here, row);
  else rows.delete(here);
}

/** The row to go back to, told once. */
export function returned(): Row | undefined {
  const row = back;
  back = undefined;
  return row;
}

export function remember() {
  history.scrollRestoration = 'manual';
  count = here = (history.state as { place?: number } | null)?.place ?? 0;
  if (here === 0) {
    here = ++count;
    history.replaceState({ place: here }, '');
  }
  addEventListener('hashchange', entered);
  addEventListener('scroll', () => read.set(here, scrollY), { passive: true });
}
