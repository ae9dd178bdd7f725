import { describe, expect, it } from 'vitest';
import type { QuotedChain } from '../../../src/core/chain/chain.ts';
import { cleanChain } from '../../../src/core/chain/clean.ts';
import { gradeOf } from '../../../src/core/exposure/grade.ts';
import { createCboeMarket } from '../../../src/markets/cboe/index.ts';
import type { Market } from '../../../src/markets/market.ts';
import { type CboeDocument, spxDocument } from '../../support/cboe-fixtures.ts';
import { aLoopbackVenue, json, type Reply, status } from '../../support/loopback-venue.ts';

const never = new AbortController().signal;
const SESSION_MS = Date.parse('2025-06-11T18:46:00Z');
const MORNING_MS = Date.parse('2025-06-12T13:10:30Z');

/** What a test changes of a document's own fields. */
type Change = { readonly timestamp?: string } & Partial<
  Record<'current_price' | 'close' | 'prev_day_close' | 'last_trade_time', unknown>
>;

function aDocument({ timestamp = '2025-06-11 18:45:03', ...data }: Change): CboeDocument {
  const document = spxDocument();
  return { ...document, timestamp, data: { ...document.data, ...data } };
}

/** The evening of 11 June as it still stands at 09:10 on the next morning: both closes are the last one. */
function standing(change: Change = {}): CboeDocument {
  const close = { current_price: 5000, close: 5000, prev_day_close: 5000 };
  return aDocument({ timestamp: '2025-06-12 13:10:00', ...close, ...change });
}

/** The same book a tenth the size under another name, as a fund's. */
function asFund(fund: string, document: CboeDocument, price: number, close: number): CboeDocument {
  const options = document.data.options.map((row) => ({
    ...row,
    option: String(row.option)
      .replace(/^SPXW?/, fund)
      .replace(/(\d{8})$/, (strike) => String(Number(strike) / 10).padStart(8, '0')),
  }));
  const prices = { current_price: price, close, prev_day_close: close };
  return {
    ...document,
    symbol: fund,
    data: { ...document.data, ...prices, options, symbol: fund },
  };
}

/** A venue with these documents by the name in their address; it answers 403 to all others, as the real one does. */
function serving(documents: Readonly<Record<string, CboeDocument>>): Reply {
  return (request, response) => {
    const name = /options\/(.+)\.json$/.exec(request.url ?? '')?.[1] ?? '';
    const document = documents[name];
    const reply =
      document === undefined ? status(403, {}, '<Error/>') : json(JSON.stringify(document));
    reply(request, response);
  };
}

async function aMarket(documents: Readonly<Record<string, CboeDocument>>, atMs: number) {
  const server = await aLoopbackVenue(serving(documents));
  const clock = { nowMs: atMs };
  const market = createCboeMarket({
    baseUrl: server.url,
    nowMs: () => clock.nowMs,
    symbols: ['BRKB', 'VIX', 'BTC1'],
  });
  return { server, market, clock };
}

async function chainOf(market: Market, symbol: string): Promise<QuotedChain> {
  const fetched = await market.fetchChain(symbol, never);
  if (!fetched.ok) throw new Error(JSON.stringify(fetched.failure));
  return fetched.value;
}

async function failureOf(market: Market, symbol: string): Promise<string> {
  const fetched = await market.fetchChain(symbol, never);
  return fetched.ok ? 'a chain' : fetched.failure.kind;
}

const caveatKinds = ({ caveats = [] }: QuotedChain) => caveats.map(({ kind }) => kind);
const path = (name: string) => `/api/global/delayed_quotes/options/${name}.json`;

