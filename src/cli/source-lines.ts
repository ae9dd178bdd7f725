import { percentOf } from '../core/chain/finding.ts';
import type { ImpliedForward } from '../core/chain/forward.ts';
import { age } from '../core/text/times.ts';
import {
  AHEAD_MS_TOLD,
  type CboeSource,
  type InputSource,
  type LiveSource,
} from './input-source.ts';
import { countsInWords } from './table.ts';

/** What a reader should know of where a chain comes from; nothing for one that is taken at its word. */
export function sourceLines(source: InputSource, asOf: string): readonly string[] {
  switch (source.kind) {
    case 'chain-file':
      return [];
    case 'deribit-book-summary':
      return ['Deribit book summary: vols and forwards as the exchange states them'];
    case 'live':
      return liveLines(source);
    case 'cboe-json':
    case 'cboe-csv':
      return cboeLines(source, asOf);
  }
}

function liveLines(source: LiveSource): readonly string[] {
  const { venueName, statedDelayMs, openInterestSession, aheadMs, termsOfUse } = source;
  const delay =
    statedDelayMs === 0 ? '' : `; its data are ${age(statedDelayMs)} late by its own word`;
  return [
    `Asked of ${venueName} just now${delay}. ${termsOfUse}`,
    ...(openInterestSession === null ? [] : [openInterestLine(openInterestSession)]),
    ...(aheadMs < AHEAD_MS_TOLD
      ? []
      : [
          `CLOCK: the data time is ${age(aheadMs)} ahead of this machine's clock; rely on neither until one is set right`,
        ]),
  ];
}

function openInterestLine(session: string): string {
  return `Open interest as published on the morning of ${session}; trades since then are not in it`;
}

function cboeLines(source: CboeSource, asOf: string): readonly string[] {
  const { kind, documentTime, session, openInterestSession } = source;
  const what = kind === 'cboe-json' ? 'document' : 'quote download';
  const quotes =
    asOf === documentTime ? 'its quotes are of the same time' : `its quotes are of ${asOf}`;
  return [
    `CBOE ${what} of ${documentTime}, ${quotes}, session ${session}`,
    openInterestLine(openInterestSession),
    listedLine(source),
    `Forwards: ${forwardsInWords(source.forwards)}; ${rateInWords(source)}`,
    volsLine(source),
  ];
}

function listedLine({ listed }: CboeSource): string {
  const { unreadable, adjusted, foreign, duplicate, contradicted } = listed;
  const left = countsInWords('; not read: ', [
    [unreadable, 'unreadable'],
    [adjusted, 'changed by corporate actions'],
    [foreign, 'on something else'],
    [duplicate, 'repeated'],
    [contradicted, 'contradicting each other'],
  ]);
  return `Listed: ${listed.listed} contracts, ${listed.read} read${left}`;
}

function forwardsInWords(forwards: readonly ImpliedForward[]): string {
  const count = (letter: ImpliedForward['quality']) =>
    forwards.filter(({ quality }) => quality === letter).length;
  const byQuality = (['A', 'B', 'C'] as const).flatMap((letter) =>
    count(letter) === 0 ? [] : [`${letter} ${count(letter)}`],
  );
  const fromParity = forwards.length - count('D');
  const quality = byQuality.length === 0 ? '' : ` (quality ${byQuality.join(', ')})`;
  const rest = count('D') === 0 ? '' : `, ${count('D')} from the curve of the others`;
  return `${fromParity} of ${forwards.length} by put–call parity${quality}${rest}`;
}

function rateInWords({ rate }: CboeSource): string {
  const perYear = `${(100 * rate.perYear).toFixed(1)}% a year`;
  return rate.from === 'parity'
    ? `rate ${perYear} from parity`
    : `rate ${perYear} assumed, as these quotes tell none (--rate sets it)`;
}

function volsLine({ vols }: CboeSource): string {
  const { fromOwnQuote, fromOtherSide, unexplained, checked, disagreeing } = vols;
  const found = `${fromOwnQuote} from their own quotes, ${fromOtherSide} from the other type at their strike`;
  const held =
    checked === 0
      ? 'none of the exchange’s could be held against a quote'
      : `${percentOf(disagreeing / checked)} of the exchange’s ${checked} over the whole chain contradict their quotes; the grade counts those near the money`;
  return `Vols that the exchange left out: ${found}, ${unexplained} still unknown; ${held}`;
}
