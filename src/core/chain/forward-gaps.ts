import { weightedMedian } from '../math/weighted-median.ts';
import { YEAR_MS } from '../schedule/year.ts';
import type { QuotedContract } from './chain.ts';
import { checkCoinForward } from './coin-parity.ts';
import { pairQuotes, type SideQuote } from './parity-rows.ts';

/** |ln(F/S)| a year that rates, yields and the basis of coins in a bull market explain. */
const CARRY_PER_YEAR_MAX = 0.3;
/** A day: of nearer expiries one does not outweigh all others. */
const YEARS_MIN = 1 / 365;
/** Beyond it discounting moves parity by more than a good forward is wrong. */
const PARITY_DAYS_MAX = 60;

/** Quotes in the money are wide; enough strikes of any listed expiry are nearer than this share of the forward. */
const STRIKE_DISTANCE_MAX = 0.05;
/** Anything larger is as wrong, and does not print. */
const GAP_MAX = 10;

type Expiry = { readonly years: number; readonly forward: number };

function logDistance(forward: number, spot: number): number {
  return Math.abs(Math.log(forward / spot));
}

/** Expiries that state a forward above 0, each once, with their contracts. */
function statedForwards(
  contracts: readonly QuotedContract[],
  asOfMs: number,
): ReadonlyMap<Expiry, readonly QuotedContract[]> {
  const groups = Map.groupBy(contracts, ({ expiryMs }) => expiryMs);
  return new Map(
    [...groups].flatMap(([expiryMs, group]) => {
      const forward = group.find((each) => each.forward !== undefined)?.forward;
      const isPrice = forward !== undefined && forward > 0 && Number.isFinite(forward);
      return isPrice ? [[{ years: (expiryMs - asOfMs) / YEAR_MS, forward }, group] as const] : [];
    }),
  );
}

/**
 * Log distance of the expiries' forwards from spot beyond what carry explains, as a median that near ones dominate: the
 * later, the more carry could explain. 0 where none is stated.
 */
export function forwardGap(
  contracts: readonly QuotedContract[],
  { spot, asOfMs }: { readonly spot: number; readonly asOfMs: number },
): number {
  const expiries = [...statedForwards(contracts, asOfMs).keys()];
  const gaps = expiries.map(({ years, forward }) =>
    Math.min(GAP_MAX, Math.max(0, logDistance(forward, spot) - CARRY_PER_YEAR_MAX * years)),
  );
  const weights = expiries.map(({ years }) => 1 / Math.max(years, YEARS_MIN));
  return gaps.length === 0 ? 0 : weightedMedian(gaps, weights);
}

/**
 * Median distance of near expiries' stated forwards from those that put–call parity implies, as a share of the forward;
 * 0 where no expiry can be checked.
 */
export function parityGap(contracts: readonly QuotedContract[], asOfMs: number): number {
  const gaps: number[] = [];
  for (const [{ years, forward }, group] of statedForwards(contracts, asOfMs)) {
    if (years * 365 > PARITY_DAYS_MAX) continue;
    const sides: SideQuote[] = [];
    for (const { strike, type, bid = null, ask = null } of group) {
      const isNear = Math.abs(strike - forward) <= STRIKE_DISTANCE_MAX * forward;
      if (!isNear || bid === null || ask === null) continue;
      sides.push({ strike, type, bid: bid / forward, ask: ask / forward });
    }
    const check = checkCoinForward(pairQuotes(sides), forward);
    if (check.kind === 'checked') gaps.push(Math.min(GAP_MAX, Math.abs(check.gapUsd) / forward));
  }
  return gaps.length === 0 ? 0 : weightedMedian(gaps);
}