describe("Cboe's delayed quotes", () => {
  it('are asked by one address, with an underscore before an index', async () => {
    const { server, market } = await aMarket({ _SPX: spxDocument() }, SESSION_MS);
    const chain = await chainOf(market, 'SPX');
    expect(server.asked).toEqual([path('_SPX')]);
    expect(chain).toMatchObject({
      name: 'cboe:SPX',
      spot: 5000,
      openInterestSession: '2025-06-11',
    });
    expect(chain).not.toHaveProperty('spotFrom');
    expect(new Date(chain.asOfMs).toISOString()).toBe('2025-06-11T18:30:03.000Z');
  });

  it('are asked under the name of this project', async () => {
    const { server, market } = await aMarket({}, SESSION_MS);
    const agents: (string | undefined)[] = [];
    server.reply = (request, response) => {
      agents.push(request.headers['user-agent']);
      json(JSON.stringify(spxDocument()))(request, response);
    };
    await chainOf(market, 'SPX');
    expect(agents).toEqual([expect.stringContaining('hedgeflow')]);
  });

  it('offer indices, ETFs and every ticker that is switched on, and name terms and delay', async () => {
    const { market } = await aMarket({}, SESSION_MS);
    const symbols = market.listings.map(({ symbol }) => symbol);
    expect(symbols).toEqual(
      expect.arrayContaining(['SPX', 'XSP', 'NDX', 'RUT', 'SPY', 'QQQ', 'IBIT', 'BRKB']),
    );
    expect(symbols).not.toEqual(expect.arrayContaining(['VIX']));
    expect(symbols).not.toContain('BTC1');
    expect(market.unsuitable.get('VIX')).toMatch(/VIX futures/);
    for (const { termsOfUse, statedDelayMs } of market.listings) {
      expect(termsOfUse).toMatch(/Cboe's terms of use .*15 minutes/);
      expect(statedDelayMs).toBe(15 * 60_000);
    }
  });

  it('of another underlying than the one asked for are refused', async () => {
    const { market } = await aMarket({ _NDX: spxDocument() }, SESSION_MS);
    expect(await failureOf(market, 'NDX')).toBe('bad-payload');
  });

  it('tell what became of the vols that the venue left out', async () => {
    const { market } = await aMarket({ _SPX: spxDocument() }, SESSION_MS);
    const caveat = (await chainOf(market, 'SPX')).caveats?.find(
      ({ kind }) => kind === 'vols-from-quotes',
    );
    const left = spxDocument().data.options.filter(({ iv }) => iv === 0).length;
    const counted = (caveat?.reason.match(/\d+/g) ?? []).reduce(
      (sum, each) => sum + Number(each),
      0,
    );
    expect(counted).toBe(left);
  });
});

describe('a bare refusal', () => {
  it('means an unknown symbol where a known one is answered; for an hour only once it is repeated', async () => {
    const spy = asFund('SPY', spxDocument(), 500, 500);
    const { server, market, clock } = await aMarket({ SPY: spy }, SESSION_MS);
    expect(await failureOf(market, 'BRKB')).toBe('unknown-symbol');
    expect(server.asked).toEqual([path('BRKB'), path('SPY')]);
    expect(await failureOf(market, 'BRKB')).toBe('unknown-symbol');
    expect(server.asked).toHaveLength(2);
    clock.nowMs += 300_000;
    expect(await failureOf(market, 'BRKB')).toBe('unknown-symbol');
    expect(server.asked).toHaveLength(4);
    clock.nowMs += 3_599_999;
    expect(await failureOf(market, 'BRKB')).toBe('unknown-symbol');
    expect(server.asked).toHaveLength(4);
    clock.nowMs += 2;
    expect(await failureOf(market, 'BRKB')).toBe('unknown-symbol');
    expect(server.asked).toHaveLength(6);
  });

  it.each(['SPX', 'SPY', 'QQQ'])(
    'of %s, which the venue has, is a fault of the moment',
    async (symbol) => {
      const name = symbol === 'SPX' ? '_SPX' : symbol;
      const documents = {
        _SPX: spxDocument(),
        SPY: asFund('SPY', spxDocument(), 500, 500),
        QQQ: asFund('QQQ', spxDocument(), 500, 500),
      };
      const { server, market } = await aMarket(documents, SESSION_MS);
      // Of index and fund everybody knows that they are listed, of others only who has read them.
      if (symbol === 'QQQ') expect(await failureOf(market, symbol)).toBe('a chain');
      const { [name]: _, ...others } = documents as Readonly<Record<string, CboeDocument>>;
      server.reply = serving(others);
      expect(await failureOf(market, symbol)).toBe('http-status');
      server.reply = serving(documents);
      expect(await failureOf(market, symbol)).toBe('a chain');
    },
  );

  it('of several symbols at once takes one question more', async () => {
    const { server, market } = await aMarket({}, SESSION_MS);
    const symbols = ['SPX', 'SPY', 'QQQ', 'NDX'];
    const failures = await Promise.all(symbols.map((symbol) => failureOf(market, symbol)));
    expect(failures).toEqual(symbols.map(() => 'blocked'));
    expect(server.asked).toHaveLength(symbols.length + 1);
  });

  it('means a blocked address where a known symbol is refused too, whatever is asked for ten minutes', async () => {
    const { server, market, clock } = await aMarket({}, SESSION_MS);
    expect(await failureOf(market, 'SPY')).toBe('blocked');
    expect(server.asked).toEqual([path('SPY'), path('_SPX')]);
    expect(await failureOf(market, 'SPX')).toBe('blocked');
    expect(server.asked).toHaveLength(2);
    server.reply = serving({ _SPX: spxDocument() });
    clock.nowMs += 600_001;
    expect(await failureOf(market, 'SPX')).toBe('a chain');
  });

  it('that a clock set back would keep is asked again', async () => {
    const { server, market, clock } = await aMarket({}, SESSION_MS);
    expect(await failureOf(market, 'SPX')).toBe('blocked');
    server.reply = serving({ _SPX: spxDocument() });
    clock.nowMs -= 86_400_000;
    expect(await failureOf(market, 'SPX')).toBe('a chain');
  });
});

describe('before the open', () => {
  it.each([
    ['SPX', '_SPX', 'SPY'],
    ['XSP', '_XSP', 'SPY'],
    ['NDX', '_NDX', 'QQQ'],
  ])(
    'spot of %s is its close moved as far as its fund has moved since',
    async (symbol, name, fund) => {
      const own = { ...standing(), symbol: name };
      const options = own.data.options.map((row) => ({
        ...row,
        option: String(row.option)
          .replace(/^SPX/, symbol)
          .replace(/^(XSP|NDX)W/, '$1'),
      }));
      const index = { ...own, data: { ...own.data, options } };
      const moved = asFund(fund, standing(), 505, 500);
      const { server, market } = await aMarket({ [name]: index, [fund]: moved }, MORNING_MS);
      const chain = await chainOf(market, symbol);
      expect(server.asked).toEqual([path(name), path(fund)]);
      expect(chain.spot).toBeCloseTo(5050, 9);
      expect(chain.spotFrom).toBe(fund);
      expect(new Date(chain.asOfMs).toISOString()).toBe('2025-06-12T12:55:00.000Z');
      expect(caveatKinds(chain)).not.toContain('spot-of-close');
    },
  );

  it('spot moves of _SPX before 09:30 do not come from the index', async () => {
    const fund = asFund('SPY', standing(), 505, 500);
    for (const current_price of [4000, 5000, 5300]) {
      const { market } = await aMarket(
        { _SPX: standing({ current_price }), SPY: fund },
        MORNING_MS,
      );
      expect((await chainOf(market, 'SPX')).spot).toBeCloseTo(5050, 9);
    }
  });

  it('forwards move in proportion, and quotes and trades of yesterday are not passed on', async () => {
    const fund = asFund('SPY', standing(), 505, 500);
    const still = await aMarket({ _SPX: standing() }, MORNING_MS);
    const moved = await aMarket({ _SPX: standing(), SPY: fund }, MORNING_MS);
    const before = (await chainOf(still.market, 'SPX')).contracts;
    const after = (await chainOf(moved.market, 'SPX')).contracts;
    expect(after).toHaveLength(before.length);
    for (const [row, contract] of after.entries()) {
      expect(contract.forward).toBeCloseTo((before[row]?.forward ?? Number.NaN) * 1.01, 6);
      expect(contract.iv).toBe(before[row]?.iv);
      expect(contract).toMatchObject({ bid: null, ask: null });
      expect(contract).not.toHaveProperty('volume');
    }
  });

  it.each<[string, Readonly<Record<string, CboeDocument>>]>([
    ['cannot be had', {}],
    ['has not traded', { SPY: asFund('SPY', standing(), 500, 500) }],
    ['is of yesterday', { SPY: asFund('SPY', aDocument({}), 505, 500) }],
    ['has moved as no market does', { SPY: asFund('SPY', standing(), 5000, 500) }],
    ['still counts from the close before', { SPY: asFund('SPY', standing(), 505, 500) }],
  ])('spot stays at the close, said and graded, where the fund %s', async (reason, funds) => {
    const { SPY } = funds;
    if (reason.startsWith('still') && SPY !== undefined) SPY.data.prev_day_close = 490;
    const { market } = await aMarket({ _SPX: standing(), ...funds }, MORNING_MS);
    const chain = await chainOf(market, 'SPX');
    expect(chain.spot).toBe(5000);
    expect(chain).not.toHaveProperty('spotFrom');
    expect(chain).toHaveProperty('spotCloseOf');
    expect(caveatKinds(chain)).toContain('spot-of-close');
    expect(gradeOf(cleanChain(chain), null).letter).not.toMatch(/A|B/);
  });

  it('spot stays at the close where the fund does not answer in time, and the chain is served', async () => {
    const healthy = serving({ _SPX: standing() });
    const server = await aLoopbackVenue((request, response) => {
      if (!request.url?.includes('SPY')) healthy(request, response);
    });
    const market = createCboeMarket({
      baseUrl: server.url,
      nowMs: () => MORNING_MS,
      symbols: [],
      fundMs: 50,
    });
    const chain = await chainOf(market, 'SPX');
    expect(server.asked).toEqual([path('_SPX'), path('SPY')]);
    expect(chain.spot).toBe(5000);
    expect(caveatKinds(chain)).toContain('spot-of-close');
  });

  it('a fund stands where it trades itself, without another question', async () => {
    const { server, market } = await aMarket(
      { SPY: asFund('SPY', standing(), 505, 500) },
      MORNING_MS,
    );
    const chain = await chainOf(market, 'SPY');
    expect(server.asked).toEqual([path('SPY')]);
    expect(chain.spot).toBeCloseTo(505, 9);
    expect(chain).not.toHaveProperty('spotFrom');
  });

  it('ends with the session of the document', async () => {
    const opened = aDocument({
      timestamp: '2025-06-12 13:50:00',
      last_trade_time: '2025-06-12T09:34:58',
      current_price: 5010,
      prev_day_close: 5000,
    });
    const { server, market } = await aMarket({ _SPX: opened }, Date.parse('2025-06-12T13:50:10Z'));
    expect((await chainOf(market, 'SPX')).spot).toBe(5010);
    expect(server.asked).toEqual([path('_SPX')]);
  });
});

describe('after the close', () => {
  it('a fund stands where its quotes do, whatever it trades at since', async () => {
    const evening = aDocument({ timestamp: '2025-06-11 22:37:29' });
    const fund = asFund('SPY', evening, 503.21, 500);
    const { market } = await aMarket({ SPY: fund }, Date.parse('2025-06-11T22:38:00Z'));
    const chain = await chainOf(market, 'SPY');
    expect(chain.spot).toBe(500);
    expect(new Date(chain.asOfMs).toISOString()).toBe('2025-06-11T20:00:00.000Z');
  });

  it('a document that still stands on the next afternoon is of an old session', async () => {
    const { market, clock } = await aMarket({ _SPX: spxDocument() }, SESSION_MS);
    expect(caveatKinds(await chainOf(market, 'SPX'))).not.toContain('old-session');
    clock.nowMs = Date.parse('2025-06-12T18:46:00Z');
    expect(caveatKinds(await chainOf(market, 'SPX'))).toContain('old-session');
  });
});
