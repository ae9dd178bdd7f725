import { describe, expect, it, vi } from 'vitest';
import { z } from 'zod';
import { type Script, startPracticeExchange } from '../../practice/exchange/index.ts';
import {
  anExchange,
  bookCall,
  bookOf,
  callOf,
  type Row,
  TUESDAY_MS,
  usAddress,
  usDocumentOf,
} from '../support/practice-market.ts';

const MINUTE_MS = 60_000;
const rowList = z.array(z.record(z.string(), z.unknown()));
const anyBook = z.union([
  z.object({ result: rowList }),
  z.object({ data: z.object({ options: rowList }) }),
]);
/** The practice Tuesday's 07:30 UTC, when every script here begins. */
const AT = '07:30';
/** An answer that has ended would show it within this time. */
const QUIET_MS = 50;
const BOTH = ['deribit', 'cboe'] as const;

async function playing(script: Script) {
  const { exchange, clock } = await anExchange();
  exchange.play(script);
  const deribit = `${exchange.url}/api/v2/public/${bookCall('BTC')}`;
  return { exchange, clock, addresses: { deribit, cboe: usAddress(exchange, 'AAPL') } };
}

/** The rows that a venue serves under the only fault in force, their names and vols told alike. */
async function rowsUnder(script: Script, venue: (typeof BOTH)[number]) {
  const { exchange, addresses } = await playing(script);
  const body = anyBook.parse(await (await fetch(addresses[venue])).json());
  const rows: readonly Row[] = 'result' in body ? body.result : body.data.options;
  exchange.clearFaults();
  const right: Row[] =
    venue === 'deribit'
      ? await bookOf(exchange, 'BTC')
      : (await usDocumentOf(exchange, 'AAPL')).data.options;
  const name = venue === 'deribit' ? 'instrument_name' : 'option';
  const vol = venue === 'deribit' ? 'mark_iv' : 'iv';
  return { rows, right, name, vol, percent: venue === 'deribit' ? 100 : 1 };
}

describe('a script of faults on the simulated clock', () => {
  it('begins and ends by itself, and tells the right answer before and after', async () => {
    const { exchange, clock, addresses } = await playing([
      { at: '07:40', for: '30m', fault: 'F13', status: 502 },
    ]);
    const statuses: number[] = [];
    for (const minute of [0, 9.9, 10, 39.9, 40]) {
      clock.atMs = TUESDAY_MS + minute * MINUTE_MS;
      statuses.push((await fetch(addresses.deribit)).status);
    }
    expect(statuses).toEqual([200, 200, 502, 502, 200]);
    expect((await callOf(exchange, 'test')).status).toBe(200);
  });

  it('reads as JSON, hits only its path, and only as often as told', async () => {
    const { exchange } = await anExchange();
    const script = '[{ "at": "07:30", "fault": "F13", "path": "get_book", "times": 2 }]';
    exchange.play(JSON.parse(script));
    const statuses = async () => [
      (await callOf(exchange, bookCall('BTC'))).status,
      (await callOf(exchange, 'get_time')).status,
    ];
    expect(await statuses()).toEqual([503, 200]);
    expect(await statuses()).toEqual([503, 200]);
    expect(await statuses()).toEqual([200, 200]);
  });

  it('takes a time that has passed for tomorrow, and an instant for itself', async () => {
    const { clock, addresses } = await playing([
      { at: '07:00', for: '1m', fault: 'F13' },
      { at: '2026-11-24T07:31:00Z', for: '1m', fault: 'F13', status: 500 },
    ]);
    expect((await fetch(addresses.deribit)).status).toBe(200);
    clock.atMs = TUESDAY_MS + MINUTE_MS;
    expect((await fetch(addresses.deribit)).status).toBe(500);
    clock.atMs = Date.UTC(2026, 10, 25, 7);
    expect((await fetch(addresses.deribit)).status).toBe(503);
  });

  it.each([[{ at: 'soon', fault: 'F13' }], [{ at: AT, fault: 'F99' }], [{ at: AT, fault: 'F15' }]])(
    'refuses %j',
    async (step) => {
      const { exchange } = await anExchange();
      expect(() => exchange.play(JSON.parse(JSON.stringify([step])))).toThrow();
    },
  );
});

