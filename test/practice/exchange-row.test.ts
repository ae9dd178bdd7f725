import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { anExchange, bookOf, contractOf, type Row } from '../support/practice-market.ts';

const SYMBOLS = ['BTC', 'ETH'] as const;

const RECORDED_ROWS =
  '../shared/data/deribit/fixtures/get_book_summary_by_currency_BTC_option_rows.json';

/** Types a row may have, written down from the venue's documentation. */
const ROW_TYPES: Readonly<Record<string, readonly string[]>> = {
  high: ['number', 'null'],
  low: ['number', 'null'],
  last: ['number', 'null'],
  instrument_name: ['string'],
  bid_price: ['number', 'null'],
  ask_price: ['number', 'null'],
  open_interest: ['number'],
  mark_price: ['number'],
  price_change: ['number', 'null'],
  interest_rate: ['number'],
  volume: ['number'],
  mark_iv: ['number'],
  underlying_price: ['number'],
  underlying_index: ['string'],
  base_currency: ['string'],
  creation_timestamp: ['number'],
  estimated_delivery_price: ['number'],
  quote_currency: ['string'],
  volume_usd: ['number'],
  mid_price: ['number', 'null'],
};

function typeOf(value: unknown): string {
  return value === null ? 'null' : typeof value;
}

/** An inverse option's value in coins by adding up its payoff over the lognormal forward. */
function integratedCoins({ strike, isCall, forward, years, vol }: ReturnType<typeof contractOf>) {
  const deviation = vol * Math.sqrt(years);
  const step = 1e-3;
  let sum = 0;
  for (let z = -10; z <= 10; z += step) {
    const settled = forward * Math.exp(deviation * z - deviation ** 2 / 2);
    const payoff = Math.max(0, isCall ? settled - strike : strike - settled);
    sum += payoff * Math.exp(-(z ** 2) / 2) * step;
  }
  return sum / Math.sqrt(2 * Math.PI) / forward;
}

describe('a row of the practice book', () => {
  it('has the fields and types of the venue, no more and no fewer', async () => {
    const { exchange } = await anExchange();
    for (const symbol of SYMBOLS)
      for (const row of await bookOf(exchange, symbol)) {
        expect(Object.keys(row).sort()).toEqual(Object.keys(ROW_TYPES).sort());
        for (const [field, value] of Object.entries(row))
          expect(ROW_TYPES[field], `${field} of ${row.instrument_name}`).toContain(typeOf(value));
      }
  });

  it.skipIf(!existsSync(RECORDED_ROWS))('has the fields of a recorded row', async () => {
    const recorded: Row[] = JSON.parse(readFileSync(RECORDED_ROWS, 'utf8')).result;
    const { exchange } = await anExchange();
    const fields = Object.keys((await bookOf(exchange, 'BTC'))[0] ?? {}).sort();
    for (const row of recorded) expect(fields).toEqual(Object.keys(row).sort());
  });

  it('prices call and put of a strike in coins so that C − P = 1 − K/F', async () => {
    const { exchange } = await anExchange();
    for (const symbol of SYMBOLS) {
      const rows = await bookOf(exchange, symbol);
      const marks = new Map(rows.map((row) => [row.instrument_name, Number(row.mark_price)]));
      const rounding = symbol === 'BTC' ? 1.1e-8 : 1.1e-6;
      for (const row of rows.filter((each) => contractOf(each).isCall)) {
        const name = String(row.instrument_name);
        const put = marks.get(name.replace(/C$/, 'P')) ?? Number.NaN;
        const { strike, forward } = contractOf(row);
        const difference = Number(row.mark_price) - put - (1 - strike / forward);
        expect(Math.abs(difference), name).toBeLessThan(rounding);
      }
    }
  });

  it('carries the mark price that its published vol, forward and strike give', async () => {
    const { exchange } = await anExchange();
    const rows = await bookOf(exchange, 'BTC');
    for (let index = 0; index < rows.length; index += 37) {
      const row = rows[index] ?? {};
      const coins = integratedCoins(contractOf(row));
      const away = Math.abs(Number(row.mark_price) - coins);
      expect(away, String(row.instrument_name)).toBeLessThan(2e-7);
    }
  });

  it('stands between its bid and its ask, and was published about a second ago', async () => {
    const { exchange, clock } = await anExchange();
    for (const row of await bookOf(exchange, 'BTC')) {
      const mark = Number(row.mark_price);
      if (row.bid_price !== null) expect(row.bid_price).toBeLessThanOrEqual(mark);
      if (row.ask_price !== null) expect(row.ask_price).toBeGreaterThanOrEqual(mark);
      expect(clock.atMs - Number(row.creation_timestamp)).toBe(1_000);
    }
  });
});
