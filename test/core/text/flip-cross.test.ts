import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Crossing } from '../../../src/core/alerts/crossing.ts';
import { flipCrossFlapping } from '../../../src/core/text/flip-cross-flapping.ts';
import { flipCrossMessage } from '../../../src/core/text/flip-cross-message.ts';
import { flipCrossOver } from '../../../src/core/text/flip-cross-over.ts';
import { crossings } from '../../support/arbitrary-view.ts';
import { aView, DATA_TIME_MS, someLevels } from '../../support/market-view.ts';

const MINUTE_MS = 60_000;

const FELL: Crossing = {
  from: 'long',
  to: 'short',
  spot: 71_240,
  flip: 72_180,
  dataTimeMs: DATA_TIME_MS,
  firstMs: DATA_TIME_MS - 5 * MINUTE_MS,
  confirmedBy: { kind: 'chains' },
  threshold: 71_712,
  allClearAt: 72_648,
  moved: 'price',
  spotChange: -1_030,
  flipChange: 20,
  changeSinceMs: DATA_TIME_MS - 15 * MINUTE_MS,
  oldSideSinceMs: DATA_TIME_MS - 205 * MINUTE_MS,
};

const OPTIONS = { alertId: '3-1', sentAtMs: DATA_TIME_MS + MINUTE_MS };

describe('a flip-cross alert', () => {
  it('says of prices between chains how long they have stood beyond, and how old the options are', () => {
    const firstMs = DATA_TIME_MS - 11 * MINUTE_MS;
    const chainMs = DATA_TIME_MS - 12 * MINUTE_MS;
    const confirmedBy = { kind: 'prices' as const, chainMs };
    const fell = flipCrossMessage({ ...FELL, firstMs, confirmedBy }, aView(), OPTIONS);
    expect(fell.embed?.lines[0]).toContain(
      `**Crossed** prices below 71,710 for 11 min, first <t:${firstMs / 1_000}:t>, against the options of <t:${chainMs / 1_000}:t>. The price moved`,
    );
  });

  it('says which way, both prices, when, and what hedging does', () => {
    const fell = flipCrossMessage(FELL, aView(), OPTIONS);
    expect(fell.content).toBe(
      'BTC fell through its gamma flip: 71,240 vs 72,180 at 08:14 UTC. Deribit dealer hedging now adds to falls.',
    );
    expect(fell.embed?.title).toBe('BTC below its gamma flip');
    expect(fell.embed?.footer).toContain('data 08:14 UTC, sent 08:15 UTC');
  });

  it('says that it rose when it rose', () => {
    const view = aView(someLevels({ spot: 72_650, roots: [72_140] }));
    const rose = flipCrossMessage(
      { ...FELL, from: 'short', to: 'long', spot: 72_650, flip: 72_140 },
      view,
      OPTIONS,
    );
    expect(rose.content).toBe(
      'BTC rose through its gamma flip: 72,650 vs 72,140 at 08:14 UTC. Deribit dealer hedging now leans against moves.',
    );
    expect(rose.embed?.title).toBe('BTC above its gamma flip');
  });

  it('says that the level moved when it was the level', () => {
    const moved = flipCrossMessage(
      { ...FELL, moved: 'level', flipChange: 560, spotChange: 0 },
      aView(),
      OPTIONS,
    );
    expect(moved.content).toMatch(
      /flip rose above (the price|spot): 72,180 \(\+560\) vs 71,240\. The level moved/,
    );
    expect(moved.embed?.lines[0]).toContain('The flip moved (+560');
  });

  it('gives the change of price and level whichever moved', () => {
    const lineOf = (change: Partial<Crossing>) =>
      flipCrossMessage({ ...FELL, ...change }, aView(), OPTIONS).embed?.lines[0] ?? '';
    expect(lineOf({})).toContain('The price moved (−1,030 since ');
    expect(lineOf({})).toContain('the flip did not (+20)');
    expect(lineOf({ moved: 'both', spotChange: -40, flipChange: 310 })).toContain(
      'price −40, flip +310',
    );
  });

  it('says when it ends: two readings beyond the all-clear price', () => {
    const text = flipCrossMessage(FELL, aView(), OPTIONS).embed?.lines.join('\n') ?? '';
    expect(text).toContain('all-clear after two readings above 72,650');
    expect(text).toContain('it was above for 3 h 20 min');
  });
});

describe('the all-clear', () => {
  it('changes sentence, title and first line of the alert and keeps all the rest', () => {
    fc.assert(
      fc.property(crossings, ({ crossing, view }) => {
        const alert = flipCrossMessage(crossing, view, OPTIONS);
        const ended = {
          backSinceMs: DATA_TIME_MS,
          lastedMs: 105 * MINUTE_MS,
          side: crossing.from,
        };
        const over = flipCrossOver(alert, ended, view);
        const at = view.hours === 'always' ? '08:14 UTC' : '03:14 ET (15-min delayed)';
        const where = crossing.from === 'long' ? 'above' : 'below';
        expect(over).toEqual({
          ...alert,
          content: `${view.symbol} over: back ${where} its gamma flip since ${at}, lasted 1 h 45 min.`,
          embed: {
            ...alert.embed,
            title: `${alert.embed?.title} · over`,
            lines: [
              `**Over** back ${where} since <t:1795508070:t>, lasted 1 h 45 min`,
              ...(alert.embed?.lines ?? []),
            ],
          },
        });
      }),
    );
  });
});

describe('a flapping rule', () => {
  it('says once how often, since when, and what unmutes it', () => {
    const message = flipCrossFlapping(
      { crossings: 3, sinceMs: DATA_TIME_MS - 100 * MINUTE_MS, calmMs: 60 * MINUTE_MS },
      aView(),
      { alertId: '3-3', sentAtMs: DATA_TIME_MS },
    );
    expect(message.content).toBe(
      'BTC keeps crossing its gamma flip: 3 times since 06:34 UTC. Muted until it stays on one side for 1 h.',
    );
    expect(message.embed?.footer.endsWith('alert 3-3')).toBe(true);
  });
});
