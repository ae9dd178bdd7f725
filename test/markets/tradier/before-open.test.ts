import { describe, expect, it } from 'vitest';
import type { QuotedChain } from '../../../src/core/chain/chain.ts';
import { createTradierMarket } from '../../../src/markets/tradier/index.ts';
import { Secret } from '../../../src/secret.ts';
import { aLoopbackVenue, json, type Reply } from '../../support/loopback-venue.ts';

const never = new AbortController().signal;
const EVENING_MS = Date.parse('2026-08-18T20:14:59Z');
/** Nine in the morning in New York. */
const MORNING_MS = Date.parse('2026-08-19T13:00:00Z');
const EXPIRIES = ['2026-08-20', '2026-08-21', '2026-08-28', '2026-09-18', '2026-12-18'];

/** What a test changes of an underlying's quote. */
type Quote = Partial<Record<'last' | 'close' | 'prevclose' | 'trade_date', number | null>>;

/** Yesterday evening's book of a symbol around this close, with these quotes of underlyings. */
function standing(close: number, quotes: Readonly<Record<string, Quote>>, stampMs: number): Reply {
  return (request, response) => {
    const { pathname, searchParams } = new URL(request.url ?? '', 'http://venue');
    const symbol = searchParams.get('symbol') ?? searchParams.get('symbols') ?? '';
    const day = searchParams.get('expiration')?.slice(2).replaceAll('-', '') ?? '';
    const root = symbol === 'SPX' ? 'SPXW' : symbol;
    const option = [0.8, 0.95, 1, 1.05, 1.2].flatMap((share) =>
      ['C', 'P'].map((side) => ({
        symbol: `${root}${day}${side}${String(Math.round(close * share) * 1000).padStart(8, '0')}`,
        open_interest: 100,
        volume: 7,
        bid_date: stampMs,
        greeks: { mid_iv: 0.15 },
      })),
    );
    const quote = { symbol, bid: null, ask: null, ...quotes[symbol] };
    const known = quotes[symbol] === undefined ? { unmatched_symbols: { symbol } } : { quote };
    const answer = pathname.endsWith('quotes')
      ? { quotes: known }
      : pathname.endsWith('expirations')
        ? { expirations: { date: EXPIRIES } }
        : { options: { option } };
    json(JSON.stringify(answer))(request, response);
  };
}

type Stage = {
  readonly symbol: string;
  readonly close: number;
  readonly quotes: Readonly<Record<string, Quote>>;
  readonly nowMs?: number;
  readonly stampMs?: number;
};

async function chainAt(stage: Stage): Promise<QuotedChain & { readonly asked: readonly string[] }> {
  const { symbol, close, quotes, nowMs = MORNING_MS, stampMs = EVENING_MS } = stage;
  const server = await aLoopbackVenue(standing(close, quotes, stampMs));
  const token = new Secret('canary');
  const access = { baseUrl: server.url, token, nowMs: () => nowMs, symbols: [symbol] };
  const fetched = await createTradierMarket(access).fetchChain(symbol, never);
  if (!fetched.ok) throw new Error(JSON.stringify(fetched.failure));
  return { ...fetched.value, asked: server.asked };
}

const kindsOf = ({ caveats = [] }: QuotedChain) => caveats.map(({ kind }) => kind);
const traded = (last: number, close: number): Quote => ({
  ...{ last, prevclose: close, close: null },
  trade_date: MORNING_MS - 5_000,
});
const closedAt = (last: number): Quote => ({ last, close: last, trade_date: EVENING_MS });

