import type { Levels } from '../exposure/levels.ts';
import { marketDaysBetween } from '../schedule/market-day.ts';
import { rungAt, trade, tradeWord } from './directions.ts';
import { tradeSize } from './hedge-words.ts';
import { amountUnit, signedPercent } from './numbers.ts';
import { roundedToTotal } from './rounded-parts.ts';
import { standingOf } from './standing.ts';
import { marketTime, marketWeekTime } from './times.ts';
import type { MarketView } from './view.ts';

/** The ±1 % trades in futures or in the underlying, vols held: a size that a trader can feel. */
export function inUnitsLines(view: MarketView): readonly string[] {
  const { levels, unit, hedge } = view;
  const words = [-0.01, 0.01].flatMap((move) => {
    const rung = rungAt(levels.ladder, move);
    const size = rung === null || rung.units === 0 ? null : tradeSize(rung, view);
    return size === null ? [] : [`${signedPercent(move)} = ${size}`];
  });
  const title = hedge === null ? `In ${unit}` : 'In futures';
  return words.length === 0 ? [] : [`**${title}** ${words.join(', ')} (vols held)`];
}

/** What the two columns of the ladder assume about vols. */
export function heldReactLine({ reacting }: Levels): string {
  if (reacting === null) return '**Held** each strike keeps its vol';
  const points = Math.abs(reacting.volPointsPerFall);
  const size = points < 0.05 ? 'under 0.1 points' : `${points.toFixed(1)} points`;
  const verb = reacting.volPointsPerFall < 0 ? 'fall' : 'rise';
  return `**Held / react** each strike keeps its vol / fixed-strike vols ${verb} ${size} per −1%`;
}

/** Dealers' trades that need no move; vol goes the way that it tends to go on dealers' side of the flip. */
export function timeAndVolLines(view: MarketView): readonly string[] {
  const { levels } = view;
  const isUp = standingOf(levels) === 'short gamma';
  return timeAndVolLine(view, isUp ? 'up' : 'down');
}

/** The same for a summary: always −1 point, so that days compare. */
export function morningTimeAndVolLines(view: MarketView): readonly string[] {
  return timeAndVolLine(view, 'down');
}

function timeAndVolLine(view: MarketView, volMove: 'up' | 'down'): readonly string[] {
  const { levels, hours, nowMs } = view;
  if (levels.timeAndVol === null) return [];
  const { settlesMs, charmUsd, vannaUsd, vannaUpUsd } = levels.timeAndVol;
  const isSoon = hours === 'new-york' && marketDaysBetween(hours, nowMs, settlesMs) === 0;
  const until = isSoon ? marketTime(hours, settlesMs) : marketWeekTime(hours, settlesMs);
  const vol = volMove === 'up' ? `+1 point: ${trade(vannaUpUsd)}` : `−1 point: ${trade(vannaUsd)}`;
  return [`**Time and vol** to ${until}: ${trade(charmUsd)} · 30-day vol ${vol}`];
}

/** The −1 % rung by expiry: near-dated flow is hedged today. As printed, the two add up to the rung as printed. */
export function whereFromLines({ fallTrade }: Levels): readonly string[] {
  const { within30DaysUsd, laterUsd } = fallTrade;
  const total = within30DaysUsd + laterUsd;
  const sizes = [within30DaysUsd, laterUsd, total].map((amount) => Math.abs(amount));
  const unit = amountUnit(Math.max(...sizes));
  const decimals = unit.size === 1 || Math.abs(total) / unit.size >= 99.95 ? 0 : 1;
  const scale = 10 ** decimals / unit.size;
  const printed = roundedToTotal([within30DaysUsd * scale, laterUsd * scale], total * scale);
  const parts = ['30 days and less', 'later'].flatMap((name, index) => {
    const amount = printed[index] ?? 0;
    const size = (Math.abs(amount) / 10 ** decimals).toFixed(decimals);
    return amount === 0 ? [] : [`${name} ${tradeWord(amount)} $${size}${unit.name}`];
  });
  return parts.length === 0 ? [] : [`**Where it comes from** −1%: ${parts.join(', ')}`];
}
