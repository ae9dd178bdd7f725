import type { Analysis } from '../core/exposure/analysis.ts';
import type { ProfileChart } from '../core/text/chart.ts';
import { level } from '../core/text/numbers.ts';

/** Room beside the other words of a title. */
const SYMBOL_CHARACTERS = 12;

/** The gamma profile of an analysed chain as a picture. */
export function profileChart(analysis: Analysis): ProfileChart {
  const { flip, profile, spot, asOf, signModel } = analysis;
  const symbol = symbolOf(analysis.name);
  const flipWords =
    flip.status === 'found'
      ? `flip ${level(symbol, flip.spot)}`
      : flip.status === 'withheld'
        ? 'flip withheld'
        : 'no flip within ±10%';
  return {
    kind: 'gamma-profile',
    symbol,
    title: `${symbol} dealer gamma by price`,
    note: `$ per 1% move · sign model ${signModel.id} · ${asOf.slice(0, 16).replace('T', ' ')} UTC`,
    alt: `${symbol} dealer gamma by price, spot ${level(symbol, spot)}, ${flipWords}.`,
    spots: profile.spots,
    gexUsd: profile.gex,
    spot,
    flip: flip.status === 'found' ? { spot: flip.spot, ...flip.range } : null,
    isWithheld: flip.status === 'withheld',
  };
}

/** What a chain is called without its venue: `SPX` of `cboe:SPX`. */
function symbolOf(name: string): string {
  const [last = ''] = name.split(':').slice(-1);
  return (
    last
      .replaceAll(/\p{Cc}/gu, ' ')
      .trim()
      .slice(0, SYMBOL_CHARACTERS) || 'unnamed'
  );
}
