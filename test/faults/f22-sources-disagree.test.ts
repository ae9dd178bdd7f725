// F22: two sources of the same price disagree by more than 1 %.
// Promise: the answer says which is used and why, levels are withheld and no rule is judged (P7).
// Method: the real market over loopback, with an index or a perpetual that is off, read as messages read it; the real
// poll on the practice exchange, whose spot crosses the flip meanwhile.
import { describe, expect, it } from 'vitest';
import { cleanChain } from '../../src/core/chain/clean.ts';
import { levelsWhenRead, mayAlert } from '../../src/core/exposure/grade.ts';
import { levelsOf } from '../../src/core/exposure/levels-of.ts';
import { emptyGreeks, greeks } from '../../src/core/math/black.ts';
import { summaryMessage } from '../../src/core/text/summary-message.ts';
import { createDeribitMarket } from '../../src/markets/deribit/index.ts';
import { deribitAnswer, deribitQuestion } from '../support/deribit-fixtures.ts';
import { aLoopbackVenue, json } from '../support/loopback-venue.ts';
import { aView } from '../support/market-view.ts';
import { aVenueStage, WIRES } from '../support/venue-stage.ts';

const INDEX = 90_010.75;
const NOW_MS = 1_764_579_600_120;
const EXPIRIES = ['3DEC25', '26DEC25', '27MAR26'];
const DAYS = [2, 25, 116];

/** A book with a flip: puts below, calls above, quotes that tell the forward where they are asked to. */
function bookText(forward: number, withQuotes: boolean): string {
  const into = emptyGreeks();
  const strikes = Array.from({ length: 61 }, (_, at) => 60_000 + 1_000 * at);
  const result = EXPIRIES.flatMap((date, at) =>
    strikes.flatMap((strike) =>
      (['C', 'P'] as const).map((letter) => {
        const isCall = letter === 'C';
        const years = (DAYS[at] ?? 1) / 365;
        greeks(
          { spot: forward, strike, years, vol: 0.45, rate: 0, dividendYield: 0, isCall },
          into,
        );
        const price = into.price / forward;
        const near = Math.abs(strike - forward) < 15_000 && withQuotes;
        const distance = (strike - (isCall ? 95_000 : 85_000)) / 8_000;
        return {
          instrument_name: `BTC-${date}-${strike}-${letter}`,
          underlying_price: forward,
          underlying_index: `SYN.BTC-${date}`,
          mark_iv: 45,
          bid_price: near ? price * 0.999 : null,
          ask_price: near ? price * 1.001 : null,
          open_interest: Math.round(1_000 * Math.exp(-distance * distance)) + 1,
          creation_timestamp: NOW_MS,
          estimated_delivery_price: forward,
        };
      }),
    ),
  );
  return JSON.stringify({ result });
}

type Prices = { readonly index: number; readonly perpetual: number; readonly options?: number };

async function read({ index, perpetual, options }: Prices) {
  const answers: Readonly<Record<string, string>> = {
    get_book_summary_by_currency: bookText(options ?? index, options !== undefined),
    get_index_price: JSON.stringify({ result: { index_price: index } }),
    futures: JSON.stringify({
      result: [{ instrument_name: 'BTC-PERPETUAL', mark_price: perpetual }],
    }),
  };
  const server = await aLoopbackVenue((request, response) => {
    const path = request.url ?? '';
    json(answers[deribitQuestion(path)] ?? deribitAnswer(path))(request, response);
  });
  const market = createDeribitMarket({ baseUrl: server.url, nowMs: () => NOW_MS });
  const chain = await market.fetchChain('BTC', new AbortController().signal);
  if (!chain.ok) throw new Error(chain.failure.kind);
  const listing = { symbol: 'BTC', venue: 'deribit' };
  const levels = levelsWhenRead(levelsOf(cleanChain(chain.value), listing), {
    nowMs: NOW_MS,
    isStale: false,
  });
  const summary = summaryMessage(aView(levels), { late: false, zone: 'UTC' });
  return { levels, sentence: summary.content, dataLine: summary.embed?.lines.at(-1) ?? '' };
}

