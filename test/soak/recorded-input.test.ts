import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import type { Chain } from '../../src/core/chain/chain.ts';
import {
  analysed,
  chainsOf,
  expectGradeOf,
  polledAfter,
  RECORDED,
  recorded,
  single,
  suitableCboeFiles,
} from '../support/analysed-input.ts';
import { dailyDocument, recordedNames } from '../support/recorded-cboe.ts';
import { bookSummaryOf, deribitTable } from '../support/recorded-deribit.ts';

const folder = mkdtempSync(join(tmpdir(), 'hedgeflow-soak-'));
afterAll(() => rmSync(folder, { recursive: true }));

function written(name: string, content: string): string {
  const path = join(folder, name);
  writeFileSync(path, content);
  return path;
}

const named = (files: readonly string[]) => files.map((file) => [basename(file), file] as const);

/** The options on one coin of a six-hourly table, as the venue's book summary of that instant. */
function summaryOf(table: string, currency: string): string {
  const rows = deribitTable(`chain_6h/${table}`).filter((row) => row.currency === currency);
  return bookSummaryOf(
    rows.map((row) => ({
      instrument_name: row.instrument_name ?? '',
      underlying_price: row.underlying ?? '',
      index_price: row.index_price ?? '',
      mark_iv: String(100 * Number(row.implied_volatility)),
      best_bid_price: row.bid_price ?? '',
      best_ask_price: row.ask_price ?? '',
      open_interest: row.open_interest ?? '',
      timestamp: String(Date.parse(row.timestamp ?? '')),
    })),
  );
}

describe.skipIf(!existsSync(RECORDED))('every recorded file (../shared/data)', () => {
  it.each(named(suitableCboeFiles()))(
    '%s is analysed without a number that is not finite, and graded by its damage',
    async (_name, file) => {
      const { analysis, ...loaded } = await single(file);
      expectGradeOf(file, analysis);
      polledAfter(null, loaded);
    },
  );

  it.each(recordedNames('daily_chain_csv', '.csv.gz'))('session %s is analysed', async (name) => {
    const { analysis } = await single(written(`${name}.json`, JSON.stringify(dailyDocument(name))));
    expect(analysis.quality.letter).toMatch(/[AB]/);
  });

  it.each(named(recorded('replay/*.jsonl.gz')))(
    'every snapshot of %s is analysed, and attributed to the one before',
    async (_name, file) => {
      const chains = await chainsOf(file);
      expect(chains).toHaveLength(147);
      let before: Chain | null = null;
      for (const loaded of chains) {
        expect(analysed(loaded).quality.letter).toMatch(/[ABC]/);
        before = polledAfter(before, loaded);
      }
    },
  );

  it.each(named(recorded('deribit/chain_6h/deribit_options_snapshot_*.csv.gz')))(
    '%s is analysed for both coins',
    async (name) => {
      for (const currency of ['BTC', 'ETH']) {
        const file = written(`${currency}-${name}.json`, summaryOf(name, currency));
        expect((await single(file)).analysis.used).toBeGreaterThan(300);
      }
    },
  );
});
