import { readFileSync } from 'node:fs';
import type { Chain } from '../src/core/chain/chain.ts';
import { parseChainFile } from '../src/core/chain/chain-file.ts';
import { cleanChain } from '../src/core/chain/clean.ts';
import { analyseChain } from '../src/core/exposure/analysis.ts';
import { levelsOf } from '../src/core/exposure/levels-of.ts';
import { SIGN_MODELS } from '../src/core/exposure/sign-model.ts';
import { measureInterleaved } from './measure.ts';
import { spxSizeChain } from './spx-book.ts';

const ROUNDS = 15;
const OPTIONS = { signModel: SIGN_MODELS.naive, levels: 401, range: { low: 0.75, high: 1.25 } };

/** Milliseconds of one job. */
export type Duration = { readonly name: string; readonly medianMs: number };

function deribitSizeChain(): Chain {
  const file = new URL('../test/golden/chains/deribit_btc.json', import.meta.url);
  const parsed = parseChainFile(JSON.parse(readFileSync(file, 'utf8')));
  if (!parsed.ok) throw new Error(parsed.failure);
  return cleanChain(parsed.value);
}

/** Whole analyses: what `analyze` computes, and what every poll computes. */
export function benchAnalysis(): readonly Duration[] {
  const chains = [
    { size: 'Deribit', chain: deribitSizeChain() },
    { size: 'SPX', chain: cleanChain(spxSizeChain()) },
  ];
  const jobs = chains.flatMap(({ size, chain }) => [
    {
      name: `analyze, ${size} size (${chain.size} contracts)`,
      run: () => analyseChain(chain, OPTIONS),
    },
    {
      name: `levels for a poll, ${size} size`,
      run: () => levelsOf(chain, { symbol: size, venue: 'bench' }),
    },
  ]);
  return measureInterleaved(jobs, ROUNDS).map(({ name, medianNs }) => ({
    name,
    medianMs: medianNs / 1e6,
  }));
}
