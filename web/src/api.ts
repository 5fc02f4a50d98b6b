// What the server sends (see /api/openapi.json). Spans: start, end in bytes; start16, end16 in
// the UTF-16 units that strings here count.

import { heed } from './session';
import type { Judgement } from './write';

export type Bounds = { min: number; max: number };
export type Link = { teller: string; edge: string; cue: { start: number; end: number } | null; commitment: string };
export type Appearance = {
  id: string; statement: string; doc: string; start: number; end: number; speaker: string; chain: Link[];
  commitment: string; hedge: string; modality: string; published: string | null;
};
export type Answer = {
  value: string; low: number | null; high: number | null; origins: Bounds;
  origin_groups: string[][]; because: string[]; appearances: Appearance[];
};
export type Claim = {
  id: string; question: string; kind: string; relation: string; place: string | null;
  time: string | null; answers: Answer[]; origins: Bounds;
  grade: { airwars: string; admiralty: string; because: string[]; by: string };
};
export type Context = { before: string; words: string; after: string; cues: (string | null)[] };
export type Metadata = { title: string | null; author: string | null; outlet: string | null; published: string | null };
export type ClaimPage = {
  claim: Claim;
  contexts: Record<string, Context>;
  documents: Record<string, Metadata & { capture: string; comments: boolean }>;
  relations: { id: string; a: string; b: string; kind: string; reason: string; score: number }[];
  judgements: Judgement[]; seen: string; as_of: string | null; now: string | null; slots: Record<string, Record<string, string>>; course: Step[];
};
/** `answer` counts from 0; `turn` is what happened, `says` the same in words. */
export type Step = Spanned & { when: string | null; turn: string; says: string; answer: number | null; teller: string; doc: string; words: string | null; because: string };
export type Spanned = { start: number; end: number; start16: number; end16: number };
export type Segment = Spanned & {
  id: string; kind: string; parent: string | null; author: string | null; time: string | null;
  number: number | null; reply_to: string[];
};
export type Attribution = Spanned & {
  id: string; own_voice: boolean; stance: string; chain: Link[]; source: Spanned[]; cue: Spanned[]; content: Spanned[];
};
export type Layers = Record<string, (Spanned & Record<string, unknown>)[]>;
export type DocumentPage = {
  id: string; text: string; metadata: Metadata; kind: string; segments: Segment[];
  /** Those asked for; and how many records each of them all has. */
  layers: Layers; counts: Record<string, number>;
  claims: (Spanned & { claim: string; question: string })[];
  passages: (Spanned & { id: string; kind: string; similarity: number; other: string; way: 'from' | 'to' | 'unknown' })[];
  set_aside: (Judgement & Spanned)[]; captured_at: string | null; printed: Metadata;
  capture: { sha256: string; media_type: string; name: string; size: number };
};
// In a thread `null` is what stands above the comments.
export type Comment = Spanned & {
  id: string; number: number | null; author: string | null; time: string | null; answers: (string | null)[]; words: string;
};
export type Told = Appearance & { answer: number; comment: string | null; cues: (string | null)[]; before: string; words: string; after: string };
export type ThreadClaim = {
  id: string; question: string; kind: string; relation: string; appearances: Told[];
  answers: { value: string; low: number | null; high: number | null; origins: Bounds; told: number }[];
};
/** What a comment seems to do with the one it answers, by the stance model. */
export type Guess = { comment: string; to: string | null; stance: 'support' | 'deny' | 'query'; probability: number };
export type ThreadPage = {
  replies: Guess[];
  id: string; as_of: string | null; metadata: Metadata; teller: string; words: string | null; comments: Comment[]; claims: ThreadClaim[];
  relations: { id: string; a: string; b: string; kind: string; reason: string; from: string | null; to: string | null }[];
  passages: (Spanned & { id: string; kind: string; similarity: number; to: string | null; from?: string | null; other?: string })[];
};
export type Change = { kind: 'same' | 'dropped' | 'added' | 'changed'; hedge: 'lost' | 'gained' | null; figure: boolean; a: Spanned | null; b: Spanned | null };
export type PassagePair = {
  id: string; kind: string; similarity: number; credited: boolean; reason: string; known: boolean;
  from: 'a' | 'b'; a: Spanned; b: Spanned; changes: Change[];
};
export type Side = { id: string; text: string; teller: string; metadata: Metadata; segments: Segment[] };
export type ComparePage = { a: Side; b: Side; passages: PassagePair[]; claims: { id: string; question: string; relation: string }[] };
export type Hit = { doc: string; segment: string; start: number; end: number; snippet: string; title: string | null; teller: string; published: string | null };

