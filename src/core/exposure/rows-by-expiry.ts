import type { Chain } from '../chain/chain.ts';

/** The rows of one settlement instant, in the order of the chain. */
type ExpiryRows = {
  readonly expiryMs: number;
  /** Of the first of them. */
  readonly years: number;
  readonly rows: readonly number[];
};

/** A chain's rows by expiry, in order of first appearance. */
export function rowsByExpiry({ size, expiryMs, years }: Chain): readonly ExpiryRows[] {
  const groups = new Map<number, { expiryMs: number; years: number; rows: number[] }>();
  let group: { expiryMs: number; years: number; rows: number[] } | undefined;
  for (let row = 0; row < size; row++) {
    const key = expiryMs[row] ?? 0;
    // Venues list an expiry's rows together, so that a look-up is needed once for each of them.
    if (group?.expiryMs !== key) {
      group = groups.get(key) ?? { expiryMs: key, years: years[row] ?? 0, rows: [] };
      groups.set(key, group);
    }
    group.rows.push(row);
  }
  return [...groups.values()];
}
