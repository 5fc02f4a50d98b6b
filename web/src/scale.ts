import type { Answer } from './api';

// One scale for all answers of a claim, from 0 to a round number, with a tick at each step.
export type Scale = { top: number; ticks: number[] };

export function scaleOf(answers: Answer[]): Scale | undefined {
  const most = Math.max(0, ...answers.flatMap((a) => [a.low ?? 0, a.high ?? 0]));
  if (!(most > 0) || !Number.isFinite(most)) return undefined;
  const power = 10 ** Math.floor(Math.log10(most));
  const step = [0.2, 0.5, 1, 2, 5].map((n) => n * power).find((s) => most / s <= 4) ?? most;
  const count = Math.ceil(most / step - 1e-9);
  return { top: count * step, ticks: Array.from({ length: count + 1 }, (_, i) => i * step) };
}

const figures = new Intl.NumberFormat('en', { maximumFractionDigits: 2, notation: 'standard' });
const short = new Intl.NumberFormat('en', { maximumFractionDigits: 1, notation: 'compact' });
export const number = (n: number) => (n >= 100_000 ? short : figures).format(n);
