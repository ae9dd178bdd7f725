import { existsSync, readdirSync, readFileSync } from 'node:fs';

/** A chain and what the independent 50-digit reference says about it. */
export type GoldenChain = {
  readonly name: string;
  /** Path of the chain file. */
  readonly path: string;
  // biome-ignore lint/suspicious/noExplicitAny: the reference file is compared field by field, never trusted as a type.
  readonly expected: any;
};

function chainsIn(chains: string, expected: string): GoldenChain[] {
  const [chainFolder, expectedFolder] = [folder(chains), folder(expected)];
  if (!existsSync(chainFolder)) return [];
  return readdirSync(chainFolder)
    .filter((file) => file.endsWith('.json'))
    .map((file) => ({
      name: file.replace('.json', ''),
      path: new URL(file, chainFolder).pathname,
      expected: JSON.parse(readFileSync(new URL(file, expectedFolder), 'utf8')),
    }));
}

function folder(path: string): URL {
  return new URL(`../../${path}/`, import.meta.url);
}

/** The golden chains kept with the tests. */
export const goldenChains = chainsIn('test/golden/chains', 'test/golden/expected');

/** Four recorded Deribit chains; empty where the recorded data are absent. */
export const recordedChains = chainsIn(
  '../shared/golden/recorded',
  '../shared/golden/recorded_expected',
);
