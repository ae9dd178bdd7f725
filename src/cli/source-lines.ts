import { percentOf } from '../core/chain/finding.ts';
import type { ImpliedForward } from '../core/chain/forward.ts';
import type { CboeSource, InputSource } from './input-source.ts';

/** What a reader should know of where a chain comes from; nothing for one that is taken at its word. */
export function sourceLines(source: InputSource, asOf: string): readonly string[] {
  switch (source.kind) {
    case 'chain-file':
      return [];
    case 'deribit-book-summary':
      return ['Deribit book summary: vols and forwards as the exchange states them'];
    case 'live':
      return [`Asked of ${source.venueName} just now. ${source.termsOfUse}`];
    case 'cboe-json':
    case 'cboe-csv':
      return cboeLines(source, asOf);
  }
}

function cboeLines(source: CboeSource, asOf: string): readonly string[] {
  const { kind, documentTime, session, openInterestSession } = source;
  const what = kind === 'cboe-json' ? 'document' : 'quote download';
  const quotes =
    asOf === documentTime ? 'its quotes are of the same time' : `its quotes are of ${asOf}`;
  return [
    `CBOE ${what} of ${documentTime}, ${quotes}, session ${session}`,
    `Open interest as published on the morning of ${openInterestSession}; trades since then are not in it`,
    listedLine(source),
    `Forwards: ${forwardsInWords(source.forwards)}; ${rateInWords(source)}`,
    volsLine(source),
  ];
}

function listedLine({ listed }: CboeSource): string {
  const { unreadable, adjusted, foreign, duplicate, contradicted } = listed;
  const left = [
    `${unreadable} unreadable`,
    `${adjusted} changed by corporate actions`,
    `${foreign} on something else`,
    `${duplicate} repeated`,
    `${contradicted} contradicting each other`,
  ];
  return `Listed: ${listed.listed} contracts, ${listed.read} read; not read: ${left.join(', ')}`;
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
      : `${percentOf(disagreeing / checked)} of ${checked} of the exchange’s contradict their quotes`;
  return `Vols that the exchange left out: ${found}, ${unexplained} still unknown; ${held}`;
}
