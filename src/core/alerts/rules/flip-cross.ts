import type { Crossing } from '../crossing.ts';
import type { ConfirmedSide, FlipCrossState, SideReading } from '../rule.ts';

/** One good reading of a market, as the rule sees it. */
export type FlipReadingAt = SideReading & {
  /** Smallest and largest flip over the readings. */
  readonly low: number;
  readonly high: number;
  /** Fraction of spot, frozen once a day. */
  readonly dailySigma: number;
};

export type FlipCrossEvent =
  /** A side change worth a message of its own. */
  | { readonly kind: 'crossed'; readonly episode: number; readonly crossing: Crossing }
  /** Spot is back: the open alert gets its all-clear edit, nobody is pinged. */
  | {
      readonly kind: 'over';
      readonly alertKey: string;
      readonly side: ConfirmedSide;
      readonly backSinceMs: number;
      readonly lastedMs: number;
    }
  /** Too many crossings: one message, then silence until one side holds. */
  | {
      readonly kind: 'flapping';
      readonly episode: number;
      readonly crossings: number;
      readonly sinceMs: number;
      /** How long one side must hold before alerts speak again. */
      readonly calmMs: number;
      readonly crossing: Crossing;
    };

type Context = {
  /** Expected time between readings. */
  readonly cadenceMs: number;
  /** The outbox key that an alert of this episode gets. */
  readonly alertKey: (episode: number) => string;
  /** Whether a crossing by the level alone was on the calendar: the side changes, and nobody is told. */
  readonly isScheduled: (crossing: Crossing) => boolean;
};

/** A quarter of a daily σ keeps a random walk that starts on the level below one alert a session. */
const BAND_SIGMA = 0.25;
/** A wide range of readings may widen the band to here, so that it cannot silence the alert. */
const RANGE_SIGMA_MAX = 0.5;
/** Readings in a row on the other side before the side counts as changed. */
const CONFIRMING_READINGS = 2;
/** Readings further apart than this are not "in a row". */
const GAP_POLLS_MAX = 3;
/** From this share of the change on, one of price and level is said to have moved alone. */
const MOVED_ALONE_SHARE = 0.7;
/** A return within a day closes the alert by an edit; later it is news of its own. */
const EXCURSION_MS_MAX = 24 * 3_600_000;
/** Three changes in two hours (24 default polls) are flapping. */
const FLAPPING = { crossings: 3, windowMs: 2 * 3_600_000, windowPolls: 24 };
/** One side must hold for an hour (12 default polls) before alerts speak again. */
const QUIET = { windowMs: 3_600_000, windowPolls: 12 };

type Thresholds = { readonly short: number; readonly long: number };

/** The prices beyond which spot is clearly on one side: ¼ σ from the flip, or the edge of the range if farther. */
export function sideThresholds(reading: Omit<FlipReadingAt, 'atMs' | 'spot'>): Thresholds {
  const sigmaUsd = reading.dailySigma * reading.flip;
  const low = Math.max(reading.low, reading.flip - RANGE_SIGMA_MAX * sigmaUsd);
  const high = Math.min(reading.high, reading.flip + RANGE_SIGMA_MAX * sigmaUsd);
  return {
    short: Math.min(reading.flip - BAND_SIGMA * sigmaUsd, low),
    long: Math.max(reading.flip + BAND_SIGMA * sigmaUsd, high),
  };
}

function clearSide(reading: FlipReadingAt): ConfirmedSide | null {
  const { short, long } = sideThresholds(reading);
  if (reading.spot < short) return 'short';
  return reading.spot > long ? 'long' : null;
}

function whatMoved(spotChange: number, flipChange: number): Crossing['moved'] {
  const total = spotChange - flipChange;
  if (spotChange / total >= MOVED_ALONE_SHARE) return 'price';
  return -flipChange / total >= MOVED_ALONE_SHARE ? 'level' : 'both';
}

