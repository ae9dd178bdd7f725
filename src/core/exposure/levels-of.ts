import type { Chain } from '../chain/chain.ts';
import { CHAIN_FILE_TERMS, type SettlementTerms } from '../chain/settlement-terms.ts';
import { attributeFlip } from './attribution.ts';
import { companionLevels } from './companion-levels.ts';
import type { RealisedVol } from './companions.ts';
import type { DealerBook } from './dealer-book.ts';
import { type ContractExposures, totalExposure } from './exposure.ts';
import { type GammaBook, gammaBook } from './gamma-book.ts';
import { gradeOf } from './grade.ts';
import { exposureByExpiry, exposureByStrike } from './grouped-exposure.ts';
import type { HedgeContract } from './hedge-contract.ts';
import { hedgeTrades } from './hedge-flow.ts';
import { hedgingLevels } from './hedging/hedging-levels.ts';
import { LADDER_MOVES } from './ladder-moves.ts';
import type { ExpiryLevels, Levels, Rung, StrikeLevels } from './levels.ts';
import { matchedShare } from './matched-share.ts';
import type { ObservedPositions } from './observed-signs.ts';
import { type BookMember, pooledBook } from './pooled-book.ts';
import { gammaProfile, logGrid } from './profile.ts';
import { sessionLevels } from './session-levels.ts';
import { signsInForce } from './signs-in-force.ts';
import { spotCheckOf } from './spot-check.ts';
import { strikeMarks } from './strike-marks.ts';
import { strikeWithLargest } from './walls.ts';

const DAY_MS = 86_400_000;
/** Expiries later than this do not make a wall that traders watch. */
const WALL_DAYS_MAX = 45;
/** Share of spot within which strikes and profile are kept. */
const SHOWN_SHARE = 0.1;
const PROFILE_LEVELS = 201;

type Earlier = {
  /** The reading before this one: jumps against it lower the grade. */
  readonly earlier: Levels | null;
  /** The last reading of which nothing was missing; the one before this if left out. */
  readonly whole?: Levels | null;
  /** The chain of about a day ago: what the flip's move is attributed against. */
  readonly dayAgo: Chain | null;
  /** What trades have shown so far; null or left out where none are read. */
  readonly positions?: ObservedPositions | null;
  /** The newest books of the other listings of the same market; none if left out. */
  readonly others?: readonly BookMember[];
  /** Of the days before; null or left out where too few are known. */
  readonly realisedVol?: RealisedVol | null;
};

type ListingTerms = {
  readonly symbol: string;
  readonly venue: string;
  readonly settlement?: SettlementTerms;
  /** The future that its readers hedge in; null or left out without one. */
  readonly hedge?: HedgeContract | null;
  /** What all listings of its market are called together; null or left out where it stands alone. */
  readonly book?: string | null;
};

/** Everything that messages say about one chain. Cheap enough for every poll: no scenario grid. */
export function levelsOf(
  chain: Chain,
  listing: ListingTerms,
  known: Earlier = { earlier: null, dayAgo: null },
): Levels {
  const { earlier, whole = earlier, dayAgo, positions = null, others = [] } = known;
  const { id: signModel, model, book, columns, flip, signs } = signsInForce(chain, positions);
  const totals = totalExposure(book, columns);
  const gamma = gammaBook(book);
  const { spot } = chain;
  const settlement = listing.settlement ?? CHAIN_FILE_TERMS;
  const companions = companionLevels(chain, flip);
  const together = listing.book ?? null;
  const ladder = ladderOf(book);
  return {
    symbol: listing.symbol,
    venue: listing.venue,
    dataTimeMs: chain.asOfMs,
    spot,
    signModel,
    signs,
    flip,
    gexUsd: totals.gex,
    grossGexUsd: totals.grossGex,
    callGexUsd: totals.callGex,
    putGexUsd: totals.putGex,
    matchedShare: matchedShare(chain),
    exposures: {
      vannaUsdPerVolPoint: totals.vannaExposure,
      charmUsdPerDay: totals.charmExposure,
      vegaUsdPerVolPoint: totals.vegaExposure,
      volgaUsdPerVolPointSquared: totals.volgaExposure,
      speedUsdPerPercentSquared: totals.speedExposure,
    },
    marks: strikeMarks(exposureByStrike(book, columns), spot),
    ladder,
    ...strikeLevels(book, columns),
    ...companions,
    ...sessionLevels(
      chain,
      { settlement, hedge: listing.hedge ?? null },
      { flip, own: companions, earlier },
    ),
    ...hedgingLevels(book, ladder, settlement),
    attribution: dayAgo === null ? null : attributeFlip(dayAgo, chain, model),
    pooled:
      together === null || others.length === 0
        ? null
        : pooledBook(together, { symbol: listing.symbol, book }, others),
    realisedVol: known.realisedVol ?? null,
    spotCheck: spotCheckOf(chain.source),
    deliveryPriceUsd: chain.source.deliveryPriceUsd ?? null,
    funding8h: chain.source.funding8h ?? null,
    impliedVolIndex: chain.source.impliedVolIndex ?? null,
    spotFrom: chain.source.spotFrom ?? null,
    spotCloseOf: chain.source.spotCloseOf ?? null,
    openInterestSession: chain.source.openInterestSession ?? null,
    grade: gradeOf(chain, earlier, whole),
    expiries: expiriesOf(book, columns),
    profile: profileOf(gamma),
    coverage: chain.coverage,
  };
}

