import type { HedgingReport } from '../core/exposure/hedging/hedging-report.ts';
import { trade } from '../core/text/directions.ts';
import { signedPercent } from '../core/text/numbers.ts';
import { formatTable } from './table.ts';

/** What moves dealers besides spot with vols held: time, vol, and vols that react. */
export function hedgingTable({ settles, charmUsd, vannaUsd, reacting }: HedgingReport): string {
  const lines = [
    'What moves dealers',
    `  Time, spot and vols held, to ${settles}: ${trade(charmUsd)}`,
    `  30-day vol −1 point, other expiries by √(30 days/T) up to 1.5: ${trade(vannaUsd)}`,
  ];
  if (reacting === null)
    return [...lines, '  Vols react: no slope of the smile to read'].join('\n');
  const { ladder, volPointsPerFall } = reacting;
  const verb = volPointsPerFall < 0 ? 'fall' : 'rise';
  const points = Math.abs(volPointsPerFall).toPrecision(2);
  const rows = ladder.map(({ move, usd }) => [signedPercent(move), trade(usd)]);
  return [
    ...lines,
    `  Vols react: those of strikes ${verb} ${points} points per −1%`,
    formatTable([['move', 'dealers'], ...rows]),
  ].join('\n');
}
