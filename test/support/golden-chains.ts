import { existsSync, readdirSync, readFileSync } from 'node:fs';

/** A chain file and what the independent 50-digit reference says about it. */
export type GoldenChain = {
  readonly name: string;
  /** Path of the chain file. */
  readonly path: string;
  readonly isPresent: boolean;
  // biome-ignore lint/suspicious/noExplicitAny: the reference is compared field by field, never trusted as a type.
  readonly readExpected: () => any;
};

function goldenChain(chains: string, expected: string, name: string): GoldenChain {
  const chain = new URL(`../../${chains}/${name}.json`, import.meta.url);
  const reference = new URL(`../../${expected}/${name}.json`, import.meta.url);
  return {
    name,
    path: chain.pathname,
    isPresent: existsSync(chain) && existsSync(reference),
    readExpected: () => JSON.parse(readFileSync(reference, 'utf8')),
  };
}

/** The golden chains kept with the tests. */
export const goldenChains = readdirSync(new URL('../golden/chains/', import.meta.url)).map((file) =>
  goldenChain('test/golden/chains', 'test/golden/expected', file.replace('.json', '')),
);

/** Four recorded Deribit chains, which are not kept with the project. */
export const recordedChains = [
  'BTC_2026-01-16T09',
  'BTC_2026-02-05T09',
  'BTC_2026-02-11T21',
  'ETH_2026-02-05T09',
].map((name) =>
  goldenChain('../shared/golden/recorded', '../shared/golden/recorded_expected', name),
);
