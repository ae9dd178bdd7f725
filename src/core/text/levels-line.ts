import type { Levels } from '../exposure/levels.ts';
import { marketDaysBetween } from '../schedule/market-day.ts';
import { closeBehindMs, isPreMarket } from '../schedule/market-hours.ts';
import { basisWords } from './hedge-words.ts';
import { level, levelSize, levelSteps, roundLevel } from './numbers.ts';
import { marketWeekTime, weekday } from './times.ts';
import type { MarketView } from './view.ts';

/** The straddle around spot, in the steps of the market; null without one. */
export function straddleBand({ symbol, spot, straddle }: Levels): {
  readonly low: number;
  readonly high: number;
} | null {
  if (straddle === null || Math.round(levelSteps(symbol, straddle.usd, spot)) === 0) return null;
  const half = straddle.usd;
  const centre = roundLevel(symbol, spot);
  return { low: roundLevel(symbol, centre - half), high: roundLevel(symbol, centre + half) };
}

/** Until when the straddle runs: `the close` of today's session, else a time of the week. */
function untilWords({ hours, nowMs }: MarketView, settlesMs: number): string {
  const isToday = hours === 'new-york' && marketDaysBetween(hours, nowMs, settlesMs) === 0;
  return isToday ? 'the close' : marketWeekTime(hours, settlesMs);
}

/** Quotes of a session that is over: ` (Mon close)`. */
function closeWords({ hours, nowMs }: MarketView, quotedMs: number): string {
  const closeMs = closeBehindMs(hours, { dataTimeMs: quotedMs, nowMs });
  return closeMs === null ? '' : ` (${weekday(hours, closeMs)} close)`;
}

/** Why a market with sessions shows no straddle, on which the odds rest as well. */
function missingStraddleWords({ hours, levels }: MarketView): readonly string[] {
  if (hours === 'always') return [];
  const when = isPreMarket(hours, levels.dataTimeMs) ? ' before the open' : '';
  return [`no straddle: no two-sided quotes${when}`];
}

/** The same of the future that its readers hedge in. */
function missingBasisWords({ hedge, levels }: MarketView): readonly string[] {
  return hedge === null || levels.futureBasis !== null
    ? []
    : [`no ${hedge.name}: no forward by put-call parity yet`];
}

function straddleWords(view: MarketView): readonly string[] {
  const { levels } = view;
  const { symbol, spot, straddle } = levels;
  const band = straddleBand(levels);
  if (straddle === null) return missingStraddleWords(view);
  if (band === null) return [];
  const size = levelSize(symbol, straddle.usd, spot);
  const between = `${level(symbol, band.low)}–${level(symbol, band.high)}`;
  return [
    `straddle to ${untilWords(view, straddle.settlesMs)} ±${size}: ${between}${closeWords(view, straddle.quotedMs)}`,
  ];
}

/** Strikes whose net gamma comes this near to a wall's are named with it: the label would jump between them. */
const NEARLY_WALL = 0.9;
/** More than two rivals are no wall but a plateau. */
const RIVALS_SHOWN_MAX = 2;

/** A wall with the strikes on its side of spot that come within 10 % of it: `7,300 (7,250 within 10%)`. */
function wallWords({ symbol, spot, strikes }: Levels, wall: number, side: 'put' | 'call'): string {
  const towards = side === 'call' ? 1 : -1;
  const size = (each: Levels['strikes'][number]) => towards * each.netGexUsd;
  const winner = strikes.find(({ strike }) => strike === wall);
  const rivals =
    winner === undefined
      ? []
      : strikes
          .filter((each) => each !== winner && towards * (each.strike - spot) >= 0)
          .filter((each) => size(each) >= NEARLY_WALL * size(winner))
          .toSorted((a, b) => size(b) - size(a))
          .slice(0, RIVALS_SHOWN_MAX)
          .map(({ strike }) => level(symbol, strike));
  const beside = rivals.length === 0 ? '' : ` (${rivals.join(', ')} within 10%)`;
  return `${side} wall ${level(symbol, wall)}${beside}`;
}

/** Walls and straddle; a missing wall is named. Nothing where levels are withheld: the flip's line has the reason. */
export function levelsLines(view: MarketView): readonly string[] {
  const { flip, putWall, callWall } = view.levels;
  if (flip.status === 'withheld') return [];
  const words = [
    putWall === null ? 'no put wall at or below spot' : wallWords(view.levels, putWall, 'put'),
    callWall === null ? 'no call wall at or above spot' : wallWords(view.levels, callWall, 'call'),
    ...straddleWords(view),
    ...basisWords(view),
    ...missingBasisWords(view),
  ];
  return [`**Levels** ${words.join(' · ')}`];
}
