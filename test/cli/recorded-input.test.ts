import { existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { readChainInput } from '../../src/cli/chain-input.ts';
import { sourceLines } from '../../src/cli/source-lines.ts';
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

const fixtures = join(import.meta.dirname, '..', 'fixtures', 'cboe');
const folder = mkdtempSync(join(tmpdir(), 'hedgeflow-recorded-'));
afterAll(() => rmSync(folder, { recursive: true }));

/** One in so many of the 147 snapshots of each series. All files and all snapshots are a matter of `npm run test:soak`. */
const SNAPSHOT_STEP = 37;
/** One file of each dialect, kind of damage and sort of underlying. */
const EXAMPLES =
  /partial12|SPY_2025-05-01_pre|truncated|malformed|no-greeks|AMD|locale|NDX_2023-05-02|XSP|QQQ_2023-09-24|json_reconstructed\/SPY/;
const SESSIONS = /SPY_2026-07-23|_SPX_2026-08-07/;

function written(name: string, content: string): string {
  const path = join(folder, name);
  writeFileSync(path, content);
  return path;
}

/** Why JSON of a venue is none of the documents that are read. */
const NO_CHAIN =
  /^: (?:VIX options settle on|a chain must be a JSON object, not an array|asOf must be an instant|no row (?:is a coin-settled option|states an estimated_delivery_price)|it is Deribit's error)/;

async function refusal(file: string): Promise<string> {
  const input = await readChainInput(file, 0);
  return input.ok ? '' : input.failure;
}

describe('the documents of venues', () => {
  it.each(readdirSync(fixtures))('%s is recognised by its content', async (name) => {
    const [loaded] = await chainsOf(join(fixtures, name));
    expect(loaded?.source.kind).toBe(name.endsWith('.csv') ? 'cboe-csv' : 'cboe-json');
    expect(loaded?.chain.name).toMatch(/^cboe:/);
  });

  it('say when they were made beside when their quotes were', async () => {
    const { analysis, source } = await single(join(fixtures, 'spx.json'));
    if (source.kind !== 'cboe-json') throw new Error('not recognised');
    expect(Date.parse(source.documentTime)).toBeGreaterThan(Date.parse(analysis.asOf));
    const lines = sourceLines(source, analysis.asOf).join('\n');
    expect(lines).toContain(source.documentTime);
    expect(lines).toContain(analysis.asOf);
    expect(lines).toContain(source.openInterestSession);
  });
});

describe.skipIf(!existsSync(RECORDED))('recorded CBOE files (../shared/data/cboe)', () => {
  const examples = suitableCboeFiles().filter((file) => EXAMPLES.test(file));

  it.each(examples.map((file) => [basename(file), file]))(
    '%s is analysed, and graded down where it is damaged',
    async (_name, file) => expectGradeOf(file, (await single(file)).analysis),
  );

  it.each(recorded('cboe/**/*VIX*').map((file) => [basename(file), file]))(
    '%s is refused with the reason',
    async (name, file) => {
      expect(await refusal(file)).toMatch(
        new RegExp(`^${name}: VIX options settle on VIX futures`),
      );
    },
  );

  it.each(recordedNames('daily_chain_csv', '.csv.gz').filter((name) => SESSIONS.test(name)))(
    'session %s is analysed once it is a document again',
    async (name) => {
      const file = written(`${name}.json`, JSON.stringify(dailyDocument(name)));
      const { analysis, source } = await single(file);
      expect(analysis.quality.letter).toMatch(/[AB]/);
      expect(source).toMatchObject({ kind: 'cboe-json', listed: { unreadable: 0 } });
      // Filed by the UTC date of an evening in New York.
      const session = { 'SPY_2026-07-23': '2026-07-22', '_SPX_2026-08-07': '2026-08-06' }[name];
      expect(source).toMatchObject({ session: session ?? name.slice(-10) });
    },
  );
});

describe.skipIf(!existsSync(RECORDED))('recorded Deribit files (../shared/data)', () => {
  it.each(recorded('deribit/reconstructed/*.json.gz').map((file) => [basename(file), file]))(
    '%s is analysed',
    async (_name, file) => {
      expect((await single(file)).analysis.quality).toMatchObject({ letter: 'A', reasons: [] });
    },
  );

  it.each(recorded('replay/*.jsonl.gz').map((file) => [basename(file), file]))(
    `every ${SNAPSHOT_STEP}th snapshot of %s is analysed`,
    async (_name, file) => {
      const chains = (await chainsOf(file)).filter((_, index) => index % SNAPSHOT_STEP === 0);
      let before: Chain | null = null;
      for (const loaded of chains) {
        expect(analysed(loaded).quality.letter).toMatch(/[AB]/);
        before = polledAfter(before, loaded);
      }
      expect(chains).toHaveLength(4);
    },
  );

  it.each([
    // Its forwards are of other minutes than its index.
    'chain_orderbook_2021/BTC_2021-02-11.csv.gz',
    'chain_orderbook_2021/ETH_2021-02-11.csv.gz',
  ])('%s is graded once it is a book summary', async (path) => {
    const file = written(`${basename(path)}.json`, bookSummaryOf(deribitTable(path)));
    const { analysis } = await single(file);
    expect(analysis.quality.letter).toBe(path.includes('BTC') ? 'D' : 'A');
  });

  it('strikes near the money alone are told from a book', async () => {
    const rows = deribitTable('partial/BTC_13MAR26_partial_expiry.csv');
    const { analysis } = await single(written('partial.json', bookSummaryOf(rows)));
    expect(analysis.quality).toMatchObject({
      letter: 'D',
      reasons: [
        expect.stringMatching(/strikes run only .* a part of the chain$/),
        expect.stringMatching(/nothing in it expires before .* a part of the chain$/),
      ],
    });
    expect(analysis.flip.status).toBe('withheld');
  });

  it('every other recording, of any venue, is refused in one line that names it and says why', async () => {
    const others = recorded(
      '{cboe,deribit,okx,bybit,binance,tradier}/**/*.{json,csv,txt,gz}',
    ).filter(
      (file) =>
        !/quotedata_csv|json_reconstructed|json_fixtures\/_|QQQ|deribit\/reconstructed|option_rows/.test(
          file,
        ),
    );
    expect(others.length).toBeGreaterThan(210);
    for (const part of ['partial/', 'ui_export', 'okx/', 'bybit/', 'binance/', 'tradier/'])
      expect(others.some((file) => file.includes(part))).toBe(true);
    for (const file of others) {
      const [named, why] = [basename(file), await refusal(file)];
      expect(why.startsWith(named)).toBe(true);
      expect(why.slice(named.length)).toMatch(
        /\.(?:csv|txt)(?:\.gz)?$/.test(named)
          ? /^ is not JSON, nor a quote table of Cboe/
          : NO_CHAIN,
      );
    }
  });
});
