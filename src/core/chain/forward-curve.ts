import { weightedMedian } from '../math/weighted-median.ts';
import { type ForwardContext, fromCurve, type ImpliedForward, impliedForward } from './forward.ts';
import type { ParityQuote } from './parity-rows.ts';

/** The quotes of one expiry: one root and one settlement instant. */
export type QuotedExpiry = {
  /** Years of 365 days to settlement. */
  readonly years: number;
  readonly quotes: readonly ParityQuote[];
};

/** What an underlying's expiries share, and the constants to fall back on where no quotes say better. */
export type StatedCarry = Pick<ForwardContext, 'spot' | 'exercise' | 'rate'> & {
  /** Continuous, per year. */
  readonly dividendYield: number;
};

/** A logarithm that starts from 0 today, ln D or ln(F/S), of the expiry at this index. */
type Pillar = { readonly expiry: number; readonly years: number; readonly log: number };

/** Neighbours on either side that an expiry is compared with. */
const NEIGHBOURS = 2;
/** An expiry that leaves its neighbours by more in ln(F/S), and more per year between them, has another day's quotes. */
const JUMP_MAX = 0.005;
const CARRY_CHANGE_PER_YEAR_MAX = 0.2;

/**
 * Forwards and discounts of an underlying's expiries, in the order given. A discount that quotes cannot give (short or
 * American) comes from the zero curve of the expiries that could, else from the stated rate; a forward that quotes
 * cannot give comes from the forwards around it, else from the stated carry.
 */
export function impliedForwards(
  expiries: readonly QuotedExpiry[],
  stated: StatedCarry,
): readonly ImpliedForward[] {
  const { spot, exercise, rate, dividendYield } = stated;
  const context = { spot, exercise, rate, carry: rate - dividendYield };
  const alone = expiries.map(({ years, quotes }) => impliedForward(quotes, { ...context, years }));
  const discounts = pillarsOf(expiries, alone, (found) =>
    found.discountFrom === 'slope' ? Math.log(found.discount) : null,
  );
  const rateAt = (years: number) => -(perYear(discounts, years) ?? -rate);
  const found = expiries.map(({ years, quotes }, expiry) => {
    const own = alone[expiry];
    // Quotes that tell the discount themselves need no curve.
    const isWhole = own?.kind === 'parity' && own.discountFrom === 'slope';
    return isWhole ? own : impliedForward(quotes, { ...context, years, rate: rateAt(years) });
  });
  const carries = pillarsOf(expiries, found, ({ forward }) => Math.log(forward / spot));
  const inLine = withoutJumps(carries);
  const kept = new Set(inLine.map((pillar) => pillar.expiry));
  return expiries.map(({ years }, expiry) => {
    const own = found[expiry];
    if (own?.kind === 'parity' && kept.has(expiry)) return own;
    const reason = own?.kind === 'curve' ? own.reason : 'out-of-line';
    const carry = perYear(inLine, years) ?? context.carry;
    return fromCurve({ spot, years: Math.max(0, years), rate: rateAt(years), carry }, reason);
  });
}

/** Pillars of those expiries that quotes say something about, in order of time. */
function pillarsOf(
  expiries: readonly QuotedExpiry[],
  found: readonly ImpliedForward[],
  logOf: (parity: Extract<ImpliedForward, { kind: 'parity' }>) => number | null,
): readonly Pillar[] {
  const pillars = expiries.flatMap(({ years }, expiry) => {
    const each = found[expiry];
    const log = each?.kind === 'parity' ? logOf(each) : null;
    return log === null ? [] : [{ expiry, years, log }];
  });
  return pillars.sort((a, b) => a.years - b.years);
}

/** The pillars that agree with the middle one of themselves and their neighbours, apart from the typical carry. */
function withoutJumps(pillars: readonly Pillar[]): readonly Pillar[] {
  if (pillars.length <= NEIGHBOURS) return pillars;
  const carries = pillars.map(({ years, log }) => log / years);
  const carry = weightedMedian(carries);
  const flat = pillars.map(({ years, log }) => log - carry * years);
  return pillars.filter((pillar, index) => {
    const around = flat.slice(Math.max(0, index - NEIGHBOURS), index + NEIGHBOURS + 1);
    const middle = weightedMedian(around);
    const gaps = [pillars[index - 1], pillars[index + 1]].map((next) =>
      next === undefined ? Number.POSITIVE_INFINITY : Math.abs(next.years - pillar.years),
    );
    const allowed = JUMP_MAX + CARRY_CHANGE_PER_YEAR_MAX * Math.min(...gaps);
    return Math.abs((flat[index] ?? 0) - middle) <= allowed;
  });
}

/** The curve's value per year: straight between today's 0 and the pillars, flat per year beyond the last. */
function perYear(pillars: readonly Pillar[], years: number): number | null {
  const after = pillars.find((pillar) => pillar.years >= years);
  const before = pillars.findLast((pillar) => pillar.years < years);
  if (after === undefined) return before === undefined ? null : before.log / before.years;
  if (before === undefined) return after.log / after.years;
  const share = (years - before.years) / (after.years - before.years);
  return (before.log + share * (after.log - before.log)) / years;
}
