import type { FlipCrossState } from '../rule.ts';
import { clearSide, type FlipReadingAt } from './clear-side.ts';
import { type Advanced, type Context, confirm, crossingOf, unmuted } from './confirm-crossing.ts';

/** A price between two chains, beside the flip of the newest chain. */
export type PriceReadingAt = FlipReadingAt & {
  /** Data time of that chain. */
  readonly chainMs: number;
};

/** Chains in a row on the other side before the side counts as changed. */
const CONFIRMING_READINGS = 2;
/** Chains further apart than this are not "in a row". */
const GAP_POLLS_MAX = 3;
/** Prices are read this many times from one chain to the next: every minute by default. */
export const PRICES_PER_POLL = 5;
/** Two prices may be missing in a row: three intervals, and half of one since requests take their time. */
const PRICE_GAP_MAX = 3.5;
/** Prices must stay beyond for the time of two polls, ten minutes by default. */
const PRICE_POLLS = 2;
/** The stretch that a reading goes on with, or the one that it begins. */
function unbrokenWith(pending: FlipCrossState['pending'], atMs: number, cadenceMs: number) {
  const gapMsMax = (PRICE_GAP_MAX * cadenceMs) / PRICES_PER_POLL;
  const isGap = pending === null || atMs - pending.unbroken.lastMs > gapMsMax;
  return { sinceMs: isGap ? atMs : pending.unbroken.sinceMs, lastMs: atMs };
}

/**
 * Feeds one good reading to a flip_cross rule. The first confirmed side is a baseline and makes no event; a reading
 * whose data time is not newer than the last one is no second opinion and changes nothing.
 */
export function advanceFlipCross(
  state: FlipCrossState,
  reading: FlipReadingAt,
  context: Context,
): Advanced {
  if (state.lastReadingMs !== null && reading.atMs <= state.lastReadingMs)
    return { state, events: [] };
  const side = clearSide(reading);
  const seen = { ...state, lastReadingMs: reading.atMs };
  if (side === null) return { state: { ...seen, pending: null }, events: [] };
  if (side === state.side) {
    const held = { ...seen, lastOnSide: reading, pending: null };
    return { state: unmuted(held, reading, context.cadenceMs), events: [] };
  }
  const isGap =
    state.lastReadingMs !== null &&
    reading.atMs - state.lastReadingMs > GAP_POLLS_MAX * context.cadenceMs;
  const pending = state.pending?.side === side ? state.pending : null;
  const unbroken = unbrokenWith(pending, reading.atMs, context.cadenceMs);
  const previous = isGap ? null : pending;
  const isBegun = previous !== null && previous.count > 0;
  const count = (previous?.count ?? 0) + 1;
  const firstMs = isBegun ? previous.firstMs : unbroken.sinceMs;
  if (count < CONFIRMING_READINGS)
    return { state: { ...seen, pending: { side, count, firstMs, unbroken } }, events: [] };
  if (state.side === null) {
    const baseline = { ...seen, side, sinceMs: firstMs, lastOnSide: reading, pending: null };
    return { state: baseline, events: [] };
  }
  const before = { ...seen, side: state.side };
  const crossing = crossingOf(before, reading, { firstMs, confirmedBy: { kind: 'chains' } });
  return confirm(before, crossing, { reading, context });
}

/**
 * Feeds one price between two chains to a flip_cross rule that knows its side. One that is not beyond the flip ends a
 * crossing that was under way; prices that stay beyond for the time of two polls confirm one. What chains say of the
 * side, and when the last one spoke, is left alone until then.
 */
export function advanceByPrice(
  state: FlipCrossState,
  reading: PriceReadingAt,
  context: Context,
): Advanced {
  const { side: from, pending, lastReadingMs } = state;
  const { atMs, chainMs } = reading;
  const newestMs = Math.max(lastReadingMs ?? 0, pending?.unbroken.lastMs ?? 0);
  if (from === null || atMs <= newestMs) return { state, events: [] };
  const side = clearSide(reading);
  if (side === null || side === from)
    return { state: pending === null ? state : { ...state, pending: null }, events: [] };
  const unbroken = unbrokenWith(pending, atMs, context.cadenceMs);
  const { sinceMs } = unbroken;
  if (atMs - sinceMs < PRICE_POLLS * context.cadenceMs) {
    const isBegun = pending !== null && pending.count > 0;
    const known = isBegun ? pending : { side, count: 0, firstMs: sinceMs };
    return { state: { ...state, pending: { ...known, unbroken } }, events: [] };
  }
  const before = { ...state, side: from };
  const confirmedBy = { kind: 'prices' as const, chainMs };
  const crossing = crossingOf(before, reading, { firstMs: sinceMs, confirmedBy });
  return confirm(before, crossing, { reading, context });
}
