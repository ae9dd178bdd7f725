/** Minus sign of running text; code blocks keep the ASCII one, so that columns can be copied. */
const MINUS = '−';

/** Price steps that readers of each market are used to. */
const LEVEL_STEPS: Readonly<Record<string, number>> = {
  BTC: 10,
  ETH: 1,
  SOL: 0.1,
  SPX: 1,
  SPY: 0.1,
  XSP: 0.1,
  NDX: 1,
  QQQ: 0.1,
  RUT: 1,
};

/** Digits that a level of an unlisted symbol keeps: enough to place it on a chart. */
const LEVEL_DIGITS = 4;

/** Digits that tell a settlement from its neighbours. */
const PAID_DIGITS = 5;

const AMOUNT_UNITS = [
  { size: 1e12, name: 'tn' },
  { size: 1e9, name: 'bn' },
  { size: 1e6, name: 'M' },
  { size: 1e3, name: 'k' },
] as const;

function grouped(value: number, decimals: number): string {
  return new Intl.NumberFormat('en-US', {
    minimumFractionDigits: decimals,
    maximumFractionDigits: decimals,
  }).format(value);
}

function levelStep(symbol: string, price: number): number {
  return LEVEL_STEPS[symbol] ?? 10 ** (Math.floor(Math.log10(price)) + 1 - LEVEL_DIGITS);
}

function stepDecimals(step: number): number {
  return Math.max(0, -Math.floor(Math.log10(step) + 1e-9));
}

/** Rounds a price to the step of its market, so that differences agree with the levels a reader sees. */
export function roundLevel(symbol: string, price: number): number {
  const step = levelStep(symbol, price);
  return Number((Math.round(price / step) * step).toFixed(stepDecimals(step)));
}

/** A price at the step of its market: `72,180`. */
export function level(symbol: string, price: number): string {
  return grouped(roundLevel(symbol, price), stepDecimals(levelStep(symbol, price)));
}

/** A price that was paid, to five digits, for it is a fact rather than a level: `71,183`, `131.42`. */
export function paidPrice(price: number): string {
  const wholeDigits = Math.floor(Math.log10(price)) + 1;
  return grouped(price, Math.max(0, PAID_DIGITS - wholeDigits));
}

/** A price as charting tools read it: ASCII, ungrouped. */
export function plainLevel(symbol: string, price: number): string {
  return level(symbol, price).replaceAll(',', '');
}

/** Distance between two prices as their printed levels differ, without sign; `price` sets the step. */
export function levelDistance(symbol: string, price: number, other: number): string {
  const step = levelStep(symbol, price);
  const distance = Math.abs(roundLevel(symbol, price) - roundLevel(symbol, other));
  return grouped(distance, stepDecimals(step));
}

/** A change of a price in whole steps of its market; `price` sets the step. */
export function levelSteps(symbol: string, change: number, price: number): number {
  return change / levelStep(symbol, price);
}

/** A change of a price rounded to the step of its market, alike upwards and downwards; `price` sets the step. */
export function roundChange(symbol: string, change: number, price: number): number {
  const step = levelStep(symbol, price);
  const size = Math.round(Math.abs(change) / step) * step;
  return Math.sign(change) * Number(size.toFixed(stepDecimals(step)));
}

/** A distance in whole steps of its market, without its sign: `1,150`. */
export function levelSize(symbol: string, distance: number, price: number): string {
  const step = levelStep(symbol, price);
  return grouped(Math.round(Math.abs(distance) / step) * step, stepDecimals(step));
}

/** A change of a price with its sign, at the step of its market: `−720`; `unchanged` within half a step. */
export function levelChange(symbol: string, change: number, price: number): string {
  if (Math.round(Math.abs(levelSteps(symbol, change, price))) === 0) return 'unchanged';
  return `${change < 0 ? MINUS : '+'}${levelSize(symbol, change, price)}`;
}

/** The unit in which an amount has one to three digits before the point. */
export function amountUnit(usd: number): { readonly size: number; readonly name: string } {
  // 0.9995 of a unit already rounds up to it.
  const unit = AMOUNT_UNITS.find((candidate) => Math.abs(usd) >= 0.9995 * candidate.size);
  return unit ?? { size: 1, name: '' };
}