describe('Tradier before the open', () => {
  it.each([
    ['SPX', 'SPY'],
    ['XSP', 'SPY'],
    ['NDX', 'QQQ'],
  ])('takes spot of %s as far from its close as %s has moved since', async (symbol, fund) => {
    const quotes = { [symbol]: closedAt(6000), [fund]: traded(606, 600) };
    const chain = await chainAt({ symbol, close: 6000, quotes });
    expect(chain.spot).toBeCloseTo(6060, 9);
    expect(chain).toMatchObject({ spotFrom: fund, asOfMs: MORNING_MS });
    expect(chain.openInterestSession).toBe('2026-08-19');
    expect(kindsOf(chain)).not.toContain('spot-of-close');
    for (const contract of chain.contracts) expect(contract).not.toHaveProperty('volume');
  });

  it('takes spot moves of SPX before 09:30 not from the index', async () => {
    for (const last of [5000, 6000, 6300]) {
      const index = { last, close: 6000, trade_date: MORNING_MS - 1_000 };
      const quotes = { SPX: index, SPY: traded(606, 600) };
      expect((await chainAt({ symbol: 'SPX', close: 6000, quotes })).spot).toBeCloseTo(6060, 9);
    }
  });

  it('takes spot of a fund from its own trades, without another question', async () => {
    const chain = await chainAt({ symbol: 'SPY', close: 600, quotes: { SPY: traded(606, 600) } });
    expect(chain.spot).toBeCloseTo(606, 9);
    expect(chain).not.toHaveProperty('spotFrom');
    expect(chain.openInterestSession).toBe('2026-08-19');
    expect(chain.asked.filter((path) => path.includes('quotes'))).toHaveLength(1);
  });

  it('counts the move from the last close where the venue still states the one before it too', async () => {
    const quotes = { SPX: closedAt(6000), SPY: { ...traded(606, 590), close: 600 } };
    const chain = await chainAt({ symbol: 'SPX', close: 6000, quotes });
    expect(chain.spot).toBeCloseTo(6060, 9);
  });

  it.each<[string, Readonly<Record<string, Quote>>]>([
    ['cannot be had', {}],
    ['has not traded today', { SPY: { ...traded(606, 600), trade_date: EVENING_MS } }],
    ['has moved as no market does', { SPY: traded(60, 600) }],
    ['states no time of its trade', { SPY: { ...traded(606, 600), trade_date: null } }],
  ])('leaves spot at the close, and says so, where the fund %s', async (_, funds) => {
    const chain = await chainAt({
      symbol: 'SPX',
      close: 6000,
      quotes: { SPX: closedAt(6000), ...funds },
    });
    expect(chain).toMatchObject({ spot: 6000, spotCloseOf: '2026-08-18', asOfMs: MORNING_MS });
    expect(chain.openInterestSession).toBe('2026-08-19');
    expect(kindsOf(chain)).toContain('spot-of-close');
  });

  it('keeps the evening as it is until the open interest of the day is out', async () => {
    const nowMs = Date.parse('2026-08-19T10:30:00Z');
    const quotes = { SPX: closedAt(6000), SPY: traded(606, 600) };
    const chain = await chainAt({ symbol: 'SPX', close: 6000, quotes, nowMs });
    expect(chain).toMatchObject({ asOfMs: EVENING_MS, openInterestSession: '2026-08-18' });
  });

  it('ends with the first quotes of the session', async () => {
    const nowMs = Date.parse('2026-08-19T13:35:05Z');
    const index = { last: 6050, close: null, prevclose: 6000, trade_date: nowMs - 1_000 };
    const stage = { symbol: 'SPX', close: 6000, quotes: { SPX: index }, nowMs };
    const chain = await chainAt({ ...stage, stampMs: nowMs - 2_000 });
    expect(chain).toMatchObject({ spot: 6050, asOfMs: nowMs - 2_000 });
    expect(kindsOf(chain)).not.toContain('spot-of-close');
  });

  it('calls quotes that still stand in the afternoon those of an old session', async () => {
    const nowMs = Date.parse('2026-08-19T18:00:00Z');
    const chain = await chainAt({
      symbol: 'SPX',
      close: 6000,
      quotes: { SPX: closedAt(6000) },
      nowMs,
    });
    expect(kindsOf(chain)).toContain('old-session');
    expect(chain.asOfMs).toBe(EVENING_MS);
  });
});
