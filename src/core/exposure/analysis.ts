import { type Chain, type Coverage, type Skipped, USABLE_SHARE_MIN } from '../chain/chain.ts';
import { formatInstant } from '../chain/instant.ts';
import { CHAIN_FILE_TERMS, hoursOf } from '../chain/settlement-terms.ts';
import { agreementOf } from './agreement.ts';
import { type AnalysisCompanions, analysisCompanions } from './analysis-companions.ts';
import type { Grade } from './companions.ts';
import { dealerBook } from './dealer-book.ts';
import { contractExposures, type Totals, totalExposure } from './exposure.ts';
import { type ExposureSummary, exposureSummary } from './exposure-summary.ts';
import type { Flip } from './flip.ts';
import { type GammaBook, gammaBook } from './gamma-book.ts';
import { flipByGrade, gradeOf } from './grade.ts';
import { exposureByExpiry, exposureByStrike, type GroupExposure } from './grouped-exposure.ts';
import { type HedgeFlow, hedgeFlows } from './hedge-flow.ts';
import { type HedgingInputs, type HedgingReport, hedgingReport } from './hedging/hedging-report.ts';
import { gammaProfile, logGrid } from './profile.ts';
import { flipWithReadings } from './readings.ts';
import { findRoots } from './roots.ts';
import { type Scenario, scenarioGrid } from './scenarios.ts';
import { type Side, sideOf } from './side.ts';
import type { SignModel } from './sign-model.ts';
import { findWalls, type Walls } from './walls.ts';

export type AnalysisOptions = {
  readonly signModel: SignModel;
  /** Log-uniform levels of the profile, both ends included; at least 2. */
  readonly levels: number;
  /** Multiples of spot, 0 < low < high. */
  readonly range: { readonly low: number; readonly high: number };
  /** What is known of the market besides its chain; nothing if left out. */
  readonly hedging?: HedgingInputs;
};

const NOTHING_KNOWN: HedgingInputs = { terms: CHAIN_FILE_TERMS, volume: null, contractUsd: null };

/** Everything that `analyze` says about one chain, with the names of its JSON. Dollars unless a field says otherwise. */
export type Analysis = {
  readonly name: string;
  /** Data time, ISO instant. */
  readonly asOf: string;
  readonly spot: number;
  readonly signModel: { readonly id: string; readonly sentence: string };
  readonly used: number;
  readonly skipped: Skipped;
  readonly quality: Grade &
    Coverage & {
      /** Less than 90 % of open interest could be used; null where nothing is open. */
      readonly isPartial: boolean | null;
    };
  readonly side: Side | null;
  readonly flip: Flip & {
    /** Of the readings that have a flip, those with spot on the same side of it as the first; null without a flip. */
    readonly agreement: { readonly count: number; readonly of: number } | null;
  };
  readonly totals: Totals;
  /** The same and more in every usual unit, net and gross, by type and by time to settlement. */
  readonly exposures: ExposureSummary;
  readonly walls: Walls;
  readonly companions: AnalysisCompanions;
  readonly zeroGamma: {
    readonly range: readonly [number, number];
    readonly roots: readonly ZeroGammaRoot[];
    readonly nearestMaterialRoot: number | null;
  };
  readonly profile: {
    readonly spots: readonly number[];
    readonly gex: readonly number[];
    readonly grossGex: readonly number[];
  };
  readonly hedgeFlows: readonly HedgeFlow[];
  readonly scenarios: readonly Scenario[];
  /** Null where no contract could be used. */
  readonly hedging: HedgingReport | null;
  readonly byStrike: readonly (GroupExposure & { readonly strike: number })[];
  readonly byExpiry: readonly (GroupExposure & { readonly expiry: string })[];
};

type ZeroGammaRoot = {
  readonly spot: number;
  readonly slopeSign: 1 | -1;
  readonly prominence: number;
  /** Always true: roots that are not material are not listed. */
  readonly material: true;
};

/** Analyses a cleaned chain under one sign model. */
export function analyseChain(chain: Chain, options: AnalysisOptions): Analysis {
  const { spot, coverage } = chain;
  const { signModel } = options;
  const book = dealerBook(chain, signModel);
  const columns = contractExposures(book);
  const totals = totalExposure(book, columns);
  const gamma = gammaBook(book);
  const grade = gradeOf(chain, null);
  const flip = flipByGrade(flipWithReadings(book), grade);
  const byStrike = exposureByStrike(book, columns);
  const walls = findWalls(byStrike, spot);
  const share = coverage.openInterestShare;
  const companions = analysisCompanions(chain, { flip, walls, byStrike });
  const inputs = options.hedging ?? NOTHING_KNOWN;
  const { atmVol30Day } = companions;
  const hedging = hedgingReport(book, { columns, atmVol30Day }, inputs);
  return {
    name: chain.name,
    asOf: formatInstant(chain.asOfMs),
    spot,
    signModel: { id: signModel.id, sentence: signModel.sentence },
    used: chain.size,
    skipped: chain.skipped,
    quality: { ...grade, ...coverage, isPartial: share === null ? null : share < USABLE_SHARE_MIN },
    side: sideOf({ spot, gex: totals.gex, flip }),
    flip: { ...flip, agreement: readingsAgreeing(flip, spot) },
    totals,
    exposures: exposureSummary(book, {
      columns,
      charmTradeUsd: hedging?.charmUsd ?? null,
      hours: hoursOf(inputs.terms),
    }),
    walls,
    companions,
    zeroGamma: zeroGammaOf(gamma, options),
    profile: profileOf(gamma, options),
    hedgeFlows: hedgeFlows(book, totals.gex),
    scenarios: scenarioGrid(book),
    hedging,
    byStrike,
    byExpiry: exposureByExpiry(book, columns).map(({ expiryMs, ...sums }) => ({
      expiry: formatInstant(expiryMs),
      ...sums,
    })),
  };
}

function readingsAgreeing(flip: Flip, spot: number): Analysis['flip']['agreement'] {
  if (flip.status !== 'found') return null;
  const { agreeing, withFlip } = agreementOf(flip, spot, spot < flip.spot ? 'short' : 'long');
  return { count: agreeing, of: withFlip };
}

function zeroGammaOf(gamma: GammaBook, { range }: AnalysisOptions): Analysis['zeroGamma'] {
  const found = findRoots(gamma, { low: Math.log(range.low), high: Math.log(range.high) });
  const distance = (root: { readonly spot: number }) => Math.abs(Math.log(root.spot / gamma.spot));
  const [nearest] = found.toSorted((a, b) => distance(a) - distance(b));
  return {
    range: [gamma.spot * range.low, gamma.spot * range.high],
    roots: found.map((root) => ({ ...root, material: true })),
    nearestMaterialRoot: nearest?.spot ?? null,
  };
}

function profileOf(gamma: GammaBook, { range, levels }: AnalysisOptions): Analysis['profile'] {
  const grid = logGrid(Math.log(range.low), Math.log(range.high), levels);
  const { spots, net, gross } = gammaProfile(gamma, grid);
  return { spots: [...spots], gex: [...net], grossGex: [...gross] };
}
