import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { readInstrumentName } from '../../../src/markets/bybit/instrument-name.ts';
import { parseTickers } from '../../../src/markets/bybit/parse.ts';
import { bybitTickers } from '../../support/bybit-fixtures.ts';

type Row = Record<string, unknown>;

/** The fixture's rows after a change, read as a chain. */
function chainOf(change: (rows: Row[]) => Row[] = (rows) => rows) {
  const body = JSON.parse(bybitTickers());
  body.result.list = change(body.result.list);
  const chain = parseTickers(body, 'BTC');
  if (!chain.ok) throw new Error(chain.failure);
  return chain.value;
}

/** The fixture with its first row changed. */
function firstOf(change: Row) {
  return chainOf((rows) => rows.map((row, at) => (at === 0 ? { ...row, ...change } : row)));
}

describe('names of Bybit options', () => {
  it('say base, day, strike and type, whatever they settle in', () => {
    const terms = { strike: 70_000, expiryMs: Date.UTC(2026, 2, 27, 8), type: 'put' };
    for (const name of ['BTC-27MAR26-70000-P', 'BTC-27MAR26-70000-P-USDT'])
      expect(readInstrumentName(name)).toEqual({ base: 'BTC', terms });
    expect(readInstrumentName('XRP-6MAR26-1.42-C')?.terms.strike).toBe(1.42);
  });

  it.each([
    ...['BTC-31JUN26-1-C', 'BTC-0JUN26-1-C', 'BTC-1JUX26-1-C', 'BTC-1JUN26-0-C', 'BTC-PERP', ''],
    ...['BTC-1JUN26-1-X', 'BTC-1JUN26-1-C-BTC', 'BTC-1JUN26-1-C-USDT-1', 'btc-1JUN26-1-C'],
  ])('are not guessed: %j', (name) => {
    expect(readInstrumentName(name)).toBeNull();
  });
});

describe('Bybit tickers', () => {
  it('are a chain with spot from the index, a forward for each row, and the answer’s time', () => {
    const chain = chainOf();
    expect(chain).toMatchObject({
      ...{ name: 'bybit:BTC', spot: 91_250.55, asOfMs: 1_786_968_003_412, multiplier: 1 },
      ...{ rate: 0, dividendYield: 0, invalidRows: 0 },
    });
    expect(chain.contracts).toHaveLength(14);
    expect(chain.contracts[0]).toEqual({
      ...{ strike: 90_000, expiryMs: Date.UTC(2026, 7, 18, 8), type: 'call', iv: 0.4821 },
      ...{ openInterest: 85.1, volume: 26.55, forward: 91_260.1, bid: 1585, ask: 1640 },
      instrument: 'BTC-18AUG26-90000-C',
    });
  });

  it('keep both settlement families of one strike, each with its own forward', () => {
    const twins = chainOf().contracts.filter(
      ({ strike, type, expiryMs }) =>
        strike === 90_000 && type === 'call' && expiryMs === Date.UTC(2026, 8, 25, 8),
    );
    expect(twins.map(({ instrument, forward }) => [instrument, forward])).toEqual([
      ['BTC-25SEP26-90000-C', 91_790.3],
      ['BTC-25SEP26-90000-C-USDT', 91_812.9],
    ]);
  });

  it('know that 0 means no bid, and that an ask at the cap of vol is nobody’s', () => {
    const [contract] = firstOf({ bid1Price: '0', ask1Price: '435', ask1Iv: '5' }).contracts;
    expect(contract).toMatchObject({ bid: null, ask: null });
  });

  it.each(['0', '5', '', 'NaN', '-0.4', null, 0.4, '1e400'])(
    'have no vol where the mark says %j, and keep the row',
    (markIv) => {
      const [contract] = firstOf({ markIv }).contracts;
      expect(contract).toMatchObject({ iv: null, openInterest: 85.1 });
    },
  );

  it('have no vol without the forward that it is quoted against', () => {
    const [contract] = firstOf({ underlyingPrice: '0' }).contracts;
    expect(contract).toMatchObject({ iv: null });
    expect(contract).not.toHaveProperty('forward');
  });

  it.each([
    { openInterest: '-1' },
    { openInterest: 85.1 },
    { symbol: 'ETH-18AUG26-90000-C' },
    {
      symbol: 7,
    },
  ])('count a row that cannot be read: %j', (change) => {
    expect(firstOf(change)).toMatchObject({ invalidRows: 1, contracts: { length: 13 } });
  });

  it('count copies once where they agree, and never where they contradict each other', () => {
    const twice = chainOf((rows) => [...rows, ...rows.slice(0, 1)]);
    expect(twice).toMatchObject({ invalidRows: 1, contracts: { length: 14 } });
    const torn = chainOf((rows) => [...rows, { ...rows[0], openInterest: '9' }]);
    expect(torn).toMatchObject({ invalidRows: 2, contracts: { length: 13 } });
  });

  it('take no spot from one broken row', () => {
    expect(firstOf({ indexPrice: '1' }).spot).toBe(91_250.55);
  });
});

const RECORDED = new URL('../../../../shared/data/bybit/fixtures/', import.meta.url);

describe.skipIf(!existsSync(RECORDED))('the venue’s documented answers', () => {
  const recorded = (name: string) => JSON.parse(readFileSync(new URL(name, RECORDED), 'utf8'));

  it('are read', () => {
    const chain = parseTickers(recorded('docs_tickers_option.json'), 'BTC');
    expect(chain).toMatchObject({ ok: true, value: { spot: 16_600.55, invalidRows: 0 } });
    const [contract] = chain.ok ? chain.value.contracts : [];
    expect(contract).toMatchObject({ iv: 0.7567, openInterest: 6.3, bid: null, ask: null });
  });

  it('name instruments as they are read here', () => {
    for (const name of [
      'docs_instruments_option.json',
      'nautilus_http_get_instruments_option.json',
    ])
      for (const { symbol, optionsType } of recorded(name).result.list)
        expect(readInstrumentName(symbol)?.terms.type).toBe(optionsType.toLowerCase());
    const { symbol, deliveryTime } = recorded('docs_instruments_option.json').result.list[0];
    expect(readInstrumentName(symbol)?.terms.expiryMs).toBe(Number(deliveryTime));
  });
});
