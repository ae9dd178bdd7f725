import { NEW_YORK } from '../../core/chain/calendar.ts';
import type { QuotedChain } from '../../core/chain/chain.ts';
import { localDate } from '../../core/schedule/wall-clock.ts';
import { dateWords } from '../../core/text/times.ts';
import { earlyPriceOf } from './before-open.ts';
import { moveSpot } from './move-spot.ts';
import type { UsChain } from './us-chain.ts';

/** When a morning's prices are of, and the multiple of the last close at which the underlying stands; null where nothing says. */
export type Morning = { readonly move: number | null; readonly asOfMs: number };

/**
 * The book of this morning out of one whose spot is the last close: yesterday's vols, today's open interest, and spot
 * where the move has taken it. `statedRate` as for `calibrate`.
 */
export function morningChain(
  standing: UsChain,
  { move, asOfMs }: Morning,
  statedRate: number,
): QuotedChain {
  const { symbol, session, chain } = standing;
  const moved = moveSpot(standing, { spot: chain.spot * (move ?? 1), asOfMs }, statedRate);
  const from = earlyPriceOf(symbol);
  if (move !== null) return from === null || from === symbol ? moved : { ...moved, spotFrom: from };
  const today = dateWords(localDate(asOfMs, NEW_YORK));
  const reason = `spot is the close of ${dateWords(session)}: no price of ${today} is known yet`;
  const caveats = [...(moved.caveats ?? []), { kind: 'spot-of-close' as const, reason }];
  return { ...moved, spotCloseOf: session, caveats };
}