describe.each(BOTH)('faults of transport on the wire of %s', (venue) => {
  it('F12: 429 without Retry-After, with seconds, with a date', async () => {
    const seen: (string | null)[] = [];
    for (const retryAfter of ['absent', 'seconds', 'date'] as const) {
      const { addresses } = await playing([{ at: AT, fault: 'F12', retryAfter, seconds: 90 }]);
      const response = await fetch(addresses[venue]);
      expect(response.status).toBe(429);
      seen.push(response.headers.get('retry-after'));
    }
    expect(seen).toEqual([null, '90', 'Tue, 24 Nov 2026 07:31:30 GMT']);
  });

  it.each(['no-answer', 'hang-after-headers', 'drip', 'half-open'] as const)(
    'F14: %s never ends by itself',
    async (how) => {
      const { exchange, addresses } = await playing([{ at: AT, fault: 'F14', how }]);
      const patience = new AbortController();
      let status = 0;
      let received = 0;
      const whole = async () => {
        const response = await fetch(addresses[venue], { signal: patience.signal });
        status = response.status;
        for await (const bytes of response.body ?? []) received += bytes.length;
      };
      const failed = expect(whole()).rejects.toThrow(/abort/i);
      await vi.waitFor(() => {
        expect(exchange.requests()).toHaveLength(1);
        expect(status).toBe(how === 'no-answer' ? 0 : 200);
        expect(received > 0).toBe(how === 'drip' || how === 'half-open');
      }, 5_000);
      await new Promise((resolve) => setTimeout(resolve, QUIET_MS));
      patience.abort();
      await failed;
      expect(status).toBe(how === 'no-answer' ? 0 : 200);
      expect(received > 0).toBe(how === 'drip' || how === 'half-open');
      await exchange.close();
    },
  );

  it.each([
    ['truncated-json', SyntaxError],
    ['html', SyntaxError],
    ['empty', SyntaxError],
    ['wrong-length', TypeError],
  ] as const)('F15: %s is no document', async (how, failure) => {
    const { addresses } = await playing([{ at: AT, fault: 'F15', how }]);
    const response = await fetch(addresses[venue]);
    expect(response.status).toBe(200);
    await expect(response.json()).rejects.toThrow(failure);
  });

  it('F15: a bomb is small on the wire and large when unpacked; a huge body is large', async () => {
    for (const how of ['gzip-bomb', 'huge'] as const) {
      const { addresses } = await playing([{ at: AT, fault: 'F15', how }]);
      const response = await fetch(addresses[venue]);
      const wire = Number(response.headers.get('content-length'));
      if (how === 'gzip-bomb') expect(wire).toBeLessThan(1_000_000);
      let received = 0;
      for await (const bytes of response.body ?? []) received += bytes.length;
      expect(received).toBeGreaterThan(50_000_000);
    }
  });
});

