// Months put together so that all of a pile fits into a narrow chart.

export type Use = { own: number; quoted: number };
export type Bins = {
  /** In order of time, without gaps; none where nothing has a month. */
  labels: string[];
  of: (month: string) => number | undefined;
  size: 'month' | 'quarter' | 'year';
};

const MOST = 36;
const MONTH = /^(\d{4})-(0[1-9]|1[0-2])$/;

/** Bins over all months told: months if they are few, else quarters, else years. */
export function binsOf(months: Iterable<string>): Bins {
  const told = [...months].flatMap((m) => {
    const found = m.match(MONTH);
    return found ? [Number(found[1]) * 12 + Number(found[2]) - 1] : [];
  });
  // Not spread: a pile may have more months than a call takes arguments.
  const first = told.reduce((a, b) => Math.min(a, b), Infinity);
  const last = told.reduce((a, b) => Math.max(a, b), -Infinity);
  const span = last - first + 1;
  const [size, wide] = span <= MOST ? (['month', 1] as const) : span <= 3 * MOST ? (['quarter', 3] as const) : (['year', 12] as const);
  const from = Math.floor(first / wide);
  const count = told.length ? Math.floor(last / wide) - from + 1 : 0;
  const name = (bin: number) => {
    const year = Math.floor((bin * wide) / 12);
    const part = bin - (year * 12) / wide;
    return size === 'year' ? `${year}` : size === 'quarter' ? `${year} Q${part + 1}` : `${year}-${String(part + 1).padStart(2, '0')}`;
  };
  return {
    labels: Array.from({ length: count }, (_, i) => name(from + i)),
    of: (month) => {
      const found = month.match(MONTH);
      return found ? Math.floor((Number(found[1]) * 12 + Number(found[2]) - 1) / wide) - from : undefined;
    },
    size,
  };
}