/** Walls, and the strikes around spot that they are chosen from. */
function strikeLevels(
  book: DealerBook,
  columns: ContractExposures,
): Pick<Levels, 'callWall' | 'putWall' | 'strikes'> {
  const { spot } = book.chain;
  const strikes = strikesWithinWallDays(book, columns);
  const above = strikes.filter(({ strike }) => strike >= spot);
  const below = strikes.filter(({ strike }) => strike <= spot);
  return {
    callWall: strikeWithLargest(above, spot, (each) => each.netGexUsd),
    putWall: strikeWithLargest(below, spot, (each) => -each.netGexUsd),
    strikes: strikes.filter(
      ({ strike }) => strike >= spot * (1 - SHOWN_SHARE) && strike <= spot * (1 + SHOWN_SHARE),
    ),
  };
}

function strikesWithinWallDays(
  book: DealerBook,
  columns: ContractExposures,
): readonly StrikeLevels[] {
  const { expiryMs, asOfMs } = book.chain;
  const latestMs = asOfMs + WALL_DAYS_MAX * DAY_MS;
  return exposureByStrike(book, columns, (row) => (expiryMs[row] ?? 0) <= latestMs).map(
    ({ strike, netGex, callGex, putGex }) => ({
      strike,
      netGexUsd: netGex,
      callGexUsd: callGex,
      putGexUsd: putGex,
    }),
  );
}

function ladderOf(book: DealerBook): readonly Rung[] {
  return hedgeTrades(book, LADDER_MOVES).map((trade) => ({
    ...trade,
    usd: trade.units * trade.spot,
  }));
}

function expiriesOf(book: DealerBook, columns: ContractExposures): readonly ExpiryLevels[] {
  const { chain } = book;
  const groups = new Map<number, { gross: number; units: number }>();
  let grossOfBook = 0;
  for (let row = 0; row < chain.size; row++) {
    const expiryMs = chain.expiryMs[row] ?? 0;
    const group = groups.get(expiryMs) ?? { gross: 0, units: 0 };
    groups.set(expiryMs, group);
    const gross = Math.abs(columns.gex[row] ?? 0);
    group.gross += gross;
    group.units += (chain.openInterest[row] ?? 0) * (chain.multiplier[row] ?? 0);
    grossOfBook += gross;
  }
  return exposureByExpiry(book, columns).map(({ expiryMs, netGex }) => {
    const group = groups.get(expiryMs);
    return {
      expiryMs,
      gexUsd: netGex,
      grossShare: grossOfBook > 0 ? (group?.gross ?? 0) / grossOfBook : 0,
      openInterestUnits: group?.units ?? 0,
    };
  });
}

function profileOf(gamma: GammaBook): Levels['profile'] {
  const grid = logGrid(Math.log1p(-SHOWN_SHARE), Math.log1p(SHOWN_SHARE), PROFILE_LEVELS);
  const { spots, net } = gammaProfile(gamma, grid);
  return { spots: [...spots], gexUsd: [...net] };
}
