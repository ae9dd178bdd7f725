import fc from 'fast-check';
import type { Crossing } from '../../src/core/alerts/crossing.ts';
import type { Levels } from '../../src/core/exposure/levels.ts';
import type { MarketView } from '../../src/core/text/view.ts';
import { asUsView, isUs, US_SPOTS, usParts } from './arbitrary-us-market.ts';
import { accompanied, type Companions } from './companions.ts';
import { aView, type Book, DATA_TIME_MS, someLevels } from './market-view.ts';

const MINUTE_MS = 60_000;
const DAY_MS = 86_400_000;

/** Evenly spread numbers, and now and then one of fast-check's doubles, which crowd around zero. */
export function between(min: number, max: number): fc.Arbitrary<number> {
  const steps = 1_000_003;
  const even = fc.integer({ min: 0, max: steps }).map((step) => min + ((max - min) * step) / steps);
  const crowded = fc.double({ min, max, noNaN: true, noDefaultInfinity: true });
  return fc.oneof({ arbitrary: even, weight: 4 }, { arbitrary: crowded, weight: 1 });
}

const trades = fc
  .record({ power: between(0, 10), sign: fc.constantFrom(1, -1) })
  .map(({ power, sign }) => sign * 10 ** power);

const markets = fc.oneof(
  fc.record({ symbol: fc.constant('BTC'), spot: between(3_000, 900_000) }),
  fc.record({ symbol: fc.constant('ETH'), spot: between(150, 30_000) }),
  ...US_SPOTS.map(({ symbol, min, max }) =>
    fc.record({ symbol: fc.constant(symbol), spot: between(min, max) }),
  ),
);

/** Books of every size and shape, many with a zero of gamma inside a rung of the ladder. */
const books: fc.Arbitrary<Book> = markets.chain(({ symbol, spot }) =>
  fc.record({
    symbol: fc.constant(symbol),
    spot: fc.constant(spot),
    roots: fc
      .uniqueArray(fc.oneof(between(-0.095, 0.095), between(-0.02, 0.02)), { maxLength: 3 })
      .map((moves) => moves.sort((a, b) => a - b).map((move) => spot * (1 + move))),
    signAbove: fc.constantFrom<1 | -1>(1, -1),
    sizeUsd: between(2, 11).map((power) => 10 ** power),
    expiries: fc.array(
      fc.record({
        days: fc.constantFrom(1, 2, 5, 10, 25, 40, 80, 150, 300),
        share: between(-2, 2),
      }),
      {
        minLength: 1,
        maxLength: 8,
      },
    ),
    strikes: fc
      .array(
        fc.record({
          strike: between(-0.095, 0.095).map((move) => spot * (1 + move)),
          call: between(0, 1e9),
          put: between(-1e9, 0),
        }),
        { maxLength: 12 },
      )
      .map((rows) => rows.sort((a, b) => a.strike - b.strike)),
  }),
);

const parts = fc.oneof(between(-0.02, 0.02), fc.constant(0));

/** Companions of any size, and books that have none. */
const companions: fc.Arbitrary<Companions> = fc.record({
  readings: fc.array(fc.option(between(-0.03, 0.03), { freq: 4 }), {
    minLength: 5,
    maxLength: 5,
  }),
  react: fc.option(
    fc.record({
      added: fc.array(between(-1.5, 1.5), { minLength: 6, maxLength: 6 }),
      volPointsPerFall: between(-2, 4),
    }),
  ),
  timeAndVol: fc.option(fc.record({ charmUsd: trades, vannaUsd: trades, vannaUpUsd: trades })),
  straddle: fc.option(between(0.0001, 0.2)),
  touchOdds: between(0, 1),
  maxPain: fc.option(between(-0.1, 0.1)),
  nearShare: fc.oneof(between(0, 1), between(-3, 3), fc.constantFrom(0, 1)),
  attribution: fc.option(
    fc.record({ openInterest: parts, vols: parts, time: parts, rollOff: parts }),
  ),
  grade: fc.constantFrom<Companions['grade']>(
    { letter: 'A', reasons: [] },
    { letter: 'B', reasons: ['the data are 4 min old'] },
    { letter: 'C', reasons: ['84.2% of open interest is usable', 'one expiry has no puts'] },
  ),
});

/** What trades have shown, and how far from spot the flip would be without them. */
const seenSigns = fc.record({
  gammaShare: between(0, 1),
  gexUsd: trades,
  flip: fc.option(between(-0.09, 0.09)),
});

