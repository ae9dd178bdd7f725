import type { FlipAttribution, Grade, TimeAndVol } from '../../src/core/exposure/companions.ts';
import type { Flip, FlipReading } from '../../src/core/exposure/flip.ts';
import type { Levels, Rung } from '../../src/core/exposure/levels.ts';

/** What stands beside the flip in a snapshot, each part null where it is not known. */
export type Companions = {
  /** Distance of each further reading from the flip as a fraction of it; null where that reading has no flip. */
  readonly readings: readonly (number | null)[];
  /** What vols reacting add to each rung, as a share of the largest rung. */
  readonly react: { readonly added: readonly number[]; readonly volPointsPerFall: number } | null;
  readonly timeAndVol: Omit<TimeAndVol, 'settlesMs'> | null;
  /** Share of spot. */
  readonly straddle: number | null;
  readonly touchOdds: number;
  /** Share of spot by which the strike of max pain lies from it. */
  readonly maxPain: number | null;
  /** Share of the −1 % rung within 30 days; beyond 0..1 where later expiries trade the other way. */
  readonly nearShare: number;
  /** Shares of spot. */
  readonly attribution: Omit<FlipAttribution, 'sinceMs' | 'from' | 'to'> | null;
  readonly grade: Grade;
};

const DAY_MS = 86_400_000;

const FURTHER_READINGS: readonly FlipReading['name'][] = [
  'next 30 days',
  'without the nearest expiry',
  'out of the money',
  'vols +2',
  'vols −2',
];

/** Companions of the size that the formulas give on a real book. */
export const SOME_COMPANIONS: Companions = {
  readings: [870 / 72_180, 20 / 72_180, -530 / 72_180, -90 / 72_180, 90 / 72_180],
  react: { added: [-0.05, -0.04, -0.02, 0.02, 0.04, 0.05], volPointsPerFall: 0.42 },
  timeAndVol: { charmUsd: 1.94e6, vannaUsd: 2.6e6, vannaUpUsd: -2.5e6 },
  straddle: 1_154 / 71_240,
  touchOdds: 0.48,
  maxPain: 760 / 71_240,
  nearShare: 0.91,
  attribution: {
    openInterest: -410 / 71_240,
    vols: 60 / 71_240,
    time: -40 / 71_240,
    rollOff: -330 / 71_240,
  },
  grade: { letter: 'A', reasons: [] },
};

function withReadings(flip: Flip, shifts: Companions['readings']): Flip {
  if (flip.status !== 'found') return flip;
  const further = FURTHER_READINGS.map((name, index): FlipReading => {
    const shift = shifts[index] ?? null;
    return { name, spot: shift === null ? null : flip.spot * (1 + shift) };
  });
  const readings = [...flip.readings, ...further];
  const spots = readings.flatMap(({ spot }) => (spot === null ? [] : [spot]));
  return { ...flip, readings, range: { low: Math.min(...spots), high: Math.max(...spots) } };
}

function reactingOf({ ladder }: Levels, react: Companions['react']): Levels['reacting'] {
  if (react === null) return null;
  const largest = Math.max(...ladder.map(({ usd }) => Math.abs(usd)));
  return {
    volPointsPerFall: react.volPointsPerFall,
    ladder: ladder.map((rung, index): Rung => {
      const usd = rung.usd + (react.added[index] ?? 0) * largest;
      return { ...rung, usd, units: usd / rung.spot };
    }),
  };
}

function attributionOf(levels: Levels, parts: Companions['attribution']): FlipAttribution | null {
  const { flip, spot, dataTimeMs } = levels;
  if (parts === null || flip.status !== 'found') return null;
  const inUsd = {
    openInterest: parts.openInterest * spot,
    vols: parts.vols * spot,
    time: parts.time * spot,
    rollOff: parts.rollOff * spot,
  };
  const change = inUsd.openInterest + inUsd.vols + inUsd.time + inUsd.rollOff;
  return { sinceMs: dataTimeMs - DAY_MS, from: flip.spot - change, to: flip.spot, ...inUsd };
}

/** The same levels with companions that agree with them: odds only outside the range, parts that add up. */
export function accompanied(levels: Levels, companions: Companions = SOME_COMPANIONS): Levels {
  const { straddle, maxPain, nearShare } = companions;
  const { spot, dataTimeMs, ladder } = levels;
  const flip = withReadings(levels.flip, companions.readings);
  const settlesMs = (Math.floor((dataTimeMs - DAY_MS / 3) / DAY_MS) + 1) * DAY_MS + DAY_MS / 3;
  const isOutside = flip.status === 'found' && (spot < flip.range.low || spot > flip.range.high);
  const fallUsd = ladder.find(({ move }) => move === -0.01)?.usd ?? 0;
  return {
    ...levels,
    flip,
    reacting: reactingOf(levels, companions.react),
    timeAndVol: companions.timeAndVol === null ? null : { settlesMs, ...companions.timeAndVol },
    straddle: straddle === null ? null : { settlesMs, usd: straddle * spot, quotedMs: dataTimeMs },
    touchOdds: straddle !== null && isOutside ? companions.touchOdds : null,
    maxPain: maxPain === null ? null : { expiryMs: settlesMs, strike: spot * (1 + maxPain) },
    fallTrade: { within30DaysUsd: nearShare * fallUsd, laterUsd: (1 - nearShare) * fallUsd },
    attribution: attributionOf(levels, companions.attribution),
    grade: companions.grade,
  };
}
