import { z } from 'zod';
import type { Levels } from '../../core/exposure/levels.ts';

const roots = z.array(
  z.object({
    spot: z.number(),
    slopeSign: z.union([z.literal(1), z.literal(-1)]),
    prominence: z.number(),
  }),
);

const readingName = z.enum([
  'all expiries',
  'next 30 days',
  'without the nearest expiry',
  'out of the money',
  'vols +2',
  'vols −2',
  'observed signs',
]);

const side = z.enum(['long', 'short', 'at the flip']).nullable();

const rung = z.object({ move: z.number(), spot: z.number(), units: z.number(), usd: z.number() });

const flip = z.discriminatedUnion('status', [
  z.object({
    status: z.literal('found'),
    spot: z.number(),
    range: z.object({ low: z.number(), high: z.number() }),
    readings: z.array(z.object({ name: readingName, spot: z.number().nullable() })),
    roots,
    minorRoots: roots,
  }),
  z.object({
    status: z.enum(['none_long', 'none_short', 'inverted_only']),
    roots,
    minorRoots: roots,
  }),
  z.object({ status: z.literal('withheld'), reason: z.string(), roots }),
]);

/** Levels as stored; also the guard that no figure without a finite value is ever written. */
export const levelsSchema: z.ZodType<Levels> = z.object({
  symbol: z.string(),
  venue: z.string(),
  dataTimeMs: z.number(),
  spot: z.number(),
  signModel: z.enum(['naive', 'observed']),
  signs: z
    .object({
      gammaShare: z.number(),
      assumed: z.object({ gexUsd: z.number(), flipSpot: z.number().nullable(), side }),
    })
    .nullable(),
  flip,
  gexUsd: z.number(),
  grossGexUsd: z.number(),
  callGexUsd: z.number(),
  putGexUsd: z.number(),
  matchedShare: z.number().nullable(),
  exposures: z.object({
    vannaUsdPerVolPoint: z.number(),
    charmUsdPerDay: z.number(),
    vegaUsdPerVolPoint: z.number(),
    volgaUsdPerVolPointSquared: z.number(),
    speedUsdPerPercentSquared: z.number(),
  }),
  marks: z.object({
    absoluteGammaStrike: z.number().nullable(),
    openInterestWalls: z.object({ call: z.number().nullable(), put: z.number().nullable() }),
  }),
  ladder: z.array(rung),
  callWall: z.number().nullable(),
  putWall: z.number().nullable(),
  atmVol30Day: z.number().nullable(),
  reacting: z.object({ ladder: z.array(rung), volPointsPerFall: z.number() }).nullable(),
  timeAndVol: z
    .object({
      settlesMs: z.number(),
      charmUsd: z.number(),
      vannaUsd: z.number(),
      vannaUpUsd: z.number(),
    })
    .nullable(),
  straddle: z.object({ settlesMs: z.number(), usd: z.number(), quotedMs: z.number() }).nullable(),
  touchOdds: z.number().nullable(),
  maxPain: z.object({ expiryMs: z.number(), strike: z.number() }).nullable(),
  fallTrade: z.object({ within30DaysUsd: z.number(), laterUsd: z.number() }),
  termStructure: z.array(z.object({ expiryMs: z.number(), vol: z.number() })),
  riskReversal25Delta: z.number().nullable(),
  attribution: z
    .object({
      sinceMs: z.number(),
      from: z.number(),
      to: z.number(),
      openInterest: z.number(),
      vols: z.number(),
      time: z.number(),
      rollOff: z.number(),
    })
    .nullable(),
  pooled: z
    .object({
      name: z.string(),
      gexUsd: z.number(),
      flipSpot: z.number().nullable(),
      side,
      members: z.array(
        z.object({
          symbol: z.string(),
          dataTimeMs: z.number(),
          gexUsd: z.number(),
          flipSpot: z.number().nullable(),
          flipSpotHere: z.number().nullable(),
          side,
        }),
      ),
    })
    .nullable(),
  realisedVol: z.object({ vol: z.number(), days: z.number() }).nullable(),
  futureBasis: z.object({ name: z.string(), usd: z.number() }).nullable(),
  sameDay: z.object({ volume: z.number(), openInterest: z.number() }).nullable(),
  spotCheck: z.object({ other: z.string(), gap: z.number() }).nullable(),
  deliveryPriceUsd: z.number().nullable(),
  funding8h: z.number().nullable(),
  impliedVolIndex: z.number().nullable(),
  spotFrom: z.string().nullable(),
  spotCloseOf: z.string().nullable(),
  openInterestSession: z.string().nullable(),
  grade: z.object({
    letter: z.enum(['A', 'B', 'C', 'D', 'F']),
    reasons: z.array(z.string()),
  }),
  expiries: z.array(
    z.object({
      expiryMs: z.number(),
      gexUsd: z.number(),
      grossShare: z.number(),
      openInterestUnits: z.number(),
    }),
  ),
  strikes: z.array(
    z.object({
      strike: z.number(),
      netGexUsd: z.number(),
      callGexUsd: z.number(),
      putGexUsd: z.number(),
    }),
  ),
  profile: z.object({ spots: z.array(z.number()), gexUsd: z.array(z.number()) }),
  coverage: z.object({
    contractsOpen: z.number(),
    contractsUsed: z.number(),
    openInterestShare: z.number().nullable(),
  }),
});
