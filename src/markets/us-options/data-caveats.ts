import { previousTradingDay } from '../../core/chain/calendar.ts';
import type { DataCaveat } from '../../core/chain/chain.ts';
import { describeCaveat } from './describe-caveat.ts';
import type { Caveat } from './us-chain.ts';

/** What each caveat of a document means for the grade. */
const KINDS: Readonly<Record<Caveat['kind'], DataCaveat['kind']>> = {
  'time-without-date': 'time-uncertain',
  'time-of-last-trade': 'time-uncertain',
  'year-inferred': 'time-uncertain',
  'zone-assumed': 'time-uncertain',
  'columns-missing': 'columns-missing',
  'few-expiries': 'part-of-chain',
  'few-strikes': 'part-of-chain',
};

/**
 * A document's caveats as the grade takes them. Open interest published this morning goes with prices of today or of
 * the trading day before; older prices are those of a feed that stands still.
 */
export function dataCaveats(
  caveats: readonly Caveat[],
  { session, openInterestSession }: { session: string; openInterestSession: string },
): readonly DataCaveat[] {
  const isOld = session < previousTradingDay(openInterestSession);
  const old: DataCaveat = {
    kind: 'old-session',
    reason: `its prices are of ${session}, open interest would be of ${openInterestSession}`,
  };
  return [
    ...caveats.map((caveat) => ({ kind: KINDS[caveat.kind], reason: describeCaveat(caveat) })),
    ...(isOld ? [old] : []),
  ];
}
