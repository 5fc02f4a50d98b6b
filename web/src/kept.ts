// Views that somebody keeps, in their own browser: an address, what the page was called, whose ledger.
export type Kept = { address: string; title: string; ledger: string };
const KEY = 'sayso-kept';

export function kept(): Kept[] {
  try {
    const all: unknown = JSON.parse(localStorage.getItem(KEY) ?? '[]');
    return Array.isArray(all) ? all.filter((k): k is Kept => typeof k?.address === 'string' && k.address.startsWith('#/') && typeof k.title === 'string') : [];
  } catch { return []; }
}

/** Whether the browser took it; it may forbid its store. */
export function keep(all: Kept[]): boolean {
  try { localStorage.setItem(KEY, JSON.stringify(all)); return true; } catch { return false; }
}
