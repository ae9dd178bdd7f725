import type { Levels } from '../exposure/levels.ts';
import { rungAt, trade, tradeWord } from './directions.ts';
import { amountUnit, signedPercent, units } from './numbers.ts';
import { roundedToTotal } from './rounded-parts.ts';
import { standingOf } from './standing.ts';
import { utcTime } from './times.ts';
import type { MarketView } from './view.ts';

/** The ±1 % trades in the underlying, vols held: a size that a trader can feel. */
export function inUnitsLines({ levels, unit }: MarketView): readonly string[] {
  const words = [-0.01, 0.01].flatMap((move) => {
    const rung = rungAt(levels.ladder, move);
    return rung === null || rung.units === 0
      ? []
      : [`${signedPercent(move)} = ${units(rung.units, unit)}`];
  });
  return words.length === 0 ? [] : [`**In ${unit}** ${words.join(', ')} (vols held)`];
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
export function timeAndVolLines(levels: Levels): readonly string[] {
  const { timeAndVol } = levels;
  if (timeAndVol === null) return [];
  const { settlesMs, charmUsd, vannaUsd, vannaUpUsd } = timeAndVol;
  const vol =
    standingOf(levels) === 'short gamma'
      ? `+1 point: ${trade(vannaUpUsd)}`
      : `−1 point: ${trade(vannaUsd)}`;
  return [`**Time and vol** to ${utcTime(settlesMs)}: ${trade(charmUsd)} · 30-day vol ${vol}`];
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