function crossingOf(
  state: FlipCrossState & { readonly side: ConfirmedSide },
  reading: FlipReadingAt,
  firstMs: number,
): Crossing {
  const before = state.lastOnSide ?? reading;
  const { short, long } = sideThresholds(reading);
  const to = state.side === 'long' ? 'short' : 'long';
  return {
    from: state.side,
    to,
    spot: reading.spot,
    flip: reading.flip,
    dataTimeMs: reading.atMs,
    firstMs,
    threshold: to === 'short' ? short : long,
    allClearAt: to === 'short' ? long : short,
    moved: whatMoved(reading.spot - before.spot, reading.flip - before.flip),
    spotChange: reading.spot - before.spot,
    flipChange: reading.flip - before.flip,
    changeSinceMs: before.atMs,
    oldSideSinceMs: state.sinceMs ?? before.atMs,
  };
}

function within(window: { windowMs: number; windowPolls: number }, cadenceMs: number): number {
  return Math.min(window.windowMs, window.windowPolls * cadenceMs);
}

/** Events of a confirmed change of side, and the state after it. */
function confirm(
  before: FlipCrossState & { readonly side: ConfirmedSide },
  reading: FlipReadingAt,
  { firstMs, context }: { readonly firstMs: number; readonly context: Context },
): { readonly state: FlipCrossState; readonly events: readonly FlipCrossEvent[] } {
  const crossing = crossingOf(before, reading, firstMs);
  const episode = before.episode + 1;
  const windowMs = within(FLAPPING, context.cadenceMs);
  const crossingsMs = [...before.crossingsMs, reading.atMs].filter(
    (atMs) => atMs >= reading.atMs - windowMs,
  );
  const after: FlipCrossState = {
    ...before,
    side: crossing.to,
    sinceMs: firstMs,
    lastOnSide: reading,
    pending: null,
    lastReadingMs: reading.atMs,
    episode,
    crossingsMs,
  };
  const open = before.open;
  const over: FlipCrossEvent[] =
    open === null
      ? []
      : [
          {
            kind: 'over',
            alertKey: open.dedupeKey,
            side: crossing.to,
            backSinceMs: firstMs,
            lastedMs: firstMs - open.crossedMs,
          },
        ];
  if (crossing.moved === 'level' && context.isScheduled(crossing))
    return { state: { ...after, open: null, crossingsMs: before.crossingsMs }, events: over };
  if (before.mutedSinceMs !== null) return { state: { ...after, open: null }, events: over };
  if (crossingsMs.length >= FLAPPING.crossings) {
    const flapping: FlipCrossEvent = {
      kind: 'flapping',
      episode,
      crossings: crossingsMs.length,
      sinceMs: crossingsMs[0] ?? reading.atMs,
      calmMs: within(QUIET, context.cadenceMs),
      crossing,
    };
    return {
      state: { ...after, open: null, mutedSinceMs: reading.atMs },
      events: [...over, flapping],
    };
  }
  if (open !== null && firstMs - open.crossedMs <= EXCURSION_MS_MAX)
    return { state: { ...after, open: null }, events: over };
  return {
    state: { ...after, open: { dedupeKey: context.alertKey(episode), crossedMs: firstMs } },
    events: [...over, { kind: 'crossed', episode, crossing }],
  };
}

/** A side that has held long enough ends the mute, and the count of crossings begins anew. */
function unmuted(state: FlipCrossState, reading: FlipReadingAt, cadenceMs: number): FlipCrossState {
  const held = state.sinceMs !== null && reading.atMs - state.sinceMs >= within(QUIET, cadenceMs);
  return state.mutedSinceMs !== null && held
    ? { ...state, mutedSinceMs: null, crossingsMs: [] }
    : state;
}

/**
 * Feeds one good reading to a flip_cross rule. The first confirmed side is a baseline and makes no event; a reading
 * whose data time is not newer than the last one is no second opinion and changes nothing.
 */
export function advanceFlipCross(
  state: FlipCrossState,
  reading: FlipReadingAt,
  context: Context,
): { readonly state: FlipCrossState; readonly events: readonly FlipCrossEvent[] } {
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
  const previous = !isGap && state.pending?.side === side ? state.pending : null;
  const count = (previous?.count ?? 0) + 1;
  const firstMs = previous?.firstMs ?? reading.atMs;
  if (count < CONFIRMING_READINGS)
    return { state: { ...seen, pending: { side, count, firstMs } }, events: [] };
  if (state.side === null) {
    const baseline = { ...seen, side, sinceMs: firstMs, lastOnSide: reading, pending: null };
    return { state: baseline, events: [] };
  }
  return confirm({ ...state, side: state.side }, reading, { firstMs, context });
}
