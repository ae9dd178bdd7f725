import type { Amplification } from '../core/exposure/hedging/amplification.ts';
import type { FlowBudget } from '../core/exposure/hedging/flow-budget.ts';
import type { HedgingReport } from '../core/exposure/hedging/hedging-report.ts';
import type { RebalancingPolicy } from '../core/exposure/hedging/rebalancing.ts';
import { trade, tradeWord } from '../core/text/directions.ts';
import { dollars, signedPercent } from '../core/text/numbers.ts';
import { formatTable } from './table.ts';

/** What moves dealers besides spot with vols held: time, vol, and vols that react; and what that does to a move. */
export function hedgingTable(report: HedgingReport): string {
  const { settles, charmUsd, vannaUsd, reacting, budget, amplification } = report;
  const lines = [
    'What moves dealers',
    `  Time, spot and vols held, to ${settles}: ${trade(charmUsd)}`,
    `  30-day vol −1 point, other expiries by √(30 days/T) up to 1.5: ${trade(vannaUsd)}`,
    ...contractLines(budget),
    ...(amplification === null ? [] : [amplificationLine(amplification)]),
  ];
  const policies = rebalancingLines(report);
  if (reacting === null)
    return [...lines, '  Vols react: no slope of the smile to read', ...policies].join('\n');
  const { ladder, volPointsPerFall } = reacting;
  const verb = volPointsPerFall < 0 ? 'fall' : 'rise';
  const points = Math.abs(volPointsPerFall).toPrecision(2);
  const rows = ladder.map(({ move, usd }) => [signedPercent(move), trade(usd)]);
  return [
    ...lines,
    `  Vols react: those of strikes ${verb} ${points} points per −1%`,
    formatTable([['move', 'dealers'], ...rows]),
    ...policies,
  ].join('\n');
}

/** One path under each policy, and how little may be traded on the day's moves within a band. */
function rebalancingLines({ rebalancing, band }: HedgingReport): readonly string[] {
  if (rebalancing.length === 0) return [];
  const rows = rebalancing.map(({ policy, boughtUsd, soldUsd, trades }) => [
    policyName(policy),
    boughtUsd === 0 ? 'nothing' : dollars(boughtUsd),
    soldUsd === 0 ? 'nothing' : dollars(soldUsd),
    String(trades.length),
  ]);
  const names = ['dealers who trade', 'buy', 'sell', 'trades'];
  return [
    '  Down 1 σ and back by settlement, within a day:',
    formatTable([names, ...rows]),
    ...bandLines(band),
  ];
}

function policyName(policy: RebalancingPolicy): string {
  switch (policy.kind) {
    case 'continuous':
      return 'all the time';
    case 'interval':
      return `every ${policy.minutes} minutes`;
    case 'band':
      return 'at the edge of a band';
    case 'end-of-day':
      return 'at the end';
  }
}

function bandLines(band: HedgingReport['band']): readonly string[] {
  if (band === null) return [];
  const { cost, riskAversionPerUsd, halfWidthUnits, moves } = band;
  const bounds = moves.map(({ sigmas, atLeastUsd, atMostUsd }) => {
    const least = atLeastUsd === 0 ? '$0' : dollars(atLeastUsd);
    const most = atMostUsd === 0 ? 'nothing' : `${trade(atMostUsd)} at most, ${least} at least`;
    return `    ${sigmas < 0 ? '−' : '+'}${Math.abs(sigmas)} σ: ${most}`;
  });
  return [
    `  Band of ±${halfWidthUnits.toPrecision(3)} units at cost ${cost} and risk aversion ${riskAversionPerUsd} per dollar:`,
    ...bounds,
  ];
}

/** The day's moves in futures or perpetuals, where the size of one was given. */
function contractLines({ moves }: FlowBudget): readonly string[] {
  const words = moves.flatMap(({ sigmas, contracts }) => {
    if (contracts === null) return [];
    const count = new Intl.NumberFormat('en-US', { maximumSignificantDigits: 3 });
    const sign = sigmas < 0 ? '−' : '+';
    return [
      `${sign}${Math.abs(sigmas)} σ ${tradeWord(contracts)} ${count.format(Math.abs(contracts))}`,
    ];
  });
  return words.length === 0 ? [] : [`  In contracts, moves of the day: ${words.join(', ')}`];
}

function amplificationLine({ factor, impact }: Amplification): string {
  const words =
    factor === null
      ? 'hedging would not come to rest'
      : `a first move becomes ${factor.toPrecision(4)} times as large`;
  return `  If each dollar traded moves the price by λ = ${impact.perUsd.toPrecision(3)} of itself (${impact.source}): ${words}`;
}
