import type { Flip, FlipRoot } from '../../src/core/exposure/flip.ts';
import type { ExpiryLevels, Levels, Rung, StrikeLevels } from '../../src/core/exposure/levels.ts';
import type { MarketView } from '../../src/core/text/view.ts';

/** A book given by its gamma as a function of price: a product of its roots, so that every level follows from it. */
export type Book = {
  readonly symbol: string;
  readonly spot: number;
  /** Where gamma is zero, ascending. */
  readonly roots: readonly number[];
  /** Sign of gamma above the highest root. */
  readonly signAbove: 1 | -1;
  /** Scale of net gamma, dollars per 1 % at a distance of 10 % from every root. */
  readonly sizeUsd: number;
  /** Shares of net gamma by days to expiry; they may be negative and need not add up to one. */
  readonly expiries: readonly { readonly days: number; readonly share: number }[];
  readonly strikes: readonly {
    readonly strike: number;
    readonly call: number;
    readonly put: number;
  }[];
};

export const DATA_TIME_MS = Date.UTC(2026, 10, 24, 8, 14, 30);

const DAY_MS = 86_400_000;
const MOVES = [-0.02, -0.01, -0.005, 0.005, 0.01, 0.02];

const A_BOOK: Book = {
  symbol: 'BTC',
  spot: 71_240,
  roots: [72_180],
  signAbove: 1,
  sizeUsd: 186e6,
  expiries: [
    { days: 1, share: 0.12 },
    { days: 3, share: 0.31 },
    { days: 31, share: 0.4 },
    { days: 122, share: 0.17 },
  ],
  strikes: [
    { strike: 65_000, call: 1.1e6, put: -5.7e6 },
    { strike: 70_000, call: 2.4e6, put: -5.5e6 },
    { strike: 75_000, call: 4.2e6, put: -1.1e6 },
    { strike: 77_000, call: 2.6e6, put: -0.4e6 },
  ],
};

function gexUsdAt(book: Book, price: number): number {
  const product = book.roots.reduce((sum, root) => sum * (10 * (price / root - 1)), 1);
  return book.signAbove * book.sizeUsd * product;
}

/** Dealers' trade from spot to a price: the integral of −Γ by Simpson's rule; Γ = gex / (0.01·S²). */
function tradeUnits(book: Book, to: number): number {
  const steps = 200;
  const width = (to - book.spot) / steps;
  const minusGamma = (price: number) => -gexUsdAt(book, price) / (0.01 * price * price);
  let sum = minusGamma(book.spot) + minusGamma(to);
  for (let i = 1; i < steps; i++) {
    sum += (i % 2 === 0 ? 2 : 4) * minusGamma(book.spot + i * width);
  }
  return (sum * width) / 3;
}

function rungOf(book: Book, move: number): Rung {
  const spot = book.spot * (1 + move);
  const units = tradeUnits(book, spot);
  return { move, spot, units, usd: units * spot };
}

function flipOf(book: Book): Flip {
  const { roots, signAbove, spot } = book;
  const found: FlipRoot[] = roots.map((root, index) => ({
    spot: root,
    slopeSign: ((roots.length - 1 - index) % 2 === 0 ? signAbove : -signAbove) === 1 ? 1 : -1,
    prominence: 0.3,
  }));
  const rising = found
    .filter((root) => root.slopeSign === 1)
    .sort((a, b) => Math.abs(a.spot - spot) - Math.abs(b.spot - spot))[0];
  if (rising !== undefined) {
    const range = { low: rising.spot, high: rising.spot };
    return {
      status: 'found',
      spot: rising.spot,
      range,
      readings: [{ name: 'all expiries', spot: rising.spot }],
      roots: found,
      minorRoots: [],
    };
  }
  if (found.length > 0) {
    return { status: 'inverted_only', roots: found, minorRoots: [] };
  }
  return { status: signAbove === 1 ? 'none_long' : 'none_short', roots: [], minorRoots: [] };
}

function expiriesOf(book: Book, gexUsd: number): readonly ExpiryLevels[] {
  const gross = book.expiries.reduce((sum, each) => sum + Math.abs(each.share), 0);
  const total = book.expiries.reduce((sum, each) => sum + each.share, 0);
  return book.expiries.map(({ days, share }, index) => ({
    expiryMs: Math.floor(DATA_TIME_MS / DAY_MS) * DAY_MS + days * DAY_MS + 8 * 3_600_000,
    // The last one takes the rest, so that expiries add up to the book.
    gexUsd: index === book.expiries.length - 1 ? gexUsd * (1 - (total - share)) : gexUsd * share,
    grossShare: gross === 0 ? 0 : Math.abs(share) / gross,
    openInterestUnits: 4_000 + 50_000 * Math.abs(share),
  }));
}

