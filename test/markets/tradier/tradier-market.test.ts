import { describe, expect, it } from 'vitest';
import type { QuotedChain } from '../../../src/core/chain/chain.ts';
import { createTradierMarket } from '../../../src/markets/tradier/index.ts';
import { Secret } from '../../../src/secret.ts';
import { eventually } from '../../support/eventually.ts';
import { aLoopbackVenue, json, type Reply, status } from '../../support/loopback-venue.ts';
import { tradierFixture } from '../../support/tradier-fixtures.ts';

const never = new AbortController().signal;
/** A quarter to four in New York, a minute after the newest quote of the fixture. */
const NOW_MS = Date.UTC(2026, 7, 17, 19, 46);

/** Healthy but for paths that contain one of these words. */
function replyWith(changed: Readonly<Record<string, Reply>>): Reply {
  return (request, response) => {
    const path = request.url ?? '';
    const word = Object.keys(changed).find((each) => path.includes(each));
    const reply = word === undefined ? json(tradierFixture(path)) : changed[word];
    reply?.(request, response);
  };
}

async function setUp(changed: Readonly<Record<string, Reply>> = {}, symbols = ['SPX']) {
  const server = await aLoopbackVenue(replyWith(changed));
  const limits = { attemptMs: 4_000, totalMs: 5_000, backoffMs: 5 };
  const token = new Secret('canary');
  const access = { baseUrl: server.url, token, nowMs: () => NOW_MS, limits };
  return { server, market: createTradierMarket({ ...access, symbols }) };
}

async function chainOf(changed: Readonly<Record<string, Reply>> = {}): Promise<QuotedChain> {
  const { market } = await setUp(changed);
  const result = await market.fetchChain('SPX', never);
  if (!result.ok) throw new Error(JSON.stringify(result.failure));
  return result.value;
}

function contract(chain: QuotedChain, name: string) {
  return chain.contracts.find(({ instrument }) => instrument === name);
}

function reasonsOf({ caveats = [] }: QuotedChain): string {
  return caveats.map(({ reason }) => reason).join('; ');
}

type Row = Record<string, unknown>;

/** The chain of one date with one row changed. */
function withRow(date: string, index: number, change: Row): Readonly<Record<string, Reply>> {
  const body = JSON.parse(tradierFixture(`/v1/markets/options/chains?expiration=${date}`));
  Object.assign(body.options.option[index], change);
  return { [`expiration=${date}`]: json(JSON.stringify(body)) };
}

