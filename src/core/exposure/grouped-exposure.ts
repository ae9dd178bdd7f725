import type { DealerBook } from './dealer-book.ts';
import type { ContractExposures } from './exposure.ts';

/** Exposure of the contracts that share a strike or an expiry; units as in `ContractExposures`. */
export type GroupExposure = {
  readonly netGex: number;
  readonly callGex: number;
  readonly putGex: number;
  readonly grossGex: number;
  /** Contracts, not multiplied. */
  readonly callOpenInterest: number;
  /** Contracts, not multiplied. */
  readonly putOpenInterest: number;
  readonly vannaExposure: number;
  readonly charmExposure: number;
  readonly deltaUnits: number;
  readonly vegaExposure: number;
  readonly volgaExposure: number;
  readonly speedExposure: number;
};

type Sums = { -readonly [Field in keyof GroupExposure]: GroupExposure[Field] };

/** Exposure by strike, ascending; `includes` says which rows count. */
export function exposureByStrike(
  book: DealerBook,
  columns: ContractExposures,
  includes: (row: number) => boolean = () => true,
): readonly (GroupExposure & { readonly strike: number })[] {
  return sumBy(book.chain.strike, { book, columns, includes }).map(([strike, sums]) => ({
    strike,
    ...sums,
  }));
}

/** Exposure by settlement instant, ascending. */
export function exposureByExpiry(
  book: DealerBook,
  columns: ContractExposures,
): readonly (GroupExposure & { readonly expiryMs: number })[] {
  const includes = () => true;
  return sumBy(book.chain.expiryMs, { book, columns, includes }).map(([expiryMs, sums]) => ({
    expiryMs,
    ...sums,
  }));
}

type Source = {
  readonly book: DealerBook;
  readonly columns: ContractExposures;
  readonly includes: (row: number) => boolean;
};

function sumBy(keys: Float64Array, source: Source): readonly [number, GroupExposure][] {
  const groups = new Map<number, Sums>();
  let key = Number.NaN;
  let sums = emptySums();
  for (let row = 0; row < keys.length; row++) {
    if (!source.includes(row)) continue;
    // Neighbours mostly share a key, and then no look-up is needed.
    if (keys[row] !== key) {
      key = keys[row] ?? 0;
      sums = groups.get(key) ?? emptySums();
      groups.set(key, sums);
    }
    addRow(sums, row, source);
  }
  return [...groups].toSorted(([a], [b]) => a - b);
}

function addRow(sums: Sums, row: number, { book, columns }: Source): void {
  const { gex, vanna, charm, delta, vega, volga, speed } = columns;
  const own = gex[row] ?? 0;
  const open = book.chain.openInterest[row] ?? 0;
  sums.netGex += own;
  sums.grossGex += Math.abs(own);
  sums.vannaExposure += vanna[row] ?? 0;
  sums.charmExposure += charm[row] ?? 0;
  sums.deltaUnits += delta[row] ?? 0;
  sums.vegaExposure += vega[row] ?? 0;
  sums.volgaExposure += volga[row] ?? 0;
  sums.speedExposure += speed[row] ?? 0;
  if (book.chain.isCall[row] === 1) {
    sums.callGex += own;
    sums.callOpenInterest += open;
  } else {
    sums.putGex += own;
    sums.putOpenInterest += open;
  }
}

function emptySums(): Sums {
  return {
    netGex: 0,
    callGex: 0,
    putGex: 0,
    grossGex: 0,
    callOpenInterest: 0,
    putOpenInterest: 0,
    vannaExposure: 0,
    charmExposure: 0,
    deltaUnits: 0,
    vegaExposure: 0,
    volgaExposure: 0,
    speedExposure: 0,
  };
}
