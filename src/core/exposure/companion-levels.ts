import type { Chain } from '../chain/chain.ts';
import { THIRTY_DAYS_YEARS } from '../schedule/year.ts';
import type { Flip } from './flip.ts';
import type { Levels } from './levels.ts';
import { maxPain } from './max-pain.ts';
import { riskReversal25Delta } from './risk-reversal.ts';
import { forwardStraddle } from './straddle.ts';
import { termStructure } from './term-structure.ts';
import { touchOdds } from './touch-odds.ts';
import { volAt } from './vol-at.ts';

/** What stands beside the flip in messages. */
export type CompanionLevels = Pick<
  Levels,
  'atmVol30Day' | 'straddle' | 'touchOdds' | 'maxPain' | 'termStructure' | 'riskReversal25Delta'
>;

/** The companions of one chain, whose flip is known. */
export function companionLevels(chain: Chain, flip: Flip): CompanionLevels {
  const terms = termStructure(chain);
  const straddle = forwardStraddle(chain.source);
  return {
    atmVol30Day: volAt(terms, THIRTY_DAYS_YEARS),
    straddle:
      straddle === null
        ? null
        : { settlesMs: straddle.settlesMs, usd: straddle.usd, quotedMs: chain.asOfMs },
    touchOdds: touchOdds(flip, chain.spot, straddle),
    maxPain: maxPain(chain.source),
    termStructure: terms.map(({ expiryMs, vol }) => ({ expiryMs, vol })),
    riskReversal25Delta: riskReversal25Delta(chain, THIRTY_DAYS_YEARS),
  };
}
