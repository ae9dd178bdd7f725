import type { Analysis } from '../core/exposure/analysis.ts';
import { level, roundLevel, signedDollars } from '../core/text/numbers.ts';

/** More would claim what no book of open interest knows. */
const UNIT_DIGITS = 4;
/** As many as tell the strikes of any market apart. */
const STRIKE_DIGITS = 7;
/** A step that moves spot by more belongs to another market of the same name. */
const STEP_SHARE_MAX = 1e-3;

function significant(value: number, digits: number): string {
  return new Intl.NumberFormat('en-US', { maximumSignificantDigits: digits }).format(value);
}

/** Computed prices at the step of their market, which a name may give after its venue, as in `cboe:SPX`. */
export function priceOf({
  name,
  spot,
}: Pick<Analysis, 'name' | 'spot'>): (price: number) => string {
  const named = name.slice(name.lastIndexOf(':') + 1).toUpperCase();
  const isNamed = Math.abs(roundLevel(named, spot) / spot - 1) <= STEP_SHARE_MAX;
  return (price) => level(isNamed ? named : '', price);
}

/** A strike as it is listed; `none` for null. */
export function strikeOf(strike: number | null): string {
  return strike === null ? 'none' : significant(strike, STRIKE_DIGITS);
}

/** A number of contracts, whole digits all told. */
export function count(contracts: number): string {
  const whole = Math.ceil(Math.log10(Math.max(1, contracts)));
  return significant(contracts, Math.max(UNIT_DIGITS, whole));
}

/** A computed number of units, four digits of it. */
export function units(amount: number): string {
  return significant(amount, UNIT_DIGITS);
}

/** Dollars with their sign; `$0` for none. */
export function money(usd: number): string {
  return usd === 0 ? '$0' : signedDollars(usd);
}
