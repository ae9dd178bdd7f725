import type { Chain } from '../chain/chain.ts';
import { formatInstant } from '../chain/instant.ts';
import { companionLevels } from './companion-levels.ts';
import type { Flip } from './flip.ts';
import type { GroupExposure } from './grouped-exposure.ts';
import type { Levels } from './levels.ts';
import { strikeMarks } from './strike-marks.ts';
import type { Walls } from './walls.ts';

/** What `analyze` says beside exposures and flip; instants as ISO text. */
export type AnalysisCompanions = Pick<Levels, 'atmVol30Day' | 'touchOdds' | 'riskReversal25Delta'> &
  Levels['marks'] & {
    readonly straddle: { readonly settles: string; readonly usd: number } | null;
    readonly maxPain: { readonly expiry: string; readonly strike: number } | null;
    readonly termStructure: readonly { readonly expiry: string; readonly vol: number }[];
  };

/** The companions of one analysed chain. */
export function analysisCompanions(
  chain: Chain,
  {
    flip,
    walls,
    byStrike,
  }: {
    readonly flip: Flip;
    readonly walls: Walls;
    readonly byStrike: readonly (GroupExposure & { readonly strike: number })[];
  },
): AnalysisCompanions {
  const { straddle, maxPain, termStructure, ...rest } = companionLevels(chain, flip);
  return {
    ...rest,
    straddle: straddle && { settles: formatInstant(straddle.settlesMs), usd: straddle.usd },
    maxPain: maxPain && { expiry: formatInstant(maxPain.expiryMs), strike: maxPain.strike },
    termStructure: termStructure.map(({ expiryMs, vol }) => ({
      expiry: formatInstant(expiryMs),
      vol,
    })),
    ...strikeMarks(byStrike, chain.spot, walls),
  };
}
