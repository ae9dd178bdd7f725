import fc from 'fast-check';
import type { Levels } from '../../src/core/exposure/levels.ts';
import { lastSession, nextSession } from '../../src/core/schedule/market-hours.ts';
import type { MarketView } from '../../src/core/text/view.ts';

const MINUTE_MS = 60_000;

/** What Cboe's listings of these symbols are. */
const TRAITS: Readonly<Record<string, Pick<MarketView, 'unit' | 'hedge'>>> = {
  SPX: { unit: 'index units', hedge: { name: 'ES', usdPerPoint: 50 } },
  NDX: { unit: 'index units', hedge: { name: 'NQ', usdPerPoint: 20 } },
  XSP: { unit: 'index units', hedge: null },
  SPY: { unit: 'shares', hedge: null },
};

/** Symbols of US markets with a spot of their size. */
export const US_SPOTS: readonly {
  readonly symbol: string;
  readonly min: number;
  readonly max: number;
}[] = [
  { symbol: 'SPX', min: 2_000, max: 20_000 },
  { symbol: 'NDX', min: 8_000, max: 60_000 },
  { symbol: 'XSP', min: 200, max: 2_000 },
  { symbol: 'SPY', min: 200, max: 2_000 },
];

/** Whether a symbol is one of Cboe's here. */
export function isUs(symbol: string): boolean {
  return TRAITS[symbol] !== undefined;
}

/** A data time: in a session, on a morning, at a close, on a half-day. */
const DATA_TIMES = [
  '2026-11-24T16:40:00Z',
  '2026-11-24T14:45:00Z',
  '2026-11-24T13:45:00Z',
  '2026-11-20T21:00:00Z',
  '2026-11-27T17:30:00Z',
].map((instant) => Date.parse(instant));

/** What a US market has besides, of any size. */
export const usParts = fc.record({
  dataTimeMs: fc.constantFrom(...DATA_TIMES),
  basis: fc.option(fc.integer({ min: -400, max: 400 }).map((tenths) => tenths / 10)),
  isDerived: fc.boolean(),
  isOfClose: fc.boolean(),
  openInterestSession: fc.constantFrom('2026-11-20', '2026-11-23', '2026-11-24', null),
  sameDay: fc.option(
    fc.record({
      volume: fc.integer({ min: 0, max: 20_000_000 }),
      openInterest: fc.integer({ min: 0, max: 5_000_000 }),
    }),
  ),
  lateMinutes: fc.integer({ min: 0, max: 4 * 1440 }),
  morning: fc.option(
    fc.record({
      move: fc.double({ min: -0.05, max: 0.05, noNaN: true }),
      hasStraddle: fc.boolean(),
    }),
  ),
});

type UsParts = typeof usParts extends fc.Arbitrary<infer Parts> ? Parts : never;

function usLevels(levels: Levels, parts: UsParts, hedge: MarketView['hedge']): Levels {
  const { dataTimeMs, basis } = parts;
  const shiftMs = dataTimeMs - levels.dataTimeMs;
  const { openMs, closeMs } = lastSession(dataTimeMs);
  const settlesMs = dataTimeMs < closeMs ? closeMs : nextSession(openMs).closeMs;
  const { straddle, timeAndVol } = levels;
  return {
    ...levels,
    dataTimeMs,
    venue: 'cboe',
    expiries: levels.expiries.map((each) => ({ ...each, expiryMs: each.expiryMs + shiftMs })),
    straddle: straddle === null ? null : { ...straddle, settlesMs, quotedMs: dataTimeMs },
    timeAndVol: timeAndVol === null ? null : { ...timeAndVol, settlesMs },
    futureBasis: hedge === null || basis === null ? null : { name: hedge.name, usd: basis },
    spotFrom: parts.isDerived ? 'SPY' : null,
    spotCloseOf: parts.isOfClose && !parts.isDerived ? '2026-11-20' : null,
    openInterestSession: parts.openInterestSession,
    sameDay: parts.sameDay,
  };
}

/** The same view as one of a US market: its traits, its clock and what only such markets have. */
export function asUsView(view: MarketView, parts: UsParts): MarketView {
  const { unit, hedge } = TRAITS[view.symbol] ?? { unit: 'shares', hedge: null };
  const levels = usLevels(view.levels, parts, hedge);
  const { dataTimeMs, spot, callWall, putWall, straddle } = levels;
  const shiftMs = dataTimeMs - view.levels.dataTimeMs;
  const nowMs = dataTimeMs + parts.lateMinutes * MINUTE_MS;
  const { confirmedSide, dayAgo } = view;
  return {
    ...view,
    venueName: 'Cboe',
    unit,
    hours: 'new-york',
    statedDelayMs: 15 * MINUTE_MS,
    hedge,
    levels,
    nowMs,
    ageMs: nowMs - dataTimeMs,
    dayAgo: dayAgo === null ? null : { ...dayAgo, dataTimeMs: dayAgo.dataTimeMs + shiftMs },
    confirmedSide:
      confirmedSide === null
        ? null
        : { ...confirmedSide, sinceMs: confirmedSide.sinceMs + shiftMs },
    lastSameDay: parts.sameDay,
    morning:
      parts.morning === null
        ? null
        : {
            spot: spot * (1 + parts.morning.move),
            straddleUsd: parts.morning.hasStraddle ? (straddle?.usd ?? null) : null,
            callWall,
            putWall,
          },
  };
}
