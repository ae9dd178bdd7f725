import { globSync } from 'node:fs';
import { basename, join } from 'node:path';
import { expect } from 'vitest';
import { type LoadedChain, readChainInput } from '../../src/cli/chain-input.ts';
import { sourceLines } from '../../src/cli/source-lines.ts';
import type { Chain } from '../../src/core/chain/chain.ts';
import { cleanChain } from '../../src/core/chain/clean.ts';
import { type Analysis, analyseChain } from '../../src/core/exposure/analysis.ts';
import { levelsOf } from '../../src/core/exposure/levels-of.ts';
import { SIGN_MODELS } from '../../src/core/exposure/sign-model.ts';
import { nonFiniteNumbersIn } from './finite.ts';

/** Where recorded market data lie, beside the repository; absent on most machines. */
export const RECORDED = join(import.meta.dirname, '..', '..', '..', 'shared', 'data');

/** Recorded files of a pattern, in order. */
export function recorded(pattern: string): readonly string[] {
  return globSync(pattern, { cwd: RECORDED })
    .toSorted()
    .map((name) => join(RECORDED, name));
}

/** CBOE's recorded files that hold options on a spot price. */
export function suitableCboeFiles(): readonly string[] {
  const downloads = recorded('cboe/quotedata_csv/*_*.csv.gz');
  const documents = recorded('cboe/{json_reconstructed,json_fixtures}/*_*.json*');
  return [...downloads, ...documents].filter((file) => !/VIX/.test(file));
}

/** What `analyze` says of a chain, held to finite numbers and, for people, to whole words. */
export function analysed({ chain, terms, source }: LoadedChain): Analysis {
  const analysis = analyseChain(cleanChain(chain), {
    signModel: SIGN_MODELS.naive,
    levels: 21,
    range: { low: 0.9, high: 1.1 },
    hedging: { terms, volume: null, contractUsd: null },
  });
  expect(nonFiniteNumbersIn({ analysis, source })).toEqual([]);
  expect(sourceLines(source, analysis.asOf).join('\n')).not.toMatch(/NaN|undefined|Infinity/);
  return analysis;
}

/** Levels of a poll that follows another one, held to finite numbers; returns what the next one follows. */
export function polledAfter(dayAgo: Chain | null, { chain, terms }: LoadedChain): Chain {
  const cleaned = cleanChain(chain);
  const listing = { symbol: 'test', venue: 'test', settlement: terms };
  expect(nonFiniteNumbersIn(levelsOf(cleaned, listing, { earlier: null, dayAgo }))).toEqual([]);
  return cleaned;
}

/** Every chain of a file. */
export async function chainsOf(file: string): Promise<readonly LoadedChain[]> {
  const input = await readChainInput(file, 0);
  if (!input.ok) throw new Error(input.failure);
  return input.value.chains;
}

/** A file with one chain, and what `analyze` says of it. */
export async function single(file: string): Promise<LoadedChain & { readonly analysis: Analysis }> {
  const [loaded] = await chainsOf(file);
  if (loaded === undefined) throw new Error(`${file} gave no chain`);
  return { ...loaded, analysis: analysed(loaded) };
}

/** Why a recording is withheld or marked, by what its provenance calls it. */
const DAMAGED: readonly (readonly [RegExp, 'B' | 'C' | 'D', string])[] = [
  [/partial|SPY_2025/, 'D', 'a part of the chain'],
  [/truncated/, 'D', 'a part of the chain'],
  [/date-line-malformed/, 'B', 'has no year'],
  [/no-greeks-columns/, 'C', 'lacks the columns IV'],
  [/AMD/, 'B', 'cannot be read'],
];

/** Holds an analysis of a recorded CBOE file to the grade that its damage deserves. */
export function expectGradeOf(file: string, { quality, flip }: Analysis): void {
  const { letter, reasons } = quality;
  const damage = DAMAGED.find(([pattern]) => pattern.test(basename(file)));
  if (damage === undefined) {
    expect(letter).toMatch(/[ABC]/);
    return;
  }
  const [, expected, why] = damage;
  expect(letter).toBe(expected);
  expect(reasons.join('; ')).toContain(why);
  if (letter === 'D') expect(flip.status).toBe('withheld');
}
