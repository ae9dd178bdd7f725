import type { FlipAttribution } from '../exposure/companions.ts';
import { SESSIONS_MIN } from '../exposure/gamma-history.ts';
import { isWithheld } from '../exposure/grade.ts';
import { levelChange, levelSteps, share, signedDollars } from './numbers.ts';
import { roundedToTotal } from './rounded-parts.ts';
import { marketDay } from './times.ts';
import type { MarketView } from './view.ts';

/** Where net gamma stands in its own history: `, higher than on 61% of 118 sessions`, `, day 12 of 60`; or nothing. */
export function historyWords({ history }: MarketView): string {
  const { sessions, percentile } = history;
  if (sessions === 0 || (percentile === null && sessions >= SESSIONS_MIN)) return '';
  if (percentile === null) return `, day ${sessions} of ${SESSIONS_MIN}`;
  const isHigh = percentile >= 0.5;
  return `, ${isHigh ? 'higher' : 'lower'} than on ${share(isHigh ? percentile : 1 - percentile)} of ${sessions} sessions`;
}

/** What the contracts that expired since a day ago are called. */
function expiredName({ levels, dayAgo }: MarketView): string {
  const today = marketDay('always', levels.dataTimeMs);
  const gone = (dayAgo?.expiries ?? []).filter(({ expiryMs }) => expiryMs <= levels.dataTimeMs);
  const isTodays = gone.every(({ expiryMs }) => marketDay('always', expiryMs) === today);
  return gone.length > 0 && isTodays ? "today's expiry" : 'expiries';
}

/** The parts of a flip's move in steps of its market; as printed they add up to the move as printed. */
function attributionWords(view: MarketView, attribution: FlipAttribution): string {
  const { symbol } = view;
  const { from, to, openInterest, vols, time, rollOff } = attribution;
  const stepsIn = (change: number) => levelSteps(symbol, change, to);
  const timeAndExpiry =
    view.hours === 'new-york'
      ? [{ name: 'time and expiry', change: time + rollOff }]
      : [
          { name: 'time', change: time },
          { name: expiredName(view), change: rollOff },
        ];
  const parts = [
    { name: 'open interest', change: openInterest },
    { name: 'vols', change: vols },
    ...timeAndExpiry,
  ];
  const steps = roundedToTotal(
    parts.map(({ change }) => stepsIn(change)),
    stepsIn(to - from),
  );
  const words = parts.flatMap(({ name }, index) => {
    const count = steps[index] ?? 0;
    return count === 0 ? [] : [`${name} ${levelChange(symbol, count / stepsIn(1), to)}`];
  });
  const because = words.length === 0 ? '' : ` (${words.join(', ')})`;
  return `flip ${levelChange(symbol, to - from, to)}${because}`;
}

function flipChangeWords(view: MarketView): readonly string[] {
  const { levels, dayAgo, symbol } = view;
  if (levels.flip.status === 'withheld') return [];
  if (levels.attribution !== null) return [attributionWords(view, levels.attribution)];
  if (dayAgo?.flip.status !== 'found' || levels.flip.status !== 'found') return [];
  const { spot } = levels.flip;
  return [`flip ${levelChange(symbol, spot - dayAgo.flip.spot, spot)}`];
}

/** What changed against a day ago and why; nothing where neither is known. */
export function sinceYesterdayLines(view: MarketView): readonly string[] {
  const { dayAgo, levels } = view;
  const gamma =
    dayAgo === null || isWithheld(dayAgo.grade)
      ? []
      : [
          `net gamma ${signedDollars(dayAgo.gexUsd)} → ${signedDollars(levels.gexUsd)} per 1%${historyWords(view)}`,
        ];
  const words = [...flipChangeWords(view), ...gamma];
  return words.length === 0 ? [] : [`**Since yesterday** ${words.join(' · ')}`];
}