describe('Tradier', () => {
  it('takes spot from the quote and the time from the newest stamp of an option', async () => {
    const chain = await chainOf();
    expect(chain).toMatchObject({ name: 'tradier:SPX', spot: 6480.37, multiplier: 100 });
    // 120 ms after the newest bid, which is 310 ms before a quarter to four.
    expect(chain.asOfMs).toBe(Date.UTC(2026, 7, 17, 19, 45) - 310 + 120);
    expect(chain.contracts).toHaveLength(11);
    expect(reasonsOf(chain)).not.toMatch(/could not be fetched|run only|smoothed/);
  });

  it('asks for every root and for greeks, one date at a time', async () => {
    const { server, market } = await setUp();
    await market.fetchChain('SPX', never);
    expect(server.asked.toSorted()).toEqual([
      '/v1/markets/options/chains?symbol=SPX&expiration=2026-08-18&greeks=true',
      '/v1/markets/options/chains?symbol=SPX&expiration=2026-08-21&greeks=true',
      '/v1/markets/options/chains?symbol=SPX&expiration=2026-12-18&greeks=true',
      '/v1/markets/options/expirations?symbol=SPX&includeAllRoots=true',
      '/v1/markets/quotes?symbols=SPX&greeks=false',
    ]);
  });

  it('settles SPX at the opening and SPXW at the close of one date', async () => {
    const chain = await chainOf();
    expect(contract(chain, 'SPX260821C06500000')?.expiryMs).toBe(Date.UTC(2026, 7, 21, 13, 30));
    expect(contract(chain, 'SPXW260821C06500000')?.expiryMs).toBe(Date.UTC(2026, 7, 21, 20));
  });

  it('reads a list of one, which comes as that one', async () => {
    const one = { expirations: json('{"expirations":{"date":"2026-12-18"}}') };
    const chain = await chainOf(one);
    expect(chain.contracts.map(({ instrument }) => instrument)).toEqual(['SPX261218P06000000']);
  });

  it('takes the smoothed vol where that of the mid is 0, and says when most are such', async () => {
    const chain = await chainOf();
    const smoothed = JSON.parse(tradierFixture('/chains?expiration=2026-08-21')).options.option[3];
    expect(smoothed.greeks).toMatchObject({ mid_iv: 0 });
    expect(contract(chain, smoothed.symbol)?.iv).toBe(smoothed.greeks.smv_vol);
    const text = (path: string) =>
      tradierFixture(path).replaceAll(/"mid_iv": [\d.]+/g, '"mid_iv": 0');
    const all: Reply = (request, response) => json(text(request.url ?? ''))(request, response);
    const reasons = reasonsOf(await chainOf({ '/options/chains': all }));
    expect(reasons).toContain('10 of its 10 vols are smoothed ones');
  });

  it('finds the vol of a contract without greeks in its quote', async () => {
    const put = contract(await chainOf(), 'SPXW260818P06500000');
    // The fixture was priced at 14 % plus its skew.
    expect(put?.iv).toBeGreaterThan(0.12);
    expect(put?.iv).toBeLessThan(0.16);
  });

  it('loses no chain to one expiry that fails, and names it', async () => {
    for (const reply of [status(500), json('{"options":7}'), json('<html>')]) {
      const chain = await chainOf({ 'expiration=2026-08-18': reply });
      expect(chain.contracts).toHaveLength(7);
      expect(reasonsOf(chain)).toContain('its expiry Tue 18 Aug could not be fetched');
      const kinds = chain.caveats?.map(({ kind }) => kind);
      expect(kinds).toContain('part-of-chain');
    }
  });

  it('fails with the first reason where no expiry can be read', async () => {
    const { market } = await setUp({ '/options/chains': status(500) });
    const failure = { kind: 'http-status', status: 500 };
    expect(await market.fetchChain('SPX', never)).toEqual({ ok: false, failure });
  });

  it('asks for at most seventy expiries, and names the others as missing', async () => {
    const dates = Array.from({ length: 80 }, (_, day) =>
      new Date(Date.UTC(2026, 7, 18 + day)).toISOString().slice(0, 10),
    );
    const { market, server } = await setUp({
      expirations: json(JSON.stringify({ expirations: { date: dates } })),
      'expiration=': json(tradierFixture('/chains?expiration=2026-08-18')),
    });
    const result = await market.fetchChain('SPX', never);
    expect(server.asked.filter((path) => path.includes('/chains?'))).toHaveLength(70);
    const reasons = result.ok ? reasonsOf(result.value) : '';
    expect(reasons).toContain('its expiries Tue 27 Oct, Wed 28 Oct, Thu 29 Oct and 7 more');
  });

  it('knows no symbol without a quote or without expiries', async () => {
    const unknown = { ok: false, failure: { kind: 'unknown-symbol' } };
    const unmatched = json('{"quotes":{"unmatched_symbols":{"symbol":"ZZZZ"}}}');
    for (const changed of [{ quotes: unmatched }, { expirations: json('{"expirations":null}') }]) {
      const { market } = await setUp(changed, ['SPX', 'ZZZZ']);
      expect(await market.fetchChain('SPX', never)).toEqual(unknown);
    }
  });

  it('fetches one chain after the other, and stops one that waits for its turn', async () => {
    const { market, server } = await setUp({ quotes: () => {} });
    const caller = new AbortController();
    const firstCaller = new AbortController();
    const first = market.fetchChain('SPX', firstCaller.signal);
    const second = market.fetchChain('SPX', caller.signal);
    await eventually('requests of the first', () => server.asked.length >= 2 || undefined);
    caller.abort();
    expect(await second).toEqual({ ok: false, failure: { kind: 'stopped' } });
    expect(server.asked).toHaveLength(2);
    firstCaller.abort();
    expect(await first).toEqual({ ok: false, failure: { kind: 'stopped' } });
  });

  it('says that the key is refused rather than that the address answered 401', async () => {
    const { market, server } = await setUp({ markets: status(401, {}, 'Invalid Access Token') });
    const failure = { kind: 'key-refused' };
    expect(await market.fetchChain('SPX', never)).toEqual({ ok: false, failure });
    expect(server.asked).toHaveLength(2);
  });

  it('obeys a quota that the gateway states in words of its own', async () => {
    const fault = '{"fault":{"detail":{"errorcode":"policies.ratelimit.QuotaViolation"}}}';
    const { market } = await setUp({ quotes: status(500, {}, fault) });
    const result = await market.fetchChain('SPX', never);
    expect(result).toMatchObject({ ok: false, failure: { kind: 'rate-limited' } });
  });

  it.each([
    { named: 'root', change: { root_symbol: 'SPXW' } },
    { named: 'size', change: { contract_size: 10 } },
  ])('leaves out a contract whose $named is not that of its name', async ({ change }) => {
    const chain = await chainOf(withRow('2026-08-21', 1, change));
    expect(contract(chain, 'SPX260821C06500000')).toBeUndefined();
    expect(chain.invalidRows).toBe(1);
  });

  it('does not believe a stamp of the future', async () => {
    const chain = await chainOf(withRow('2026-08-18', 0, { bid_date: NOW_MS + 86_400_000 }));
    expect(chain.asOfMs).toBeLessThan(NOW_MS);
  });

  it('calls the sandbox by its name, and its data late', () => {
    const access = { token: new Secret('canary'), nowMs: () => NOW_MS, symbols: [] };
    const at = (baseUrl: string) => createTradierMarket({ baseUrl, ...access }).listings[0];
    expect(at('https://sandbox.tradier.com')).toMatchObject({ statedDelayMs: 900_000 });
    expect(at('https://api.tradier.com')).toMatchObject({ statedDelayMs: 0, venueName: 'Tradier' });
  });
});
