import type { Rung } from '../exposure/levels.ts';
import { rungAt, tradeWord } from './directions.ts';
import { amountUnit, level, signedPercent } from './numbers.ts';
import type { MarketView } from './view.ts';

/** Columns of a row: a phone wraps beyond 34 in all. */
const MOVE_WIDTH = 5;
const PRICE_WIDTH = 8;
const TRADE_WIDTH = 11;

/** Amounts of one precision without their signs, ungrouped; those too small for it print as `<0.1`. */
function column(amounts: readonly number[], unitSize: number): (amount: number) => string {
  const largest = Math.max(...amounts.map((amount) => Math.abs(amount))) / unitSize;
  const decimals = largest >= 99.95 ? 0 : 1;
  const smallest = 10 ** -decimals;
  return (amount) => {
    const size = Math.abs(amount) / unitSize;
    if (size === 0) return '-';
    return size < smallest / 2 ? `<${smallest}` : size.toFixed(decimals);
  };
}

/** The rungs as a code block of at most 34 columns, vols held and, where known, reacting. */
export function ladderBlock({ levels, symbol }: MarketView): string {
  const { ladder, reacting } = levels;
  const reactTo = (move: number): Rung | null =>
    reacting === null ? null : rungAt(reacting.ladder, move);
  const amounts = [...ladder, ...(reacting?.ladder ?? [])].map(({ usd }) => usd);
  const unit = amountUnit(Math.max(...amounts.map((amount) => Math.abs(amount))));
  const amountIn = column(amounts, unit.size);
  const cell = (usd: number) => `${tradeWord(usd).padEnd(4)} ${amountIn(usd).padStart(4)}`;
  const rows = ladder.map(({ move, spot, usd }) => {
    const at = signedPercent(move).replace('−', '-').padEnd(MOVE_WIDTH);
    const price = level(symbol, spot).padStart(PRICE_WIDTH);
    const react = reactTo(move);
    const trades = [cell(usd).padEnd(TRADE_WIDTH), ...(react === null ? [] : [cell(react.usd)])];
    return `${at}${price} ${trades.join('')}`.trimEnd();
  });
  const counted = `$${unit.name}, from here`.padEnd(MOVE_WIDTH + PRICE_WIDTH + 1);
  const header = `${counted}${'held'.padEnd(TRADE_WIDTH)}${reacting === null ? '' : 'react'}`;
  return ['```', header.trimEnd(), ...rows, '```'].join('\n');
}
