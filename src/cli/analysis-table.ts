import type { Analysis } from '../core/exposure/analysis.ts';
import { stretchAtSpot } from '../core/exposure/stretch-at-spot.ts';
import { trade, tradeWord } from '../core/text/directions.ts';
import { dollars, fromSpot, paidPrice, share, signedPercent } from '../core/text/numbers.ts';
import { count, money, priceOf, strikeOf, units } from './figures.ts';
import { hedgingTable } from './hedging-table.ts';
import type { InputSource } from './input-source.ts';
import { sourceLines } from './source-lines.ts';
import { countsInWords, formatTable } from './table.ts';

/** Strikes and expiries that a screen has room for; `--json` has all of them. */
const STRIKES_SHOWN = 10;
const EXPIRIES_SHOWN = 12;

/** One analysis as a page for people: unit, sign model and data time stand beside the numbers. */
export function analysisTable(analysis: Analysis, source: InputSource): string {
  const tables =
    analysis.used === 0 ? [] : [trades(analysis), strikes(analysis), expiries(analysis)];
  return [
    head(analysis, source),
    standing(analysis),
    ...tables,
    ...(analysis.hedging === null ? [] : [hedgingTable(analysis.hedging)]),
    'Assumes that dealers hedge all open interest: a ceiling, not a forecast. Not advice.',
  ].join('\n\n');
}

function head(analysis: Analysis, source: InputSource): string {
  const { quality, skipped } = analysis;
  const left = countsInWords('; left out: ', [
    [skipped.invalid, 'invalid'],
    [skipped.expired, 'expired'],
    [skipped.noIv, 'without vol'],
    [skipped.noOpenInterest, 'without open interest'],
  ]);
  const usable =
    quality.openInterestShare === null
      ? 'nothing is open'
      : `${wholeShare(quality.openInterestShare)} of open interest usable`;
  return [
    `${printable(analysis.name)}   spot ${paidPrice(analysis.spot)}   data of ${analysis.asOf}`,
    `Sign model ${analysis.signModel.id}: ${analysis.signModel.sentence}`,
    ...sourceLines(source, analysis.asOf),
    `Contracts: ${analysis.used} used, ${usable}${left}`,
    [`Grade ${quality.letter}`, ...quality.reasons].join('; '),
    ...(quality.isPartial === true ? ['PARTIAL: too little of the book to rely on.'] : []),
  ].join('\n');
}

function standing(analysis: Analysis): string {
  const { spot, totals, walls, flip } = analysis;
  const gross = totals.grossGex === 0 ? '$0' : dollars(totals.grossGex);
  const side = { long: 'long gamma', short: 'short gamma', 'at the flip': 'at the flip' };
  return leftAligned([
    ['Dealers', analysis.side === null ? 'no side: no net gamma' : side[analysis.side]],
    ['Gamma flip', flipInWords(analysis)],
    ...readings(analysis),
    ...agreement(flip, spot),
    ...roots(analysis),
    ['Net gamma', `${money(totals.gex)} per +1%, ${money(totals.gex / (spot / 100))} per $1`],
    [
      'Gross gamma',
      `${gross} per +1%: calls ${money(totals.callGex)}, puts ${money(totals.putGex)}`,
    ],
    [
      'Vanna',
      `${money(totals.vannaExposure)} of delta per +1 vol point: dealers ${trade(-totals.vannaExposure)}`,
    ],
    [
      'Charm',
      `${money(totals.charmExposure)} of delta per day: dealers ${trade(-totals.charmExposure)}`,
    ],
    [
      'Most call gamma',
      `${strikeOf(walls.callWall)} anywhere on the chain; most positive net gamma ${strikeOf(walls.netCallWall)}`,
    ],
    [
      'Most put gamma',
      `${strikeOf(walls.putWall)} anywhere on the chain; most negative net gamma ${strikeOf(walls.netPutWall)}`,
    ],
    [
      'Most open',
      `calls ${strikeOf(walls.maxCallOpenInterestStrike)}, puts ${strikeOf(walls.maxPutOpenInterestStrike)}`,
    ],
  ]);
}

/** Spot can be on one side of the flip and on the other of what another way of counting makes of it. */
function agreement(flip: Analysis['flip'], spot: number): readonly (readonly [string, string])[] {
  if (flip.status !== 'found' || flip.agreement === null) return [];
  const { count, of } = flip.agreement;
  const where = spot < flip.spot ? 'below' : 'above';
  return [['Agreement', `${count} of ${of} readings have spot ${where} their flip`]];
}