/** An amount of dollars without its sign, three digits at most: `$18.5bn`, `$441k`; never a zero. */
export function dollars(usd: number): string {
  const unit = amountUnit(usd);
  const amount = Math.abs(usd) / unit.size;
  if (unit.size === 1 && amount < 0.5) {
    return 'under $1';
  }
  const decimals = unit.size === 1 || amount >= 99.95 ? 0 : 1;
  return `$${grouped(amount, decimals)}${unit.name}`;
}

/** What stands before an amount; nothing where there is none of it. */
export function signOf(amount: number): string {
  if (amount === 0) return '';
  return amount < 0 ? MINUS : '+';
}

/** An amount of dollars with its sign: `−$24.6M`; none of it is `under $1`. */
export function signedDollars(usd: number): string {
  return `${signOf(usd)}${dollars(usd)}`;
}

/** An amount of the underlying without its sign: `441 BTC`, `68.8k BTC`. */
export function units(amount: number, unit: string): string {
  const size = Math.abs(amount);
  if (size >= 9_995) {
    return `${dollars(size).slice(1)} ${unit}`;
  }
  if (size < 0.005) {
    return `under 0.01 ${unit}`;
  }
  const decimals = size >= 99.95 ? 0 : size >= 9.995 ? 1 : 2;
  return `${grouped(size, decimals)} ${unit}`;
}

/** A number of futures without its sign, whole: `441`, `1.2k`, `59k`, `125k`. */
export function futureCount(amount: number): string {
  const size = Math.abs(amount);
  if (size < 0.5) return 'under 1';
  if (size < 999.5) return grouped(size, 0);
  const unit = size < 999_500 ? { size: 1e3, name: 'k' } : { size: 1e6, name: 'M' };
  const count = size / unit.size;
  return `${grouped(count, count < 9.95 ? 1 : 0)}${unit.name}`;
}

/** Two numbers of contracts in the unit of the first, two digits each: `2.9M` and `0.38M`. */
export function countPair(first: number, second: number): readonly [string, string] {
  const unit = amountUnit(first);
  const inUnit = (count: number) => {
    const amount = Math.round(count) / unit.size;
    const decimals = unit.size === 1 || amount >= 9.95 ? 0 : amount >= 0.995 ? 1 : 2;
    return `${grouped(amount, decimals)}${unit.name}`;
  };
  return [inUnit(first), inUnit(second)];
}

/** A share of a whole as a percentage: `38%`, `under 1%`. */
export function share(fraction: number): string {
  return fraction < 0.005 ? 'under 1%' : `${grouped(100 * fraction, 0)}%`;
}

/** A distance as a percentage without its sign: `1.3%`, `0.04%`. */
export function percent(fraction: number): string {
  const size = Math.abs(100 * fraction);
  if (size < 0.005) {
    return 'under 0.01%';
  }
  return `${grouped(size, size < 0.095 ? 2 : 1)}%`;
}

/** Where a level lies from spot: `−8.8%`; `at spot` where the two print alike. */
export function fromSpot(fraction: number): string {
  return Math.abs(fraction) < 5e-5
    ? 'at spot'
    : `${fraction < 0 ? MINUS : '+'}${percent(fraction)}`;
}

/** A move with its sign, whole where it is: `−0.5%`, `+1%`. */
export function signedPercent(fraction: number): string {
  const size = Number(Math.abs(100 * fraction).toFixed(1));
  return `${fraction < 0 ? MINUS : '+'}${size}%`;
}

/** A rate that is small as a rule, with its sign: `0.0017%`, `−0.012%`. */
export function smallRate(fraction: number): string {
  const size = Number(Math.abs(100 * fraction).toFixed(4));
  return `${fraction < 0 && size > 0 ? MINUS : ''}${size}%`;
}

/** A distance in daily standard deviations: `0.35 σ`, `0.5 σ`, `1.2 σ`. */
export function sigmas(fraction: number, dailySigma: number): string {
  const count = Math.abs(fraction) / dailySigma;
  if (count < 0.005) {
    return 'under 0.01 σ';
  }
  return `${Number(count.toFixed(count < 0.995 ? 2 : 1))} σ`;
}