export async function get<T>(path: string, signal?: AbortSignal): Promise<T> {
  const answer = await fetch(path, { signal });
  heed(answer);
  const body = await answer.json();
  if (!answer.ok) throw new Error(body.error ?? answer.statusText);
  return body as T;
}

/** Why a request failed; nothing where it was only overtaken by a newer one. */
export const reason = (e: Error) => (e.name === 'AbortError' ? '' : e.message);

export function origins(bounds: Bounds): string {
  const count = bounds.min === bounds.max ? `${bounds.max}` : `${bounds.min}–${bounds.max}`;
  return `${count} origin${bounds.max === 1 ? '' : 's'}`;
}

export const letter = (index: number) => String.fromCharCode(97 + (index % 26));

export function words(doc: string, at: { start: number; end: number }): string {
  return `#/document/${encodeURIComponent(doc)}?b=${at.start}-${at.end}`;
}

/** A claim, or what could be known of it at the end of a day. */
export const claimAt = (id: string, day: string | null = '') => known(`#/claim/${id}`, day);

/** A speaker as people read it. */
export const who = (speaker: string) => (speaker === 'unnamed' ? 'no one named' : speaker);
/** A number as people read it, and of what. */
export const count = (n: number, one = '', more = `${one}s`) => `${n.toLocaleString('en')}${one ? ` ${n === 1 ? one : more}` : ''}`;

/** An address of a page or of the API, as known at the end of a day where one is asked for. */
export const known = (address: string, day: string | null) => (day ? `${address}${address.includes('?') ? '&' : '?'}as_of=${encodeURIComponent(day)}` : address);

/** A day, month or year as it is asked for: `9 December 2016` and `9.12.2016` are 2016-12-09. */
export function dayOf(said: string): string {
  const text = said.trim();
  const words = text.match(/^(?:(\d{1,2})\.?\s+)?([a-z]{3,9})\.?,?\s+(\d{4})$/i);
  const month = words ? ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'].indexOf(words[2]?.slice(0, 3).toLowerCase() ?? '') + 1 : 0;
  const two = (n: string | number) => String(n).padStart(2, '0');
  if (words && month) return [words[3], two(month), ...(words[1] ? [two(words[1])] : [])].join('-');
  const figures = text.match(/^(\d{1,2})\.\s?(\d{1,2})\.\s?(\d{4})$/);
  return figures ? `${figures[3]}-${two(figures[2] ?? '')}-${two(figures[1] ?? '')}` : text;
}

/** Who rejects what a telling passes on: its teller, where that is not who said it. */
export const rejecter = (x: Appearance) => (x.commitment === 'rejects' && x.chain.length > 1 ? (x.chain[0]?.teller ?? '') : '');

/** A day, month or year in words. */
export function dated(day: string): string {
  const [y, m, d] = day.split('-').map(Number);
  const options: Intl.DateTimeFormatOptions = { timeZone: 'UTC', year: 'numeric', ...(m ? { month: 'long' } : {}), ...(d ? { day: 'numeric' } : {}) };
  const at = new Date(Date.UTC(y ?? 0, (m ?? 1) - 1, d ?? 1));
  return Number.isNaN(at.getTime()) ? day : at.toLocaleDateString('en-GB', options);
}

/** Where a passage is shown beside its source. */
export const beside = (passage: string) => `#/compare?passage=${encodeURIComponent(passage)}`;
