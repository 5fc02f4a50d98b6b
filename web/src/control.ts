import type { Link, Spanned } from './api';

// Reports of control as the map and its timeline show them. Days are ISO dates: they compare as
// text.
export type Report = Spanned & {
  id: string; place: string; holder: string | null; status: string; low: number | null; high: number | null;
  from: string | null; to: string | null; time: string | null; by_telling: boolean; doc: string; before: string; words: string; after: string;
  outlet: string | null; speaker: string; chain: Link[]; commitment: string; hedge: string; modality: string;
  published: string | null; claim: string | null; answer: number | null; contested: boolean;
};
export type Where = { name: string; lat: number | null; lon: number | null; precision: string | null; country: string | null; reports?: number };
export type ControlPage = { reports: Report[]; places: Where[]; around: Where[]; as_of: string | null };

/** An event as the map lists it: who is said to have done what to whom. */
export type Happening = Spanned & {
  id: string; event: string; actor: string[]; recipient: string[]; place: string | null;
  from: string | null; to: string | null; by_telling: boolean; doc: string; before: string; words: string; after: string;
  speaker: string; chain: Link[]; commitment: string; hedge: string; modality: string;
};
export type EventPage = {
  day: string | null; events: Happening[]; total: number; undated: { total: number; events: Happening[] };
  unplaced: number; days: Record<string, number>; places: Where[]; as_of: string | null;
};
/** What happened, in a few words. */
export const happened = (e: Happening) =>
  [e.event.toLowerCase(), e.actor.length ? `by ${e.actor.join(', ')}` : '', e.recipient.length ? `against ${e.recipient.join(', ')}` : '', e.modality === 'actual' ? '' : e.modality].filter(Boolean).join(' ');

/** Whether a report says that so it was, in its teller's eyes too. */
export const stands = (r: Report) => r.modality === 'actual' && r.commitment !== 'rejects';
export const denied = (r: Report) => r.modality === 'negated' || r.commitment === 'rejects';

/** Days on which something begins or ends: the steps of the slider. */
export function stops(reports: Report[]): string[] {
  return [...new Set(reports.flatMap((r) => [r.from, r.to]))].filter((d) => d !== null).sort();
}

const covers = (r: Report, day: string) => (r.from ?? '') <= day && day <= (r.to ?? '9');

/** Two answers of one claim whose days meet cannot both be true. */
export function conflict(a: Report, b: Report): boolean {
  return (
    a.contested && a.claim === b.claim && a.answer !== b.answer && stands(a) && stands(b) && a.place === b.place &&
    (a.from ?? '') <= (b.to ?? '9') && (b.from ?? '') <= (a.to ?? '9')
  );
}

const HOLDS = ['holds', 'captured', 'share'];
export type State = {
  /** Reports of the day, or of the last day told. */
  reports: Report[]; all: Report[]; holders: string[]; conflict: boolean; last: string | null; old: boolean; attacked: boolean; attackers: string[];
};

const DAY = 86_400_000;
export const apart = (a: string, b: string) => (Date.parse(b) - Date.parse(a)) / DAY;

/** What is told of one place on a day; the last told where the day is silent. */
export function stateAt(reports: Report[], day: string): State | undefined {
  const all = reports.filter((r) => (r.from ?? r.to) !== null && covers(r, day));
  let now = all.filter(stands);
  let last: string | null = null;
  if (!now.length) {
    const before = reports.filter((r) => stands(r) && r.to !== null && r.to < day);
    last = before.reduce<string | null>((l, r) => (l === null || (r.to ?? '') > l ? r.to : l), null);
    now = before.filter((r) => r.to === last);
  }
  if (!now.length && !all.length) return undefined;
  return {
    reports: now, all, last, old: last !== null && apart(last, day) > 30,
    holders: [...new Set(now.filter((r) => HOLDS.includes(r.status) && r.holder).map((r) => r.holder as string))],
    attacked: now.some((r) => r.status === 'besieged' || r.status === 'contested'),
    attackers: [...new Set(now.filter((r) => ['besieged', 'contested'].includes(r.status) && r.holder).map((r) => r.holder as string))],
    conflict: now.some((a, i) => now.slice(i + 1).some((b) => conflict(a, b))),
  };
}

/** Four holders have a colour and a pattern, in order of first mention; the rest are grey. */
export const COLOURS = 4;
export function fill(holders: string[], holder: string | null): string {
  const n = holder === null ? -1 : holders.indexOf(holder);
  return n < 0 ? 'none' : `url(#holder-${Math.min(n, COLOURS)})`;
}
export function line(holders: string[], holder: string | null): string {
  const n = holder === null ? -1 : holders.indexOf(holder);
  return n < 0 ? 'none' : `h${Math.min(n, COLOURS)}`;
}

const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];
export const date = (day: string) => `${Number(day.slice(8))} ${MONTHS[Number(day.slice(5, 7)) - 1]} ${day.slice(0, 4)}`;
const WEEK = ['Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday'];
export const weekday = (day: string) => WEEK[new Date(`${day}T00:00Z`).getUTCDay()];
export const span = (r: Report) =>
  r.from === r.to ? (r.from ? date(r.from) : 'undated') : `${r.from ? date(r.from) : '…'} to ${r.to ? date(r.to) : '…'}`;

/** What is said, in a few words. */
export function says(r: Report): string {
  const share = r.status === 'share' ? ` ${[r.low, r.high].filter((n) => n !== null).join('–')} %` : '';
  const verb: Record<string, string> = { holds: 'holds', captured: 'captured', lost: 'lost', besieged: 'besieges or attacks', contested: 'fights for', share: 'holds' };
  const mood = { negated: 'not so: ', future: 'to come: ', hypothetical: 'supposed: ' }[r.modality] ?? '';
  return `${mood}${r.holder ?? 'nobody named'} ${verb[r.status] ?? r.status}${share}`;
}
