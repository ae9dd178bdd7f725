import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createTokenBucket, type TokenRates } from '../../../src/markets/http/token-bucket.ts';
import type { VenueHttp } from '../../../src/markets/http/venue-http.ts';
import type { Market } from '../../../src/markets/market.ts';
import { createTradierMarket } from '../../../src/markets/tradier/index.ts';
import { Secret } from '../../../src/secret.ts';

/** The poll's own deadline. */
const POLL_MS = 45_000;
const CADENCE_MS = 300_000;
const ANSWER_MS = 300;
/** Expiries that a symbol lists, as many as the real ones. */
const EXPIRIES: Readonly<Record<string, number>> = { SPX: 55, SPY: 33, QQQ: 33 };
const SPOT: Readonly<Record<string, number>> = { SPX: 6000, SPY: 600, QQQ: 550 };
const NOW_MS = Date.UTC(2026, 7, 17, 18);
const DAY_MS = 86_400_000;

const isoDay = (ms: number) => new Date(ms).toISOString().slice(0, 10);
/** Working days from tomorrow on. */
const DAYS = Array.from({ length: 100 }, (_, day) => NOW_MS + (day + 1) * DAY_MS)
  .filter((ms) => new Date(ms).getUTCDay() % 6 !== 0)
  .map(isoDay);
const sleep = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

function answerTo(path: string, query: Readonly<Record<string, string>>): unknown {
  const symbol = query.symbol ?? query.symbols ?? '';
  const spot = SPOT[symbol] ?? Number.NaN;
  if (path.endsWith('quotes')) return { quotes: { quote: { symbol, last: spot } } };
  if (path.endsWith('expirations')) {
    return { expirations: { date: DAYS.slice(0, EXPIRIES[symbol]) } };
  }
  const day = (query.expiration ?? '').slice(2).replaceAll('-', '');
  const option = [0.8, 1, 1.2].map((share) => ({
    symbol: `${symbol === 'SPX' ? 'SPXW' : symbol}${day}C${String(spot * share * 1000).padStart(8, '0')}`,
    open_interest: 10,
    bid_date: Date.now() - 1000,
    greeks: { mid_iv: 0.2 },
  }));
  return { options: { option } };
}

/** The venue on the test's clock: every answer takes its time, and requests wait for the tokens of the real rates. */
function aVenueOnThisClock({ rates }: { readonly rates: TokenRates }): VenueHttp {
  const bucket = createTokenBucket(rates, Date.now);
  return {
    async get({ path, query, cost }, signal) {
      for (let waitMs = bucket.take(cost); waitMs > 0; waitMs = bucket.take(cost)) {
        await Promise.race([
          sleep(waitMs),
          new Promise((end) => signal.addEventListener('abort', end)),
        ]);
        if (signal.aborted) break;
      }
      if (!signal.aborted) await sleep(ANSWER_MS);
      return signal.aborted
        ? { ok: false, failure: { kind: 'stopped' } }
        : { ok: true, value: answerTo(path, query) };
    },
    metrics: () => ({
      ...{ requests: 0, notModified: 0, failures: {}, latencyMs: null, breaker: 'closed' },
      tokens: { available: bucket.available(), capacity: rates.capacity },
    }),
  };
}

vi.mock('../../../src/markets/http/venue-http.ts', () => ({ createVenueHttp: aVenueOnThisClock }));

beforeEach(() => {
  vi.useFakeTimers({ now: NOW_MS });
  // Timers of the runtime itself do not follow the test's clock.
  vi.spyOn(AbortSignal, 'timeout').mockImplementation((ms) => {
    const controller = new AbortController();
    setTimeout(() => controller.abort(), ms);
    return controller.signal;
  });
});

afterEach(() => {
  vi.useRealTimers();
  vi.restoreAllMocks();
});

type Polled = {
  readonly expiries: readonly number[];
  readonly reasons: string;
  readonly ms: number;
};

/** One poll of all symbols at once, and what each brought. */
async function polled(market: Market): Promise<Readonly<Record<string, Polled>>> {
  const startMs = Date.now();
  const symbols = Object.keys(EXPIRIES);
  const all = symbols.map(async (symbol): Promise<[string, Polled]> => {
    const fetched = await market.fetchChain(symbol, AbortSignal.timeout(POLL_MS));
    if (!fetched.ok) throw new Error(`${symbol}: ${JSON.stringify(fetched.failure)}`);
    const { contracts, caveats = [] } = fetched.value;
    const expiries = [...new Set(contracts.map(({ expiryMs }) => expiryMs))];
    const reasons = caveats.map(({ reason }) => reason).join('; ');
    return [symbol, { expiries, reasons, ms: Date.now() - startMs }];
  });
  await vi.advanceTimersByTimeAsync(CADENCE_MS);
  return Object.fromEntries(await Promise.all(all));
}

function aMarket(baseUrl = 'https://api.tradier.com'): Market {
  const token = new Secret('canary');
  return createTradierMarket({ baseUrl, token, nowMs: Date.now, symbols: ['SPX', 'SPY', 'QQQ'] });
}

const isWhole = ({ reasons }: Polled) => !reasons.includes('could not be fetched');

describe('three symbols by one Tradier key', () => {
  it('are two whole chains and the nearest expiries of the third, which names what is missing', async () => {
    const chains = await polled(aMarket());
    const [cut, ...others] = Object.entries(chains).filter(([, chain]) => !isWhole(chain));
    expect(others).toEqual([]);
    const [symbol = '', { expiries, reasons } = { expiries: [], reasons: '' }] = cut ?? [];
    expect(expiries.length).toBeGreaterThanOrEqual(3);
    expect(expiries.length).toBeLessThan(EXPIRIES[symbol] ?? 0);
    expect(reasons).toMatch(/expiries .* could not be fetched/);
    expect(expiries.map(isoDay)).toEqual(DAYS.slice(0, expiries.length));
  });

  it('end some seconds before the poll does', async () => {
    for (const { ms } of Object.values(await polled(aMarket())))
      expect(ms).toBeLessThan(POLL_MS - 5_000);
  });

  it('lose expiries in turn, never one of them in two polls that follow each other', async () => {
    const market = aMarket();
    const cut: (readonly string[])[] = [];
    for (let poll = 0; poll < 4; poll += 1) {
      const chains = await polled(market);
      cut.push(
        Object.entries(chains).flatMap(([symbol, chain]) => (isWhole(chain) ? [] : [symbol])),
      );
    }
    expect(new Set(cut.flat()).size).toBeGreaterThan(1);
    for (const [poll, symbols] of cut.entries())
      expect(symbols).not.toEqual(expect.arrayContaining([...(cut[poll + 1] ?? ['none'])]));
  });

  it('each bring something in the sandbox, which allows half as much', async () => {
    const chains = await polled(aMarket('https://sandbox.tradier.com'));
    for (const { expiries } of Object.values(chains)) expect(expiries.length).toBeGreaterThan(0);
  });
});
