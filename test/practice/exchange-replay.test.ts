import { existsSync, readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import {
  anExchange,
  bookOf,
  callOf,
  contractOf,
  instrumentsOf,
  type Row,
} from '../support/practice-market.ts';

const RECORDED_MS = Date.UTC(2026, 1, 6, 4, 30, 12, 553);

function aRow(name: string, changed: Row = {}): Row {
  return {
    instrument_name: name,
    underlying_price: 60_120.5,
    underlying_index: 'BTC-27MAR26',
    estimated_delivery_price: 60_000,
    creation_timestamp: RECORDED_MS - 9_000,
    mark_iv: 50,
    mark_price: 0.05,
    open_interest: 10,
    ...changed,
  };
}

function aDocument(): { result: Row[] } {
  return {
    result: [
      aRow('BTC-27MAR26-55000-P', { estimated_delivery_price: 59_990 }),
      aRow('BTC-27MAR26-65000-C', { open_interest: null }),
      aRow('BTC-27MAR26-70000-C', { estimated_delivery_price: 60_050 }),
    ],
  };
}

async function aReplay(document: unknown = aDocument()) {
  const { exchange, clock } = await anExchange();
  clock.atMs = RECORDED_MS;
  exchange.replay('BTC', document);
  return { exchange, clock };
}

describe('the practice exchange replaying a recorded book', () => {
  it('serves the recorded rows as they are, as if published now', async () => {
    const { exchange, clock } = await aReplay();
    clock.atMs += 5_000;
    const published = aDocument().result.map((row) => ({
      ...row,
      creation_timestamp: clock.atMs,
    }));
    expect(await bookOf(exchange, 'BTC')).toEqual(published);
  });

  it('takes the median recorded index for spot, everywhere', async () => {
    const { exchange } = await aReplay();
    const index = (await callOf(exchange, 'get_index_price?index_name=btc_usd')).body.result;
    expect(exchange.spotUsd('BTC')).toBe(60_000);
    expect(index).toEqual({ index_price: 60_000, estimated_delivery_price: 60_000 });
  });

  it('lists exactly the recorded contracts as instruments', async () => {
    const { exchange } = await aReplay();
    const instruments = await instrumentsOf(exchange, 'BTC');
    expect(instruments.map((each) => [each.strike, each.option_type])).toEqual([
      [55_000, 'put'],
      [65_000, 'call'],
      [70_000, 'call'],
    ]);
    for (const each of instruments)
      expect(each.expiration_timestamp).toBe(Date.UTC(2026, 2, 27, 8));
  });

  it('moves index and forwards together once spot is moved, and nothing else', async () => {
    const { exchange } = await aReplay();
    exchange.hold('BTC', 66_000);
    const [first] = await bookOf(exchange, 'BTC');
    expect(first?.estimated_delivery_price).toBe(65_989);
    expect(first?.underlying_price).toBe(66_132.55);
    expect(first).toMatchObject({ mark_iv: 50, mark_price: 0.05, open_interest: 10 });
  });

  it('leaves the other symbol simulated', async () => {
    const { exchange } = await aReplay();
    expect((await bookOf(exchange, 'ETH')).length).toBeGreaterThan(500);
  });

  it.each([null, {}, { result: [] }, { result: [{ instrument_name: 7 }] }])(
    'refuses %j, which is no book summary',
    async (document) => {
      const { exchange } = await anExchange();
      expect(() => exchange.replay('BTC', document)).toThrow();
    },
  );
});

/** Zero-gamma levels published beside the recording by those who collected it. */
const PUBLISHED = [
  { symbol: 'BTC', zeroUsd: 73_443.47, nearbyUsd: 70_000, rows: 930 },
  { symbol: 'ETH', zeroUsd: 2_163.62, nearbyUsd: 2_100, rows: 954 },
] as const;

describe.each(PUBLISHED)('the recorded $symbol book of 6 February 2026', (published) => {
  const { symbol, zeroUsd, nearbyUsd, rows } = published;
  const file = `../shared/data/deribit/reconstructed/get_book_summary_by_currency_${symbol}_option_20260206T043012Z.json.gz`;

  it.skipIf(!existsSync(file))(
    'has its published zero-gamma level, from wherever spot stands',
    async () => {
      const { exchange, clock } = await anExchange();
      clock.atMs = RECORDED_MS;
      exchange.replay(symbol, JSON.parse(gunzipSync(readFileSync(file)).toString()));
      const served = await bookOf(exchange, symbol);
      expect(served).toHaveLength(rows);
      expect(served.map((row) => contractOf(row).expiryMs)).not.toContain(Number.NaN);
      expect(exchange.zeroGammaUsd(symbol)).toBeUndefined();
      exchange.hold(symbol, nearbyUsd);
      expect(Math.abs((exchange.zeroGammaUsd(symbol) ?? 0) / zeroUsd - 1)).toBeLessThan(5e-4);
    },
  );
});
