import type { Rung } from '../exposure/levels.ts';
import { rungAt, tradeWord } from './directions.ts';
import { amountUnit, level, signedPercent } from './numbers.ts';
import type { MarketView } from './view.ts';

/** A phone wraps what is longer. */
const COLUMNS_MAX = 34;
/** Longest move, `-0.5%`, and longest word, `sell`. */
const MOVE_WIDTH = 5;
const WORD_WIDTH = 4;
/** Wide enough for what stands above moves and prices. */
const PRICE_WIDTH_MIN = 6;

/** An amount without its sign in three digits, ungrouped, to keep its column narrow: `57.1`, `109`, `<0.1`. */
function amountIn(usd: number, unitSize: number): string {
  const size = Math.abs(usd) / unitSize;
  if (size === 0) return '-';
  if (size < 0.05) return '<0.1';
  return size.toFixed(size >= 99.95 ? 0 : 1);
}

type AmountColumn = { readonly unitSize: number; readonly width: number };

/** How wide a column of amounts without their signs is. */
export function amountWidth(amountsUsd: readonly number[], unitSize: number): number {
  return widest(
    amountsUsd.map((usd) => amountIn(usd, unitSize)),
    0,
  );
}

/** Word and amount of one trade, in columns: `sell  8.0`. */
export function tradeCell(usd: number, { unitSize, width }: AmountColumn): string {
  return `${tradeWord(usd).padEnd(WORD_WIDTH)} ${amountIn(usd, unitSize).padStart(width)}`;
}

function widest(cells: readonly string[], min: number): number {
  return Math.max(min, ...cells.map((cell) => cell.length));
}

/** The rungs as a code block that a phone does not wrap, vols held and, where known, reacting. */
export function ladderBlock({ levels, symbol }: MarketView): string {
  const { ladder, reacting } = levels;
  const trades = ladder.map(({ move, usd }): readonly number[] => {
    const react: Rung | null = reacting === null ? null : rungAt(reacting.ladder, move);
    return react === null ? [usd] : [usd, react.usd];
  });
  const unit = amountUnit(Math.max(...trades.flat().map((usd) => Math.abs(usd))));
  const prices = ladder.map(({ spot }) => level(symbol, spot));
  const priceWidth = widest(prices, PRICE_WIDTH_MIN);
  const column = { unitSize: unit.size, width: amountWidth(trades.flat(), unit.size) };
  const cellsWidth = (WORD_WIDTH + 1 + column.width) * (reacting === null ? 1 : 2) + 2;
  const gap = MOVE_WIDTH + 1 + priceWidth + 2 + cellsWidth <= COLUMNS_MAX ? '  ' : ' ';
  const rows = ladder.map(({ move }, index) => {
    const at = signedPercent(move).replace('−', '-').padEnd(MOVE_WIDTH);
    const price = (prices[index] ?? '').padStart(priceWidth);
    return `${at} ${price}${gap}${(trades[index] ?? []).map((usd) => tradeCell(usd, column)).join('  ')}`;
  });
  const left = `$${unit.name}, from here  `.padEnd(MOVE_WIDTH + priceWidth + 1 + gap.length);
  const held = 'held'.padEnd(WORD_WIDTH + column.width + 3);
  const header = `${left}${held}${reacting === null ? '' : 'react'}`.trimEnd();
  return ['```', header, ...rows, '```'].join('\n');
}
