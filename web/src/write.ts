import { who, type ClaimPage } from './api';
import { heed } from './session';

// Writing: who may, in whose name, and what the server says to it.
export type Judgement = {
  id: string; act: string; target: string; other: string | null; value: string | null;
  who: string; when: string | null; reason: string; retracted: string | null;
};
/** `why` not; `who` by their account, where there are accounts. */
export type Meta = { write: boolean; token: string | null; why: string | null; who: string | null; limit: number };
export type Named = { id: string; question: string };
export type Changes = { new: Named[]; changed: (Named & { what: string[] })[]; gone: Named[] };
export type Done = { judgement: Judgement; trouble: string | null; changes: Changes };

/** Asked anew for each page: the server may have been started again with or without `--write`. */
export async function meta(): Promise<Meta> {
  const answer = await fetch('/api/meta');
  heed(answer);
  const body = await answer.json();
  if (!answer.ok) throw new Error(body.error ?? answer.statusText);
  return body as Meta;
}

/** Somebody was first: their acts, and what counts as seen now. */
export class Second extends Error {
  constructor(said: string, readonly judgements: Judgement[], readonly seen: string) {
    super(said);
  }
}

export async function send<T>(path: string, token: string, body: unknown): Promise<T> {
  const answer = await fetch(path, { method: 'POST', headers: { 'content-type': 'application/json', 'x-sayso-token': token }, body: JSON.stringify(body) });
  heed(answer);
  const said = await answer.json();
  if (answer.status === 409 && said.judgements) throw new Second(said.error, said.judgements, said.seen);
  if (!answer.ok) throw new Error(said.error ?? answer.statusText);
  return said as T;
}

// A browser may forbid its store: then the name holds until the page is left.
const KEY = 'sayso-name';
let held = '';
// Whoever is signed in judges under the name of their account; the server takes no other.
let account: string | null = null;
export const signedAs = (name: string | null) => { account = name; };
export const signed = () => account !== null;
export function person(): string {
  if (account !== null) return account;
  try { return localStorage.getItem(KEY) ?? held; } catch { return held; }
}
export function rename(name: string) {
  if (account !== null) return;
  held = name.trim();
  try { localStorage.setItem(KEY, held); } catch { /* held above */ }
}

export const GRADES = ['confirmed', 'fair', 'weak', 'contested', 'discounted'];

/** An act in words; appearances by what the claim's page says of them. */
export function says(j: Judgement, page?: ClaimPage, names: Record<string, string> = {}): string {
  const name = (id: string | null) => {
    if (id && names[id]) return names[id];
    for (const x of page?.claim.answers.flatMap((a) => a.appearances) ?? []) if (x.id === id || x.statement === id) return `${who(x.speaker)} in ${x.doc}`;
    return id ?? '';
  };
  switch (j.act) {
    case 'grade': return `grade ${j.value}`;
    case 'same_origin': return `one origin: ${name(j.target)} and ${name(j.other)}`;
    case 'not_same_origin': return `not one origin: ${name(j.target)} and ${name(j.other)}`;
    case 'merge': return page && j.target !== page.claim.id ? `merged into ${j.target}` : `merged with ${j.other}`;
    case 'split': return `split off: ${name(j.other)}`;
    case 'withdraw': return `document withdrawn: ${j.target}`;
    case 'correct': return `corrected: ${j.value} in the statement of ${name(j.target)}`;
    case 'boilerplate': return `words set aside: ${j.target}`;
    case 'note': return j.target.startsWith('judgement-') ? 'note on a judgement' : 'note';
    default: return j.act;
  }
}

/** A time as people write it, in their own zone. */
export function when(time: string | null): string {
  const at = time ? new Date(time) : undefined;
  if (!at || Number.isNaN(at.getTime())) return time ?? '';
  return at.toLocaleString('en-GB', { day: 'numeric', month: 'short', year: 'numeric', hour: '2-digit', minute: '2-digit' });
}
