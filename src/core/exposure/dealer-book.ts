import type { Chain } from '../chain/chain.ts';
import type { SignModel } from './sign-model.ts';

const DAYS_PER_YEAR = 365;
/** Fraction per year; a vol that a scenario shifts down stops here. */
const VOL_FLOOR = 0.001;

/** What dealers are assumed to hold: a chain, and their signed position in each of its rows. */
export type DealerBook = {
  readonly chain: Chain;
  /** Units of the underlying (open interest × multiplier); positive: dealers are long the contract. */
  readonly units: Float64Array;
};

/** The book that a sign model gives dealers. */
export function dealerBook(chain: Chain, signModel: SignModel): DealerBook {
  const units = new Float64Array(chain.size);
  for (let row = 0; row < chain.size; row++) {
    const open = (chain.openInterest[row] ?? 0) * (chain.multiplier[row] ?? 0);
    units[row] = signModel.signOf(chain, row) * open;
  }
  return { chain, units };
}

/** The same positions some days later with every vol shifted; contracts past their expiry are gone. */
export function shiftBook(
  book: DealerBook,
  shift: { readonly days: number; readonly vol: number },
): DealerBook {
  const { chain } = book;
  const elapsed = shift.days / DAYS_PER_YEAR;
  const alive: number[] = [];
  for (let row = 0; row < chain.size; row++) {
    if ((chain.years[row] ?? 0) > elapsed) alive.push(row);
  }
  const pick = (column: Float64Array) => Float64Array.from(alive, (row) => column[row] ?? 0);
  const moved: Chain = {
    ...chain,
    size: alive.length,
    strike: pick(chain.strike),
    years: pick(chain.years).map((years) => years - elapsed),
    vol: pick(chain.vol).map((vol) => Math.max(VOL_FLOOR, vol + shift.vol)),
    dividendYield: pick(chain.dividendYield),
    openInterest: pick(chain.openInterest),
    multiplier: pick(chain.multiplier),
    isCall: Uint8Array.from(alive, (row) => chain.isCall[row] ?? 0),
    expiryMs: pick(chain.expiryMs),
  };
  return { chain: moved, units: pick(book.units) };
}
