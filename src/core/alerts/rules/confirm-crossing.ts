import { whatMoved } from '../../exposure/what-moved.ts';
import type { Crossing } from '../crossing.ts';
import type { ConfirmedSide, FlipCrossState, SideReading } from '../rule.ts';
import { type FlipReadingAt, sideThresholds } from './clear-side.ts';

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

/** How a market is read, and what an alert of it is called. */
export type Context = {
  /** Expected time between readings. */
  readonly cadenceMs: number;
  /** The outbox key that an alert of this episode gets. */
  readonly alertKey: (episode: number) => string;
  /** Whether a crossing by the level alone was on the calendar: the side changes, and nobody is told. */
  readonly isScheduled: (crossing: Crossing) => boolean;
};

/** A return within a day closes the alert by an edit; later it is news of its own. */
const EXCURSION_MS_MAX = 24 * 3_600_000;
/** Three changes in two hours (24 default polls) are flapping. */
const FLAPPING = { crossings: 3, windowMs: 2 * 3_600_000, windowPolls: 24 };
/** One side must hold for an hour (12 default polls) before alerts speak again. */
const QUIET = { windowMs: 3_600_000, windowPolls: 12 };

/** A state, and what is to be told of the way to it. */
export type Advanced = {
  readonly state: FlipCrossState;
  readonly events: readonly FlipCrossEvent[];
};

/** A state that knows its side. */
type Sided = FlipCrossState & { readonly side: ConfirmedSide };

/** The change of side that a reading confirms. */
export function crossingOf(
  state: Sided,
  reading: FlipReadingAt,
  { firstMs, confirmedBy }: Pick<Crossing, 'firstMs' | 'confirmedBy'>,
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
    confirmedBy,
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
export function confirm(
  before: Sided,
  crossing: Crossing,
  { reading, context }: { readonly reading: SideReading; readonly context: Context },
): Advanced {
  const { firstMs } = crossing;
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
export function unmuted(
  state: FlipCrossState,
  reading: FlipReadingAt,
  cadenceMs: number,
): FlipCrossState {
  const held = state.sinceMs !== null && reading.atMs - state.sinceMs >= within(QUIET, cadenceMs);
  return state.mutedSinceMs !== null && held
    ? { ...state, mutedSinceMs: null, crossingsMs: [] }
    : state;
}
