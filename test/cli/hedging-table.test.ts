import { expect, it } from 'vitest';
import { hedgingTable } from '../../src/cli/hedging-table.ts';
import { cleanChain } from '../../src/core/chain/clean.ts';
import { CHAIN_FILE_TERMS } from '../../src/core/chain/settlement-terms.ts';
import { analyseChain } from '../../src/core/exposure/analysis.ts';
import type { HedgingInputs } from '../../src/core/exposure/hedging/hedging-report.ts';
import { SIGN_MODELS } from '../../src/core/exposure/sign-model.ts';
import { aChain, type ContractTerms } from '../support/a-chain.ts';

function tableOf(
  contracts: readonly ContractTerms[],
  hedgingInputs: HedgingInputs = { terms: CHAIN_FILE_TERMS, volume: null, contractUsd: null },
): string {
  const { hedging } = analyseChain(cleanChain(aChain({ contracts })), {
    signModel: SIGN_MODELS.naive,
    levels: 3,
    range: { low: 0.9, high: 1.1 },
    hedging: hedgingInputs,
  });
  return hedging === null ? '' : hedgingTable(hedging);
}

/** Out-of-the-money calls, which dealers hold, on a smile that falls with the strike. */
const CALLS = [98, 100, 102, 104, 108].map((strike) => ({
  strike,
  days: 30,
  iv: 0.5 - Math.log(strike / 100),
  openInterest: strike > 102 ? 1_000 : 1e-9,
}));

it('the table of what moves dealers has each word by the sign of its own number', () => {
  const table = tableOf(CALLS);
  expect(table).toMatch(/to 2026-04-01T15:30:00Z: buy \$/);
  expect(table).toMatch(/vol −1 point.*: buy \$/);
  expect(table).toMatch(/rise 0\.50 points per −1%/);
  expect(table).toMatch(/−2% +buy[\s\S]*\+2% +sell/);
});

it('the table says so where no slope of the smile can be read', () => {
  expect(tableOf([{ days: 3 }])).toMatch(/no slope of the smile/);
});

it('the table counts in contracts, and says what hedging makes of a move, only where the asker gave what it takes', () => {
  const volume = { usdPerDay: 1e6, source: 'venue statistics, 1 March 2026' };
  const told = tableOf(CALLS, { terms: CHAIN_FILE_TERMS, volume, contractUsd: 10 });
  // Dealers hold calls: a rise makes them sell, and their hedging makes moves smaller.
  expect(told).toMatch(/contracts.*−1 σ buy [\d,]+.*\+1 σ sell [\d,]+/);
  expect(told).toMatch(/\(venue statistics, 1 March 2026\): a first move becomes 0\.\d+ times/);
  expect(tableOf(CALLS)).not.toMatch(/contracts|times as large/);
});
