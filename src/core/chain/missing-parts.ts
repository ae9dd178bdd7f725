import type { QuotedContract } from './chain.ts';
import { type Finding, findings, percentOf, type Steps } from './finding.ts';

/** Share of near expiries with a hole in their strikes around spot. Recorded: at most 0.14, where it is more than one. */
const HOLED_SHARE: Steps = { B: 0.15, C: 0.25, D: 0.4, F: 1 };
/** Share of strikes near the money whose neighbours are unequally far. Recorded: US at most 0.13, Deribit 0.36. */
const UNEVEN_SHARE: Steps = { B: 0.4, C: 0.5, D: 0.65, F: 1 };
/** How many times more is open in one type than in the other. Recorded: puts 3.4 times calls to calls 1.6 times puts. */
const ONE_SIDED: Steps = { B: 4, C: 8, D: 20, F: Number.POSITIVE_INFINITY };
/** Share of the contracts near the money on which nothing is open, of one type beyond the other. Recorded: at most 0.17. */
const EMPTIER_SHARE: Steps = { B: 0.3, C: 0.45, D: 0.6, F: 1 };

const DAY_MS = 86_400_000;
/** Expiries in this time hold most of gamma; later ones are listed at strikes far apart. */
const NEAR_DAYS = 45;
/** Share of spot within which a missing strike is missed most. */
const AROUND_SHARE = 0.03;
/** Gaps on either side of one that say what the step is there. */
const NEIGHBOURS = 5;
/** Steps in a gap above which strikes are missing: recorded near expiries reach 4, where two ladders meet. */
const GAP_STEPS_MAX = 4;
/** Ladders of fewer strikes have no step to speak of. */
const LADDER_MIN = 10;
/** Share of spot within which exchanges keep one step, or a few in zones. */
const EVEN_SHARE = 0.1;
/** With fewer neighbours one meeting of two steps would count for too much. */
const NEIGHBOURS_MIN = 20;
/** A larger multiple is none that a reader can picture. */
const TIMES_SAID_MAX = 99;
/** Steps are multiples of cents; less is arithmetic. */
const STEP_TOLERANCE = 1e-6;

type At = { readonly asOfMs: number; readonly spot: number };

type Ladder = { readonly expiryMs: number; readonly strikes: readonly number[] };

/**
 * Strikes and open interest that a chain lacks by what it lists itself: a hole around spot, rungs lost here and there,
 * one side without open interest. `live` are the contracts that have not expired.
 */
export function missingParts(live: readonly QuotedContract[], at: At): readonly Finding[] {
  const ladders = laddersOf(live);
  const holed = holedShare(ladders, at);
  const uneven = unevenShare(ladders, at);
  return [
    ...findings(
      holed,
      HOLED_SHARE,
      `strikes around spot are missing in ${percentOf(holed)} of the expiries within ${NEAR_DAYS} days`,
    ),
    ...findings(
      uneven,
      UNEVEN_SHARE,
      `${percentOf(uneven)} of strikes near the money stand at uneven steps, as if rows were missing`,
    ),
    ...sideFindings(live, at),
  ];
}

function laddersOf(live: readonly QuotedContract[]): readonly Ladder[] {
  const strikesOf = new Map<number, Set<number>>();
  for (const { expiryMs, strike } of live) {
    const strikes = strikesOf.get(expiryMs) ?? new Set();
    if (strikes.size === 0) strikesOf.set(expiryMs, strikes);
    strikes.add(strike);
  }
  return [...strikesOf].map(([expiryMs, strikes]) => ({
    expiryMs,
    strikes: [...strikes].sort((a, b) => a - b),
  }));
}

function holedShare(ladders: readonly Ladder[], { asOfMs, spot }: At): number {
  // After a crash spot may stand beyond the strikes of the first expiries for a while.
  const near = ladders.filter(
    ({ expiryMs, strikes }) =>
      strikes.length >= LADDER_MIN &&
      expiryMs <= asOfMs + NEAR_DAYS * DAY_MS &&
      (strikes[0] ?? 0) <= spot &&
      (strikes.at(-1) ?? 0) >= spot,
  );
  const holed = near.filter(({ strikes }) => hasHole(strikes, spot)).length;
  // One among others may be listed afresh, with few strikes as yet.
  const isFresh = holed <= 1 && near.length > 1;
  return near.length === 0 || isFresh ? 0 : holed / near.length;
}

function hasHole(strikes: readonly number[], spot: number): boolean {
  const [low, high] = [spot * (1 - AROUND_SHARE), spot * (1 + AROUND_SHARE)];
  const gaps = strikes.slice(1).map((strike, index) => strike - (strikes[index] ?? 0));
  return gaps.some((gap, index) => {
    const [below = 0, above = 0] = [strikes[index], strikes[index + 1]];
    if (above < low || below > high) return false;
    const around = [
      ...gaps.slice(Math.max(0, index - NEIGHBOURS), index),
      ...gaps.slice(index + 1, index + 1 + NEIGHBOURS),
    ].sort((a, b) => a - b);
    const step = around[around.length >> 1] ?? gap;
    return gap > (GAP_STEPS_MAX + STEP_TOLERANCE) * step;
  });
}

/** Of the strikes near the money with a neighbour on either side. */
function unevenShare(ladders: readonly Ladder[], { spot }: At): number {
  const [low, high] = [spot * (1 - EVEN_SHARE), spot * (1 + EVEN_SHARE)];
  let [uneven, counted] = [0, 0];
  for (const { strikes } of ladders) {
    for (let index = 1; index + 1 < strikes.length; index++) {
      const [below = 0, strike = 0, above = 0] = strikes.slice(index - 1, index + 2);
      if (below < low || above > high) continue;
      counted += 1;
      const difference = Math.abs(above - strike - (strike - below));
      if (difference > STEP_TOLERANCE * spot) uneven += 1;
    }
  }
  return counted < NEIGHBOURS_MIN ? 0 : uneven / counted;
}

/** What one type has open that the other lacks; a type that is not listed at all is told so elsewhere. */
function sideFindings(live: readonly QuotedContract[], { spot }: At): readonly Finding[] {
  const sides = {
    call: { listed: 0, open: 0, near: 0, empty: 0 },
    put: { listed: 0, open: 0, near: 0, empty: 0 },
  };
  for (const { type, openInterest, strike } of live) {
    const side = sides[type];
    side.listed += 1;
    if (openInterest !== null && openInterest > 0) side.open += openInterest;
    if (Math.abs(strike / spot - 1) > EVEN_SHARE) continue;
    side.near += 1;
    if (openInterest === 0) side.empty += 1;
  }
  const { call, put } = sides;
  if (call.listed === 0 || put.listed === 0 || call.open + put.open === 0) return [];
  const [less, more] = call.open < put.open ? ['calls', 'puts'] : ['puts', 'calls'];
  const times = Math.max(call.open, put.open) / Math.min(call.open, put.open);
  const isEmptier = Math.min(call.near, put.near) >= NEIGHBOURS_MIN;
  const apart = isEmptier ? call.empty / call.near - put.empty / put.near : 0;
  const emptier = apart > 0 ? 'calls' : 'puts';
  return [
    ...findings(
      times,
      ONE_SIDED,
      times > TIMES_SAID_MAX
        ? `${less} have next to no open interest beside ${more}`
        : `${more} have ${Math.round(times)} times the open interest of ${less}`,
    ),
    ...findings(
      Math.abs(apart),
      EMPTIER_SHARE,
      `nothing is open in ${percentOf(Math.abs(apart))} more of the ${emptier} near the money than of the others`,
    ),
  ];
}