/** Where the book has no gamma in a range as wide as asked for; of a book whose flip is withheld they mean nothing. */
function roots(analysis: Analysis): readonly (readonly [string, string])[] {
  const { zeroGamma, flip } = analysis;
  if (flip.status === 'withheld') return [];
  const price = priceOf(analysis);
  const [low, high] = zeroGamma.range;
  const found = zeroGamma.roots.map(
    (root) => `${price(root.spot)} (${root.slopeSign === 1 ? 'turns long' : 'turns short'} above)`,
  );
  return [['Roots', `${found.join(', ') || 'none'} between ${price(low)} and ${price(high)}`]];
}

function flipInWords(analysis: Analysis): string {
  const { flip, spot, totals } = analysis;
  const price = priceOf(analysis);
  const stretch = stretchAtSpot({ flip, spot, gexUsd: totals.gex });
  const small = stretch.kind === 'minor' ? ', but for a small stretch around spot' : '';
  switch (flip.status) {
    case 'found': {
      const turn = stretch.kind === 'minor' ? null : stretch.turn;
      const nearer = turn === null ? '' : `; nearer, dealers turn short above ${price(turn.spot)}`;
      return `${price(flip.spot)}, ${fromSpot(flip.spot / spot - 1)} from spot${nearer}${small}`;
    }
    case 'none_long':
      return `none within ±10% of spot, dealers long gamma${small}`;
    case 'none_short':
      return `none within ±10% of spot, dealers short gamma${small}`;
    case 'inverted_only':
      return 'none: within ±10% of spot gamma only turns from positive to negative';
    case 'withheld':
      return `withheld: ${flip.reason}`;
  }
}

/** A sensitivity, not a probability: how far the flip moves when the same book is counted otherwise. */
function readings(analysis: Analysis): readonly (readonly [string, string])[] {
  const { flip } = analysis;
  if (flip.status !== 'found') return [];
  const price = priceOf(analysis);
  const each = flip.readings.map(
    ({ name, spot }) => `${name} ${spot === null ? 'none' : price(spot)}`,
  );
  const { low, high } = flip.range;
  return [
    ['Range', `${price(low)} to ${price(high)} over ${flip.readings.length} readings`],
    ['Readings', each.join(', ')],
  ];
}

function trades(analysis: Analysis): string {
  const rows = analysis.hedgeFlows.map((flow) => [
    signedPercent(flow.move),
    priceOf(analysis)(flow.newSpot),
    tradeWord(flow.hedgeUnits) === 'none' ? 'no trade' : tradeWord(flow.hedgeUnits),
    dollars(flow.hedgeNotionalNewSpot),
    units(Math.abs(flow.hedgeUnits)),
  ]);
  const title = "Dealers' trade if spot moves now, re-priced in full, vols held";
  return `${title}\n${formatTable([['move', 'spot', 'dealers', 'at the new price', 'units'], ...rows])}`;
}

function strikes(analysis: Analysis): string {
  const largest = analysis.byStrike
    .toSorted((a, b) => Math.abs(b.netGex) - Math.abs(a.netGex))
    .slice(0, STRIKES_SHOWN)
    .toSorted((a, b) => a.strike - b.strike);
  const rows = largest.map((row) => [
    strikeOf(row.strike),
    money(row.netGex),
    money(row.callGex),
    money(row.putGex),
    count(row.callOpenInterest),
    count(row.putOpenInterest),
  ]);
  const names = ['strike', 'net per +1%', 'calls', 'puts', 'call contracts', 'put contracts'];
  const title = `Gamma by strike, the ${largest.length} largest of ${analysis.byStrike.length}`;
  return `${title}\n${formatTable([names, ...rows])}`;
}

function expiries(analysis: Analysis): string {
  const shown = analysis.byExpiry.slice(0, EXPIRIES_SHOWN);
  const rows = shown.map((row) => [
    row.expiry.slice(0, 16).replace('T', ' '),
    money(row.netGex),
    money(row.callGex),
    money(row.putGex),
    count(row.callOpenInterest),
    count(row.putOpenInterest),
  ]);
  const names = ['expiry (UTC)', 'net per +1%', 'calls', 'puts', 'call contracts', 'put contracts'];
  const title = `Gamma by expiry, the first ${shown.length} of ${analysis.byExpiry.length}`;
  return `${title}\n${formatTable([names, ...rows])}`;
}

function wholeShare(fraction: number): string {
  return fraction === 1 ? '100%' : share(Math.min(fraction, 0.994));
}

/** A file's own text without characters that steer a terminal, and short. */
function printable(text: string): string {
  const NAME_CHARACTERS = 60;
  return text.replaceAll(/\p{Cc}/gu, ' ').slice(0, NAME_CHARACTERS);
}

function leftAligned(rows: readonly (readonly [string, string])[]): string {
  const width = Math.max(...rows.map(([name]) => name.length));
  return rows.map(([name, value]) => `${name.padEnd(width)}  ${value}`).join('\n');
}