function wall(rows: readonly StrikeLevels[], sign: 1 | -1): number | null {
  const best = rows
    .filter((row) => row.netGexUsd * sign > 0)
    .sort((a, b) => sign * (b.netGexUsd - a.netGexUsd))[0];
  return best?.strike ?? null;
}

/** Levels in which every number follows from one book: a trade is the integral of gamma, expiries add up. */
export function someLevels(overrides: Partial<Book> = {}): Levels {
  const book = { ...A_BOOK, ...overrides };
  const { spot } = book;
  const gexUsd = gexUsdAt(book, spot);
  const strikes = book.strikes.map(({ strike, call, put }) => ({
    strike,
    callGexUsd: call,
    putGexUsd: put,
    netGexUsd: call + put,
  }));
  const spots = Array.from({ length: 201 }, (_, i) => spot * (0.9 + i * 0.001));
  const callGexUsd = 2.5 * book.sizeUsd + Math.max(0, gexUsd);
  return {
    symbol: book.symbol,
    venue: 'deribit',
    dataTimeMs: DATA_TIME_MS,
    spot,
    signModel: 'naive',
    signs: null,
    flip: flipOf(book),
    gexUsd,
    grossGexUsd: 2 * callGexUsd - gexUsd,
    callGexUsd,
    putGexUsd: gexUsd - callGexUsd,
    matchedShare: 0.46,
    exposures: {
      vannaUsdPerVolPoint: -0.3 * gexUsd,
      charmUsdPerDay: 0.2 * gexUsd,
      vegaUsdPerVolPoint: 4e5,
      volgaUsdPerVolPointSquared: 2e3,
      speedUsdPerPercentSquared: 0.1 * gexUsd,
    },
    marks: {
      absoluteGammaStrike: strikes[0]?.strike ?? null,
      openInterestWalls: {
        call: strikes.at(-1)?.strike ?? null,
        put: strikes[1]?.strike ?? null,
      },
    },
    ladder: MOVES.map((move) => rungOf(book, move)),
    callWall: wall(
      strikes.filter((row) => row.strike >= spot),
      1,
    ),
    putWall: wall(
      strikes.filter((row) => row.strike <= spot),
      -1,
    ),
    atmVol30Day: 0.5,
    reacting: null,
    timeAndVol: null,
    straddle: null,
    touchOdds: null,
    maxPain: null,
    fallTrade: { within30DaysUsd: 0, laterUsd: 0 },
    termStructure: expiriesOf(book, gexUsd).map(({ expiryMs }, index) => ({
      expiryMs,
      vol: 0.5 + 0.01 * index,
    })),
    riskReversal25Delta: -0.031,
    attribution: null,
    pooled: null,
    realisedVol: null,
    futureBasis: null,
    sameDay: null,
    spotCheck: null,
    deliveryPriceUsd: null,
    funding8h: null,
    impliedVolIndex: null,
    spotFrom: null,
    spotCloseOf: null,
    openInterestSession: null,
    grade: { letter: 'A', reasons: [] },
    expiries: expiriesOf(book, gexUsd),
    strikes,
    profile: { spots, gexUsd: spots.map((price) => gexUsdAt(book, price)) },
    coverage: { contractsOpen: 874, contractsUsed: 874, openInterestShare: 1 },
  };
}

/** A fresh view of a market on Deribit. */
export function aView(
  levels: Levels = someLevels(),
  overrides: Partial<MarketView> = {},
): MarketView {
  return {
    symbol: levels.symbol,
    venueName: 'Deribit',
    unit: levels.symbol,
    ...(['BTC', 'ETH'].includes(levels.symbol) && { isInverse: true as const }),
    hours: 'always',
    statedDelayMs: 0,
    hedge: null,
    levels,
    ageMs: 30_000,
    isStale: false,
    dailySigma: 0.5 / Math.sqrt(365),
    morning: null,
    dayAgo: null,
    lastSameDay: null,
    confirmedSide: null,
    history: { sessions: 0, percentile: null },
    nowMs: levels.dataTimeMs + 30_000,
    ...overrides,
  };
}
