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

/** A logarithm that starts from 0 today: ln D, or ln(F/S). */
type Pillar = { readonly years: number; readonly log: number };

/** Neighbours on either side that an expiry is compared with. */
const NEIGHBOURS = 2;
/** Farther from the middle of its neighbours in ln(F/S), and a year's carry more, an expiry has another day's quotes. */
const JUMP_MAX = 0.005;
const CARRY_PER_YEAR_MAX = 0.2;

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
  const found = expiries.map(({ years, quotes }) =>
    impliedForward(quotes, { ...context, years, rate: rateAt(years) }),
  );
  const carries = pillarsOf(expiries, found, ({ forward }) => Math.log(forward / spot));
  const inLine = carries.filter((pillar) => isInLine(pillar, carries));
  return expiries.map(({ years }, index) => {
    const own = found[index];
    const curve = {
      spot,
      years,
      rate: rateAt(years),
      carry: perYear(inLine, years) ?? context.carry,
    };
    if (own?.kind !== 'parity') return fromCurve(curve, own?.reason ?? 'too-few-strikes');
    const isKept = isInLine({ years, log: Math.log(own.forward / spot) }, carries);
    return isKept ? own : fromCurve(curve, 'out-of-line');
  });
}

/** Pillars of those expiries that quotes say something about, in order of time. */
function pillarsOf(
  expiries: readonly QuotedExpiry[],
  found: readonly ImpliedForward[],
  logOf: (parity: Extract<ImpliedForward, { kind: 'parity' }>) => number | null,
): readonly Pillar[] {
  const pillars = expiries.flatMap(({ years }, index) => {
    const each = found[index];
    const log = each?.kind === 'parity' ? logOf(each) : null;
    return log === null ? [] : [{ years, log }];
  });
  return pillars.sort((a, b) => a.years - b.years);
}

/** Whether a pillar agrees with the middle one of itself and its neighbours. */
function isInLine(pillar: Pillar, pillars: readonly Pillar[]): boolean {
  const at = pillars.findIndex(({ years, log }) => years === pillar.years && log === pillar.log);
  const around = pillars
    .slice(Math.max(0, at - NEIGHBOURS), at + NEIGHBOURS + 1)
    .toSorted((a, b) => a.log - b.log);
  const middle = around[around.length >> 1];
  if (middle === undefined || around.length <= NEIGHBOURS) return true;
  const apartYears = Math.abs(pillar.years - middle.years);
  return Math.abs(pillar.log - middle.log) <= JUMP_MAX + CARRY_PER_YEAR_MAX * apartYears;
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