describe.each(BOTH)('faults of the rows of %s', (venue) => {
  it('F16: words that JSON does not have', async () => {
    for (const [how, word] of [
      ['nan', /"open_interest":NaN/],
      ['infinite', /"open_interest":1e400/],
    ] as const) {
      const { addresses } = await playing([{ at: AT, fault: 'F16', how }]);
      expect(await (await fetch(addresses[venue])).text()).toMatch(word);
    }
  });

  it('F16: strings for numbers, missing and extra fields, no vol: in a tenth of the rows', async () => {
    for (const how of ['strings', 'missing-fields', 'extra-fields', 'null-vol'] as const) {
      const { rows, right, vol } = await rowsUnder([{ at: AT, fault: 'F16', how }], venue);
      const is: Record<typeof how, (row: Row) => boolean> = {
        strings: (row) => typeof row.open_interest === 'string',
        'missing-fields': (row) => Object.keys(row).length === 1,
        'extra-fields': (row) => 'unannounced' in row,
        'null-vol': (row) => row[vol] === null,
      };
      expect(rows).toHaveLength(right.length);
      expect(rows.filter(is[how]).length, how).toBe(Math.ceil(rows.length / 10));
    }
  });

  it('F17: numbers that cannot be', async () => {
    const hows = ['negative-open-interest', 'zero-strike', 'huge-vol', 'zero-vol', 'past-expiry'];
    for (const how of hows) {
      const script: Script = JSON.parse(JSON.stringify([{ at: AT, fault: 'F17', how, every: 1 }]));
      const { rows, name, vol, percent } = await rowsUnder(script, venue);
      const is: Record<string, (row: Row) => boolean> = {
        'negative-open-interest': (row) => Number(row.open_interest) < 0,
        'zero-strike': (row) => /-0-[CP]$|[CP]00000000$/.test(String(row[name])),
        'huge-vol': (row) => row[vol] === 9 * percent,
        'zero-vol': (row) => row[vol] === 0,
        'past-expiry': (row) => /-23NOV26-|261123[CP]/.test(String(row[name])),
      };
      expect(
        rows.every((row) => is[how]?.(row)),
        how,
      ).toBe(true);
    }
  });

  it('F18: duplicates, contradictions and no order, but the same contracts', async () => {
    const names = (rows: readonly Row[], name: string) => rows.map((row) => String(row[name]));
    for (const how of ['duplicates', 'conflicts', 'unsorted'] as const) {
      const { rows, right, name } = await rowsUnder([{ at: AT, fault: 'F18', how }], venue);
      expect(new Set(names(rows, name))).toEqual(new Set(names(right, name)));
      expect(names(rows, name)).not.toEqual(names(right, name));
      const versions = Map.groupBy(rows, (row) => row[name]);
      const contradicted = [...versions.values()].filter(
        (each) => new Set(each.map((row) => row.open_interest)).size > 1,
      );
      expect(rows.length - right.length).toBe(
        how === 'unsorted' ? 0 : Math.ceil(right.length / 10),
      );
      expect(contradicted.length > 0).toBe(how === 'conflicts');
    }
  });

  it('F20: an expiry is gone, or half of the book is without open interest', async () => {
    const seriesOf = (rows: readonly Row[], name: string) =>
      new Set(rows.map((row) => String(row[name]).replace(/-[^-]+-[CP]$|[CP]\d{8}$/, '')));
    const gone = await rowsUnder([{ at: AT, fault: 'F20', how: 'missing-expiry' }], venue);
    expect(seriesOf(gone.rows, gone.name).size).toBe(seriesOf(gone.right, gone.name).size - 1);
    const empty = await rowsUnder(
      [{ at: AT, fault: 'F20', how: 'half-without-open-interest' }],
      venue,
    );
    const zero = empty.rows.filter((row) => row.open_interest === 0);
    expect(zero.length).toBeGreaterThanOrEqual(empty.rows.length / 2);
  });
});

