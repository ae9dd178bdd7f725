import { readFileSync } from 'node:fs';
import type { Chain, QuotedChain } from '../src/core/chain/chain.ts';
import { parseChainFile } from '../src/core/chain/chain-file.ts';
import { cleanChain } from '../src/core/chain/clean.ts';
import { analyseChain } from '../src/core/exposure/analysis.ts';
import { attributeFlip } from '../src/core/exposure/attribution.ts';
import { companionLevels } from '../src/core/exposure/companion-levels.ts';
import { dealerBook } from '../src/core/exposure/dealer-book.ts';
import { contractExposures, totalExposure } from '../src/core/exposure/exposure.ts';
import { findFlip } from '../src/core/exposure/flip.ts';
import { gammaBook } from '../src/core/exposure/gamma-book.ts';
import { exposureByExpiry, exposureByStrike } from '../src/core/exposure/grouped-exposure.ts';
import { hedgeTrades } from '../src/core/exposure/hedge-flow.ts';
import { levelsOf } from '../src/core/exposure/levels-of.ts';
import { matchedShare } from '../src/core/exposure/matched-share.ts';
import { gammaProfile, logGrid } from '../src/core/exposure/profile.ts';
import { flipWithReadings } from '../src/core/exposure/readings.ts';
import { scenarioGrid } from '../src/core/exposure/scenarios.ts';
import { SIGN_MODELS } from '../src/core/exposure/sign-model.ts';
import { findWalls } from '../src/core/exposure/walls.ts';
import { measureInterleaved } from './measure.ts';
import { spxSizeChain } from './spx-book.ts';

const ROUNDS = 15;
const OPTIONS = { signModel: SIGN_MODELS.naive, levels: 401, range: { low: 0.75, high: 1.25 } };
const GRID = logGrid(Math.log(0.75), Math.log(1.25), 401);
const LADDER_MOVES = [-0.02, -0.01, -0.005, 0.005, 0.01, 0.02];
const SIX_HOURS_MS = 6 * 3_600_000;

/** Milliseconds of one job, and what it may take; null where no bound is set. */
export type Duration = {
  readonly name: string;
  readonly medianMs: number;
  readonly targetMs: number | null;
};

function deribitSizeChain(): QuotedChain {
  const file = new URL('../test/golden/chains/deribit_btc.json', import.meta.url);
  const parsed = parseChainFile(JSON.parse(readFileSync(file, 'utf8')));
  if (!parsed.ok) throw new Error(parsed.failure);
  return parsed.value;
}

/** The same market six hours on: every vol and most of the open interest has changed. */
function laterChain(chain: QuotedChain): QuotedChain {
  const contracts = chain.contracts.map((contract, index) => ({
    ...contract,
    iv: contract.iv === null ? null : 1.01 * contract.iv,
    openInterest:
      contract.openInterest === null ? null : contract.openInterest * (1 + 0.02 * (index % 7)),
  }));
  return { ...chain, asOfMs: chain.asOfMs + SIX_HOURS_MS, contracts };
}

/** Exposures, profile, flip, levels and ladder. */
function standing(chain: Chain): unknown {
  const book = dealerBook(chain, SIGN_MODELS.naive);
  const columns = contractExposures(book);
  const gamma = gammaBook(book);
  const flip = findFlip(gamma);
  return [
    totalExposure(book, columns),
    findWalls(exposureByStrike(book, columns), chain.spot),
    exposureByExpiry(book, columns),
    matchedShare(chain),
    gammaProfile(gamma, GRID),
    companionLevels(chain, flip),
    hedgeTrades(book, LADDER_MOVES),
  ];
}

/** What comes on top of `standing`: the other readings, the attribution to a day before and the scenario grid. */
function extras(chain: Chain, before: Chain): unknown {
  const book = dealerBook(chain, SIGN_MODELS.naive);
  return [flipWithReadings(book), attributeFlip(before, chain), scenarioGrid(book)];
}

/** Whole analyses: the parts that have a bound, what `analyze` computes and what every poll computes. */
export function benchAnalysis(): readonly Duration[] {
  const sizes = [
    { size: 'Deribit', quoted: deribitSizeChain(), targetsMs: { standing: 3, all: 25 } },
    { size: 'SPX', quoted: spxSizeChain(), targetsMs: { standing: 25, all: 250 } },
  ];
  const jobs = sizes.flatMap(({ size, quoted, targetsMs }) => {
    const before = cleanChain(quoted);
    const chain = cleanChain(laterChain(quoted));
    const listing = { symbol: size, venue: 'bench' };
    return [
      {
        name: `${size} size (${chain.size} contracts): exposures, profile, flip, levels, ladder`,
        targetMs: targetsMs.standing,
        run: () => standing(chain),
      },
      {
        name: `${size} size: with readings, attribution and scenario grid`,
        targetMs: targetsMs.all,
        run: () => [standing(chain), extras(chain, before)],
      },
      {
        name: `${size} size: levels for a poll, with the chain of a day before`,
        targetMs: null,
        run: () => levelsOf(chain, listing, { earlier: null, dayAgo: before }),
      },
      { name: `${size} size: analyze`, targetMs: null, run: () => analyseChain(chain, OPTIONS) },
    ];
  });
  return measureInterleaved(jobs, ROUNDS).map(({ medianNs }, index) => ({
    name: jobs[index]?.name ?? '',
    medianMs: medianNs / 1e6,
    targetMs: jobs[index]?.targetMs ?? null,
  }));
}