function signsOf(
  { spot }: Book,
  seen: { gammaShare: number; gexUsd: number; flip: number | null } | null,
): Pick<Levels, 'signModel' | 'signs'> {
  if (seen === null) return { signModel: 'naive', signs: null };
  const { gammaShare, gexUsd, flip } = seen;
  const flipSpot = flip === null ? null : spot * (1 + flip);
  return {
    signModel: gammaShare < 0.2 ? 'naive' : 'observed',
    signs: { gammaShare, assumed: { gexUsd, flipSpot, side: gexUsd > 0 ? 'long' : 'short' } },
  };
}

const levelsOfAnyBook: fc.Arbitrary<Levels> = fc
  .record({
    book: books,
    beside: fc.option(companions, { freq: 6 }),
    coverage: fc.constantFrom(
      { contractsOpen: 874, contractsUsed: 874, openInterestShare: 1 },
      { contractsOpen: 874, contractsUsed: 871, openInterestShare: 0.99961 },
      { contractsOpen: 874, contractsUsed: 700, openInterestShare: 0.842 },
      { contractsOpen: 0, contractsUsed: 0, openInterestShare: null },
    ),
    matchedShare: fc.option(between(0, 1)),
    seen: fc.option(seenSigns),
    withheldOneIn: fc.integer({ min: 0, max: 7 }),
  })
  .map(({ book, beside, coverage, matchedShare, seen, withheldOneIn }) => {
    const alone = { ...someLevels(book), coverage, matchedShare, ...signsOf(book, seen) };
    const levels = beside === null ? alone : accompanied(alone, beside);
    return withheldOneIn > 0
      ? levels
      : {
          ...levels,
          flip: {
            status: 'withheld' as const,
            reason: 'only 84.2% of open interest is usable, 90% are needed',
            roots: [],
          },
          grade: { letter: 'F' as const, reasons: ['84.2% of open interest is usable'] },
          touchOdds: null,
          attribution: null,
        };
  });

/** Views of any book of either world, fresh or stale, with and without a past. */
export const views: fc.Arbitrary<MarketView> = fc
  .record({
    levels: levelsOfAnyBook,
    us: usParts,
    dayAgo: fc.option(
      books.map((book) => ({ ...someLevels(book), dataTimeMs: DATA_TIME_MS - DAY_MS })),
    ),
    isStale: fc.boolean(),
    ageMs: fc.integer({ min: 0, max: 9 * DAY_MS }),
    dailySigma: fc.option(between(0.003, 0.15)),
    history: fc.oneof(
      fc.record({ sessions: fc.integer({ min: 0, max: 59 }), percentile: fc.constant(null) }),
      fc.record({ sessions: fc.integer({ min: 60, max: 400 }), percentile: between(0, 1) }),
    ),
    confirmedSide: fc.option(
      fc.record({
        side: fc.constantFrom<'long' | 'short'>('long', 'short'),
        sinceMs: fc.integer({ min: 0, max: 30 * DAY_MS }).map((ms) => DATA_TIME_MS - ms),
      }),
    ),
  })
  .map(({ levels, ageMs, us, ...rest }) => {
    const view = aView(levels, { ...rest, ageMs, nowMs: DATA_TIME_MS + ageMs });
    return isUs(levels.symbol) ? asUsView(view, us) : view;
  });

/** A crossing of the view's flip in either direction; the view is one with a flip. */
export const crossings: fc.Arbitrary<{ readonly view: MarketView; readonly crossing: Crossing }> =
  fc
    .record({
      view: views.filter(
        ({ levels }) => levels.flip.status === 'found' && levels.spot !== levels.flip.spot,
      ),
      moved: fc.constantFrom<Crossing['moved']>('price', 'level', 'both'),
      spotShift: between(-0.1, 0.1),
      flipShift: between(-0.1, 0.1),
      heldMs: fc.integer({ min: 0, max: 40 * DAY_MS }),
      isByPrices: fc.boolean(),
    })
    .map(({ view, moved, spotShift, flipShift, heldMs, isByPrices }) => {
      const { spot, flip, dataTimeMs } = view.levels;
      const at = flip.status === 'found' ? flip.spot : spot;
      const isDown = spot < at;
      const firstMs = dataTimeMs - 5 * MINUTE_MS;
      return {
        view,
        crossing: {
          from: isDown ? 'long' : 'short',
          to: isDown ? 'short' : 'long',
          spot,
          flip: at,
          dataTimeMs,
          firstMs,
          confirmedBy: isByPrices
            ? { kind: 'prices', chainMs: firstMs - 2 * MINUTE_MS }
            : { kind: 'chains' },
          threshold: at * (isDown ? 0.99 : 1.01),
          allClearAt: at * (isDown ? 1.01 : 0.99),
          moved,
          spotChange: spot * spotShift,
          flipChange: at * flipShift,
          changeSinceMs: firstMs - 10 * MINUTE_MS,
          oldSideSinceMs: firstMs - heldMs,
        },
      };
    });
