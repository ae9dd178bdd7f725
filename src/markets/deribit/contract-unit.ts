/** Open interest as a row states it, null where it does not, beside the coins of one contract. */
export type SizedInterest = { readonly openInterest: number | null; readonly contractSize: number };

/** Rounding of decimal fractions in JSON. */
const MULTIPLE_TOLERANCE = 1e-6;

function isMultiple({ openInterest, contractSize }: SizedInterest): boolean {
  const contracts = (openInterest ?? 0) / contractSize;
  return Math.abs(contracts - Math.round(contracts)) <= MULTIPLE_TOLERANCE;
}

/**
 * Units of underlying per unit of open interest. The venue's documentation counts open interest in coins, and then every
 * amount is a multiple of the contract size; where most are not, it counts contracts, each worth its size. Most, not
 * all: one damaged amount must not multiply a book by its contract size.
 */
export function contractMultiplier(
  rows: readonly SizedInterest[],
): (contractSize: number) => number {
  const open = rows.filter(({ openInterest }) => openInterest !== null && openInterest > 0);
  const multiples = open.filter(isMultiple).length;
  const isInCoins = 2 * multiples >= open.length;
  return (contractSize) => (isInCoins ? 1 : contractSize);
}