describe('sources that disagree', () => {
  it('say nothing while they are within a percent', async () => {
    const { levels, dataLine } = await read({ index: INDEX, perpetual: INDEX * 1.004 });
    expect(levels.flip.status).toBe('found');
    expect(levels.grade).toEqual({ letter: 'A', reasons: [] });
    expect(dataLine).toContain('index and perp 0.4% apart');
  });

  it('withhold the levels, and the index is used because contracts settle on it', async () => {
    const { levels, sentence, dataLine } = await read({ index: INDEX, perpetual: INDEX * 1.015 });
    expect(levels).toMatchObject({ spot: INDEX, grade: { letter: 'D' } });
    expect(levels.flip.status).toBe('withheld');
    expect(mayAlert(levels.grade)).toBe(false);
    expect(sentence).toMatch(
      /^BTC levels withheld: the perp \(1.*%\) is away from the quoted spot/,
    );
    expect(dataLine).toContain('which is used because contracts settle on it');
  });

  it('withhold the levels, and the middle is used where perpetual and options outvote the index', async () => {
    const perpetual = 90_040;
    const { levels, dataLine } = await read({
      index: INDEX * 1.02,
      perpetual,
      options: INDEX,
    });
    expect(levels.spot).toBeGreaterThanOrEqual(INDEX - 1);
    expect(levels.spot).toBeLessThanOrEqual(perpetual);
    expect(levels.flip.status).toBe('withheld');
    expect(dataLine).toContain('the middle of all is used');
  });

  it('leave out a perpetual that index and options contradict, without withholding', async () => {
    const { levels, dataLine } = await read({
      index: INDEX,
      perpetual: INDEX * 1.05,
      options: INDEX * 1.0002,
    });
    expect(levels).toMatchObject({ spot: INDEX, grade: { letter: 'B' } });
    expect(levels.flip.status).toBe('found');
    expect(mayAlert(levels.grade)).toBe(true);
    expect(dataLine).toContain('the perp (5%) is away from the quoted spot and left out');
  });
});

describe.each(WIRES)('prices of $venueName that disagree', (wire) => {
  const { symbol, venueName } = wire;
  // Where nothing but options stands beside the price, either may be wrong; a perpetual alone is outvoted.
  const isOutvoted = venueName === 'Deribit';

  it('are told once with what is used and why, keep alerts waiting where in doubt, and end by themselves', async () => {
    const stage = await aVenueStage(wire, { pollMs: 300_000 });
    await stage.polls(2);
    stage.breakWith({ fault: 'F22', factor: 0.97 });
    stage.hold('below');
    const runs = await stage.polls(6);
    const levels = await stage.latest();
    if (isOutvoted) {
      expect(levels?.grade).toEqual({
        letter: 'B',
        reasons: ['the perp (3%) is away from the quoted spot and left out'],
      });
      expect(levels?.spot).toBeCloseTo(stage.exchange.spotUsd(symbol), 0);
      expect(await stage.notices()).toEqual([]);
      expect(await stage.alerts()).toHaveLength(1);
      return;
    }
    const why = 'away from the quoted spot, which is used because contracts settle on it';
    expect(levels?.grade.letter).toBe('D');
    expect(runs.every(({ detail }) => detail.includes('alerts: low-grade'))).toBe(true);
    expect(runs.at(-1)?.detail).toContain(why);
    expect((await stage.statusLines()).join('\n')).toMatch(/prices that disagree\*\* since/);
    expect(await stage.notices()).toEqual([
      expect.stringMatching(`^${symbol}: prices that disagree`),
    ]);
    const [notice] = await stage.store.recentOutbox('guild', 1);
    expect(notice?.message.embed?.lines.join('\n')).toContain(why);
    expect(await stage.alerts()).toEqual([]);
    stage.exchange.clearFaults();
    await stage.polls(4);
    expect(await stage.notices()).toHaveLength(2);
    expect(await stage.alerts()).toHaveLength(1);
  });
});