describe('faults of time and price', () => {
  it('F19: a frozen body, a frozen or future timestamp, yesterday’s open interest', async () => {
    const stampOf = (row: Row | undefined) => Number(row?.creation_timestamp);
    const read = async (
      how: 'frozen-timestamp' | 'future-timestamp' | 'yesterdays-open-interest',
    ) => {
      const { exchange, clock } = await playing([{ at: AT, fault: 'F19', how }]);
      clock.atMs += 10 * MINUTE_MS;
      const deribit = await bookOf(exchange, 'BTC');
      const cboe = await usDocumentOf(exchange, 'AAPL');
      exchange.clearFaults();
      return { deribit, cboe, right: await bookOf(exchange, 'BTC'), exchange, clock };
    };
    const frozen = await read('frozen-timestamp');
    expect(stampOf(frozen.deribit[0])).toBe(TUESDAY_MS);
    expect(frozen.cboe.timestamp).toBe('2026-11-24 07:30:00');
    expect(frozen.deribit[0]?.underlying_price).toBe(frozen.right[0]?.underlying_price);
    const future = await read('future-timestamp');
    expect(stampOf(future.deribit[0])).toBe(TUESDAY_MS + 70 * MINUTE_MS);
    expect(future.cboe.timestamp).toBe('2026-11-24 08:40:00');
    const old = await read('yesterdays-open-interest');
    old.clock.atMs -= 24 * 60 * MINUTE_MS;
    const before = new Map(
      (await bookOf(old.exchange, 'BTC')).map((row) => [row.instrument_name, row.open_interest]),
    );
    for (const row of old.deribit)
      expect(row.open_interest).toBe(before.get(row.instrument_name) ?? 0);
    const same = await playing([{ at: '07:31', fault: 'F19', how: 'frozen-body' }]);
    const first = await bookOf(same.exchange, 'BTC');
    same.clock.atMs += 30 * MINUTE_MS;
    expect(await bookOf(same.exchange, 'BTC')).toEqual(first);
  });

  it('F21: the index leaps for one poll, and the options know nothing of it', async () => {
    const { exchange, clock } = await playing([{ at: AT, fault: 'F21', factor: 100, for: '5m' }]);
    const index = async () =>
      Number(
        Object((await callOf(exchange, 'get_index_price?index_name=btc_usd')).body.result)
          .index_price,
      );
    const spot = exchange.spotUsd('BTC');
    expect(await index()).toBeCloseTo(100 * spot, 2);
    const [row] = await bookOf(exchange, 'BTC');
    expect(Number(row?.estimated_delivery_price)).toBeCloseTo(100 * spot, 2);
    expect(Number(row?.underlying_price)).toBeLessThan(1.1 * spot);
    const price = async () => (await usDocumentOf(exchange, 'AAPL')).data.current_price;
    expect((await price()) / exchange.spotUsd('AAPL')).toBeCloseTo(100, 6);
    clock.atMs += 5 * MINUTE_MS;
    expect(await index()).toBe(exchange.spotUsd('BTC'));
  });

  it('F17: spot is nothing', async () => {
    const { exchange } = await playing([{ at: AT, fault: 'F17', how: 'zero-spot' }]);
    const index = await callOf(exchange, 'get_index_price?index_name=btc_usd');
    expect(index.body.result).toEqual({ index_price: 0, estimated_delivery_price: 0 });
    expect((await usDocumentOf(exchange, 'AAPL')).data.current_price).toBe(0);
  });

  it('F22: index and perpetual stand two percent apart', async () => {
    const { exchange } = await playing([{ at: AT, fault: 'F22' }]);
    const call = 'get_book_summary_by_currency?currency=BTC&kind=future';
    const [perpetual, dated] = Object((await callOf(exchange, call)).body.result);
    const spot = exchange.spotUsd('BTC');
    expect(Math.abs(perpetual.mark_price / spot - 1.02)).toBeLessThan(0.001);
    expect(dated.estimated_delivery_price).toBe(spot);
    const document = await usDocumentOf(exchange, 'AAPL');
    expect(document.data.current_price / exchange.spotUsd('AAPL')).toBeCloseTo(1.02, 6);
  });

  it('leaves everything as it was once the faults are cleared', async () => {
    const { exchange } = await playing([{ at: AT, fault: 'F21' }]);
    await bookOf(exchange, 'BTC');
    exchange.clearFaults();
    const clean = await startPracticeExchange({ seed: 7, nowMs: () => TUESDAY_MS });
    const rows = await bookOf(clean, 'BTC');
    await clean.close();
    expect(await bookOf(exchange, 'BTC')).toEqual(rows);
  });
});
