import type { Chain } from '../chain/chain.ts';
import { formatInstant } from '../chain/instant.ts';
import { hoursOf, type SettlementTerms } from '../chain/settlement-terms.ts';
import type { FlipAttribution } from './companions.ts';
import { gammaHistory, HISTORY_SESSIONS_MAX } from './gamma-history.ts';
import type { HedgeContract } from './hedge-contract.ts';
import type { Levels } from './levels.ts';
import { levelsOf } from './levels-of.ts';
import { type DailyClose, realisedVol } from './realised-vol.ts';
import { sideOf } from './side.ts';
import { type Moved, whatMoved } from './what-moved.ts';

const DAY_MS = 86_400_000;

/** One chain of a series, and what its market is. */
export type SeriesChain = {
  readonly chain: Chain;
  readonly terms: SettlementTerms;
  /** The future that readers hedge in; null without one. */
  readonly hedge: HedgeContract | null;
};

type SideChange = {
  readonly from: 'long' | 'short';
  readonly to: 'long' | 'short';
  /** Data time of the last reading on the old side, ISO instant. */
  readonly since: string;
  readonly moved: Moved;
  readonly spotChange: number;
  readonly flipChange: number;
};

/** What messages say and the rest of an analysis does not, by the signs of messages; instants as ISO text. */
export type MessageNumbers = Pick<
  Levels,
  | 'callWall'
  | 'putWall'
  | 'fallTrade'
  | 'futureBasis'
  | 'sameDay'
  | 'spotCheck'
  | 'deliveryPriceUsd'
  | 'impliedVolIndex'
  | 'realisedVol'
> & {
  /** Why the flip moved since the line before; null in the first, and where either has no flip. */
  readonly attribution: (Omit<FlipAttribution, 'sinceMs'> & { readonly since: string }) | null;
  /** Net gamma among the last of each earlier UTC day of the series. */
  readonly history: ReturnType<typeof gammaHistory>;
  /** Where the last reading that had a side had the other one. */
  readonly sideChange: SideChange | null;
};

type DayEnd = DailyClose & { readonly gexUsd: number };
type Sided = { readonly levels: Levels; readonly side: 'long' | 'short'; readonly flip: number };

/** One entry a chain, in the order of the series; each sees those before it. */
export function messageNumbers(series: readonly SeriesChain[]): readonly MessageNumbers[] {
  const days = new Map<number, DayEnd>();
  let before: { readonly chain: Chain; readonly levels: Levels } | null = null;
  let lastSided: Sided | null = null;
  return series.map(({ chain, terms, hedge }) => {
    const today = Math.floor(chain.asOfMs / DAY_MS);
    const earlierDays = [...days]
      .filter(([day]) => day < today)
      .toSorted(([a], [b]) => b - a)
      .slice(0, HISTORY_SESSIONS_MAX)
      .map(([, end]) => end);
    const isLater = before !== null && before.chain.asOfMs < chain.asOfMs;
    const levels = levelsOf(
      chain,
      { symbol: chain.name, venue: chain.name, settlement: terms, hedge },
      {
        earlier: isLater && before !== null ? before.levels : null,
        dayAgo: isLater && before !== null ? before.chain : null,
        realisedVol: realisedVol(earlierDays, hoursOf(terms)),
      },
    );
    const sided = sidedOf(levels);
    const numbers = {
      ...toldBeside(levels),
      history: gammaHistory(
        levels.gexUsd,
        earlierDays.map(({ gexUsd }) => gexUsd),
      ),
      sideChange: sided === null || lastSided === null ? null : sideChange(lastSided, sided),
    };
    before = { chain, levels };
    lastSided = sided ?? lastSided;
    days.set(today, { atMs: chain.asOfMs, spot: chain.spot, gexUsd: levels.gexUsd });
    return numbers;
  });
}

function toldBeside(levels: Levels): Omit<MessageNumbers, 'history' | 'sideChange'> {
  const { callWall, putWall, fallTrade, futureBasis, sameDay, spotCheck } = levels;
  const { deliveryPriceUsd, impliedVolIndex, attribution } = levels;
  const told = { callWall, putWall, fallTrade, futureBasis, sameDay, spotCheck };
  const own = { ...told, deliveryPriceUsd, impliedVolIndex, realisedVol: levels.realisedVol };
  if (attribution === null) return { ...own, attribution };
  const { sinceMs, ...parts } = attribution;
  return { ...own, attribution: { since: formatInstant(sinceMs), ...parts } };
}

function sidedOf(levels: Levels): Sided | null {
  const { spot, gexUsd: gex, flip } = levels;
  const side = sideOf({ spot, gex, flip });
  if (flip.status !== 'found' || side === null || side === 'at the flip') return null;
  return { levels, side, flip: flip.spot };
}

function sideChange(before: Sided, after: Sided): SideChange | null {
  if (before.side === after.side) return null;
  const spotChange = after.levels.spot - before.levels.spot;
  const flipChange = after.flip - before.flip;
  return {
    from: before.side,
    to: after.side,
    since: formatInstant(before.levels.dataTimeMs),
    moved: whatMoved(spotChange, flipChange),
    spotChange,
    flipChange,
  };
}
