import { isTradingDay, NEW_YORK, sessionClose, sessionOpen } from '../chain/calendar.ts';
import type { Chain, QuotedChain } from '../chain/chain.ts';
import { impliedForward } from '../chain/forward.ts';
import { frontFutureExpiry, futuresBasis } from '../chain/futures-basis.ts';
import { pairQuotes } from '../chain/parity-rows.ts';
import type { SettlementTerms } from '../chain/settlement-terms.ts';
import { localDate } from '../schedule/wall-clock.ts';
import { YEAR_MS } from '../schedule/year.ts';
import type { DayVolume, FutureBasis } from './companions.ts';
import type { Flip } from './flip.ts';
import type { HedgeContract } from './hedge-contract.ts';
import type { Levels } from './levels.ts';
import { touchOdds } from './touch-odds.ts';

type Market = {
  readonly settlement: SettlementTerms;
  /** The future that readers hedge in; null without one. */
  readonly hedge: HedgeContract | null;
};

type Priced = Pick<Levels, 'straddle' | 'touchOdds'>;

type Known = {
  readonly flip: Flip;
  /** What the chain's own quotes say. */
  readonly own: Priced;
  /** The reading before this one. */
  readonly earlier: Levels | null;
};

/** What only markets with sessions have, and the straddle of the last close where the morning's quotes give none. */
export function sessionLevels(
  chain: Chain,
  { settlement, hedge }: Market,
  { flip, own, earlier }: Known,
): Pick<Levels, 'futureBasis' | 'sameDay'> & Priced {
  const { straddle, touchOdds: odds } = own;
  if (settlement.daily !== 'us-close')
    return { straddle, touchOdds: odds, futureBasis: null, sameDay: null };
  const standing = straddle === null ? standingStraddle(chain, flip, earlier) : null;
  return {
    ...(standing ?? { straddle, touchOdds: odds }),
    futureBasis: hedge === null ? null : basisOf(chain, hedge, earlier),
    sameDay: sameDayOf(chain.source),
  };
}

/** The straddle that an earlier reading was quoted, to a settlement still to come, around the spot of now. */
function standingStraddle(
  { asOfMs, spot }: Chain,
  flip: Flip,
  earlier: Levels | null,
): Priced | null {
  const straddle = earlier?.straddle ?? null;
  if (straddle === null || straddle.settlesMs <= asOfMs) return null;
  return { straddle, touchOdds: touchOdds(flip, spot, { ...straddle, forward: spot }) };
}

/**
 * One basis a day: that of an earlier reading of the same New York date, else the forward of the front future's own
 * series − spot. Where spot is derived from something else, the series' quotes may be of another time: then the last
 * basis known stays.
 */
function basisOf(
  chain: Chain,
  { name }: HedgeContract,
  earlier: Levels | null,
): FutureBasis | null {
  const { asOfMs, source, spot } = chain;
  const date = localDate(asOfMs, NEW_YORK);
  const known = earlier?.futureBasis ?? null;
  const isOfToday = earlier !== null && localDate(earlier.dataTimeMs, NEW_YORK) === date;
  if (source.spotFrom !== undefined || (known !== null && isOfToday)) return known;
  const settlesMs = sessionOpen(frontFutureExpiry(date));
  const implied = seriesForward(chain, settlesMs);
  const basis = futuresBasis(implied === null ? [] : [{ settlesMs, implied }], { date, spot });
  return basis.kind === 'known' ? { name, usd: basis.basisUsd } : null;
}

/** The forward that the quotes of one series imply; futures on equity indices go with European options. */
function seriesForward({ source, spot, rate, asOfMs }: Chain, settlesMs: number) {
  const years = (settlesMs - asOfMs) / YEAR_MS;
  const series = source.contracts.filter(({ expiryMs }) => expiryMs === settlesMs);
  if (series.length === 0) return null;
  const sides = series.map(({ strike, type, bid = null, ask = null }) => {
    return { strike, type, bid, ask };
  });
  return impliedForward(pairQuotes(sides), { spot, years, rate, carry: 0, exercise: 'european' });
}

/** Trades in the contracts that settle at this session's close; null before it opens and where no volume is stated. */
function sameDayOf({ contracts, asOfMs }: QuotedChain): DayVolume | null {
  const date = localDate(asOfMs, NEW_YORK);
  if (!isTradingDay(date) || asOfMs < sessionOpen(date)) return null;
  const closeMs = sessionClose(date);
  let isStated = false;
  let volume = 0;
  let openInterest = 0;
  for (const contract of contracts) {
    if (contract.expiryMs !== closeMs) continue;
    isStated ||= contract.volume !== undefined;
    volume += contract.volume ?? 0;
    openInterest += contract.openInterest ?? 0;
  }
  return isStated ? { volume, openInterest } : null;
}
