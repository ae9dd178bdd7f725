import type { DataCaveat } from '../../core/chain/chain.ts';
import { dateWords } from '../../core/text/times.ts';
import { describeCaveat } from './describe-caveat.ts';
import type { Caveat } from './us-chain.ts';

/** What each caveat of a document means for the grade. */
const KINDS: Readonly<Record<Caveat['kind'], DataCaveat['kind']>> = {
  'time-without-date': 'time-uncertain',
  'time-of-last-trade': 'time-uncertain',
  'spot-undated': 'time-uncertain',
  'year-inferred': 'time-uncertain',
  'zone-assumed': 'time-uncertain',
  'columns-missing': 'columns-missing',
  'few-expiries': 'part-of-chain',
  'few-strikes': 'part-of-chain',
  'dailies-missing': 'part-of-chain',
  'expiries-missing': 'part-of-chain',
  'vols-smoothed': 'columns-missing',
};

/** A document's caveats as the grade takes them; prices of a session before the one that is due stand still. */
export function dataCaveats(
  caveats: readonly Caveat[],
  { session, sessionDue }: { readonly session: string; readonly sessionDue: string },
): readonly DataCaveat[] {
  const old: DataCaveat = {
    kind: 'old-session',
    reason: `its prices are of ${dateWords(session)}, and the session of ${dateWords(sessionDue)} has begun`,
  };
  return [
    ...caveats.map((caveat) => ({ kind: KINDS[caveat.kind], reason: describeCaveat(caveat) })),
    ...(session < sessionDue ? [old] : []),
  ];
}
