import type { Levels } from '../exposure/levels.ts';
import { level, levelSize, levelSteps, roundLevel } from './numbers.ts';
import { utcWeekTime } from './times.ts';

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

function straddleWords(levels: Levels): readonly string[] {
  const { symbol, spot, straddle } = levels;
  const band = straddleBand(levels);
  if (straddle === null || band === null) return [];
  const size = levelSize(symbol, straddle.usd, spot);
  const between = `${level(symbol, band.low)}–${level(symbol, band.high)}`;
  return [`straddle to ${utcWeekTime(straddle.settlesMs)} ±${size}: ${between}`];
}

/** Walls and straddle; a missing wall is named. Nothing where levels are withheld: the flip's line has the reason. */
export function levelsLines(levels: Levels): readonly string[] {
  const { symbol, flip, putWall, callWall } = levels;
  if (flip.status === 'withheld') return [];
  const words = [
    putWall === null ? 'no put wall at or below spot' : `put wall ${level(symbol, putWall)}`,
    callWall === null ? 'no call wall at or above spot' : `call wall ${level(symbol, callWall)}`,
    ...straddleWords(levels),
  ];
  return [`**Levels** ${words.join(' · ')}`];
}
