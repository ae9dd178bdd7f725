import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readChainInput } from '../../src/cli/chain-input.ts';
import { cleanChain } from '../../src/core/chain/clean.ts';
import { analyseChain } from '../../src/core/exposure/analysis.ts';
import { SIGN_MODELS } from '../../src/core/exposure/sign-model.ts';
import { nonFiniteNumbersIn } from '../support/finite.ts';

const data = join(import.meta.dirname, '..', '..', '..', 'shared', 'data');
const folders = ['cboe/quotedata_csv', 'cboe/json_reconstructed', 'deribit/reconstructed'];
const fixtures = join(import.meta.dirname, '..', 'fixtures', 'cboe');
const options = {
  signModel: SIGN_MODELS.naive,
  levels: 21,
  range: { low: 0.9, high: 1.1 },
};

/** The analysis of a file's one chain, or the sentence that refuses it. */
async function analysed(file: string) {
  const input = await readChainInput(file);
  if (!input.ok) return input.failure;
  const [chain] = input.value.chains;
  if (chain === undefined) throw new Error(`${file} gave no chain`);
  return analyseChain(cleanChain(chain), options);
}

describe('analyze on the documents of venues', () => {
  it('recognises quote downloads and documents by their content', async () => {
    for (const name of readdirSync(fixtures)) {
      const analysis = await analysed(join(fixtures, name));
      if (typeof analysis === 'string') expect(analysis).toContain(name);
      else expect(analysis.name).toMatch(/^cboe:/);
    }
  });

  describe.skipIf(!existsSync(data))('recorded', () => {
    const files = existsSync(data)
      ? folders.flatMap((folder) =>
          readdirSync(join(data, folder))
            .filter((name) => /\.(csv|json)(\.gz)?$/.test(name) && name !== 'COMPUTED.csv')
            .map((name) => join(data, folder, name)),
        )
      : [];

    it.each(files)('%s is analysed in finite numbers or refused with a reason', async (file) => {
      const analysis = await analysed(file);
      if (typeof analysis === 'string') {
        expect(analysis.length).toBeGreaterThan(40);
        return;
      }
      expect(nonFiniteNumbersIn(analysis)).toEqual([]);
      if (!/_partial/.test(file)) return;
      expect(analysis.quality.letter).toMatch(/[DF]/);
      expect(analysis.flip).toMatchObject({ status: 'withheld' });
    });
  });
});
