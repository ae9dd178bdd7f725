import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Rung } from '../../../src/core/exposure/levels.ts';
import { flipCrossMessage } from '../../../src/core/text/flip-cross-message.ts';
import { flowAnswer } from '../../../src/core/text/flow-answer.ts';
import { summaryMessage } from '../../../src/core/text/summary-message.ts';
import type { MarketView } from '../../../src/core/text/view.ts';
import { messagesAbout, messagesOn, textOf } from '../../support/all-messages.ts';
import { crossings, views } from '../../support/arbitrary-view.ts';
import { aView, someLevels } from '../../support/market-view.ts';

type Stated = { readonly move: number; readonly word: string; readonly isReacting: boolean };

/** A move and the dealers' trade after it: `−1%: sell`, or a row of the block with one trade or two. */
const STATED =
  /([−+-](?:0\.5|1|2)%):? (?:[\s\d,.]{0,14})(?:makes (?:Deribit )?)?(?:dealers )?(buy|sell)\b(?: +<?[\d.]+ +(buy|sell))?/g;
/** The trade with vols reacting where its word differs from that before it. */
const DIFFERING = /([−+](?:0\.5|1|2)%): (?:buy|sell|no) [^·]*?, (buy|sell) [^·]*? if vols react/g;
const IN_A_SENTENCE =
  /a 1% (fall) (?:would make|makes) (?:Deribit )?dealers (buy|sell).*a 1% (rise) (buy|sell)/;

function moveOf(text: string): number {
  return Number.parseFloat(text.replace('−', '-')) / 100;
}

function statedTrades(text: string): readonly Stated[] {
  const [, , fallWord, , riseWord] = IN_A_SENTENCE.exec(text) ?? [];
  const reactingPart = /vols reacting: (.*)/.exec(text)?.[1] ?? '';
  const trades = (part: string, isReacting: boolean) =>
    [...part.matchAll(STATED)].flatMap(([, move = '', word = '', second]) => [
      { move: moveOf(move), word, isReacting },
      ...(second === undefined ? [] : [{ move: moveOf(move), word: second, isReacting: true }]),
    ]);
  return [
    ...trades(text.replace(/vols reacting: .*/, ''), false),
    ...trades(reactingPart, true),
    ...[...text.matchAll(DIFFERING)].map(([, move = '', word = '']) => ({
      ...{ move: moveOf(move), word },
      isReacting: true,
    })),
    ...(fallWord === undefined ? [] : [{ move: -0.01, word: fallWord, isReacting: false }]),
    ...(riseWord === undefined ? [] : [{ move: 0.01, word: riseWord, isReacting: false }]),
  ];
}

/** The ladder that a statement speaks of. */
function ladderOf({ levels }: MarketView, { isReacting }: Stated): readonly Rung[] {
  return isReacting ? (levels.reacting?.ladder ?? []) : levels.ladder;
}

function wordOf(ladder: readonly Rung[], move: number): string {
  const rung = ladder.find((candidate) => Math.abs(candidate.move - move) < 1e-9);
  return rung === undefined || rung.usd === 0 ? 'none' : rung.usd > 0 ? 'buy' : 'sell';
}

describe('buy and sell', () => {
  it('follow the sign of their own number in every message about any book', () => {
    let held = 0;
    let reacting = 0;
    fc.assert(
      fc.property(views, (view) => {
        for (const message of messagesAbout(view)) {
          for (const stated of statedTrades(textOf(message))) {
            held += stated.isReacting ? 0 : 1;
            reacting += stated.isReacting ? 1 : 0;
            expect(stated.word).toBe(wordOf(ladderOf(view, stated), stated.move));
          }
        }
      }),
    );
    expect(held).toBeGreaterThan(1_000);
    expect(reacting).toBeGreaterThan(200);
  });

  it('follow the sign of their own number in every alert', () => {
    fc.assert(
      fc.property(crossings, ({ crossing, view }) => {
        const all = messagesOn(crossing, view).flatMap((each) => statedTrades(textOf(each)));
        expect(all.length).toBeGreaterThan(0);
        expect(all.some(({ isReacting }) => isReacting)).toBe(view.levels.reacting !== null);
        for (const stated of all) {
          expect(stated.word).toBe(wordOf(ladderOf(view, stated), stated.move));
        }
      }),
    );
  });

  it('are both sells, and say so, when the flip lies at spot', () => {
    const view = aView(someLevels({ spot: 71_240, roots: [71_300] }));
    expect(flowAnswer(view).content).toMatch(
      /1% fall .* sell .* 1% rise sell .*selling starts above 71,300/,
    );
  });

  it('state every rung of the ladder in the block', () => {
    const block = flowAnswer(aView()).embed?.lines.join('\n') ?? '';
    expect(statedTrades(block).map(({ move }) => move)).toEqual([
      -0.02, -0.01, -0.005, 0.005, 0.01, 0.02,
    ]);
  });
});

describe('the ending of a sentence', () => {
  const endings: readonly (readonly [fall: number, rise: number, ending: string])[] = [
    [1, -1, 'leans against moves'],
    [-1, 1, 'adds to moves'],
    [-1, -1, 'adds to falls and leans on rises'],
    [1, 1, 'adds to rises and cushions falls'],
  ];

  it.each(endings)('for %d on a fall and %d on a rise is "%s"', (fall, rise, ending) => {
    const levels = someLevels();
    const signOf = (move: number) => (move < 0 ? fall : rise);
    const ladder = levels.ladder.map((rung) => ({
      ...rung,
      usd: signOf(rung.move) * 5e6,
      units: signOf(rung.move) * 70,
    }));
    const { content } = summaryMessage(aView({ ...levels, ladder }), { late: false, zone: 'UTC' });
    expect(content.endsWith(`hedging ${ending}.`)).toBe(true);
  });

  it('of an alert speaks of the move that goes on past the crossing', () => {
    fc.assert(
      fc.property(crossings, ({ crossing, view }) => {
        const { content } = flipCrossMessage(crossing, view, {
          alertId: '1-1',
          sentAtMs: view.nowMs,
        });
        const facing = wordOf(view.levels.ladder, crossing.to === 'short' ? -0.01 : 0.01);
        if (/adds to|leans|cushions/.test(content)) {
          const isAdding = / adds to (falls|rises)\.$/.test(content);
          expect(isAdding).toBe(facing === (crossing.to === 'short' ? 'sell' : 'buy'));
        }
      }),
    );
  });
});

/** Dealers' trade on the way from one price to another in units, by adding up gamma on the way; positive: they buy. */
function tradedBetween({ levels }: MarketView, from: number, to: number): number {
  const { spots, gexUsd } = levels.profile;
  const gammaAt = (price: number) => {
    const after = spots.findIndex((spot) => spot >= price);
    const [low = 0, high = 1] = [spots[after - 1], spots[after]];
    const [atLow = 0, atHigh = 0] = [gexUsd[after - 1], gexUsd[after]];
    const gex = atLow + ((atHigh - atLow) * (price - low)) / (high - low);
    return gex / (0.01 * price ** 2);
  };
  const steps = 200;
  const step = (to - from) / steps;
  let traded = 0;
  for (let i = 0; i < steps; i += 1) traded -= gammaAt(from + (i + 0.5) * step) * step;
  return traded;
}

describe('where trades turn', () => {
  it('stands by the move that gets there, and is what dealers do from there on', () => {
    const inside = fc.double({ min: 0.001, max: 0.009, noNaN: true });
    const sign = fc.constantFrom<1 | -1>(1, -1);
    fc.assert(
      fc.property(inside, sign, sign, (distance, side, signAbove) => {
        const spot = 71_240;
        const root = spot * (1 + side * distance);
        const view = aView(someLevels({ spot, roots: [root], signAbove }));
        const { content } = flowAnswer(view);
        const [fall = '', rise = ''] = content.split(', a ');
        const half = side === -1 ? fall : rise;
        const [, turned = ''] = /(selling|buying) starts (?:below|above)/.exec(half) ?? [];
        const wordOfTrade = (amount: number) => (amount > 0 ? 'buying' : 'selling');
        const rung = spot * (1 + side * 0.01);
        expect(turned).toBe(wordOfTrade(tradedBetween(view, root, rung)));
        expect(turned).not.toBe(wordOfTrade(tradedBetween(view, spot, root)));
        expect(side === -1 ? rise : fall).not.toContain('starts');
        const whole = wordOfTrade(tradedBetween(view, spot, rung)).replace('ing', '');
        expect(half).toContain(`${whole} $`);
      }),
    );
  });

  it('is said exactly when a zero of gamma lies within 2 % of spot', () => {
    fc.assert(
      fc.property(views, (view) => {
        const { flip, spot } = view.levels;
        const isNear = flip.roots.some((root) => Math.abs(root.spot / spot - 1) <= 0.02);
        const says = /(selling|buying) starts (above|below)/.test(textOf(flowAnswer(view)));
        expect(says).toBe(isNear);
      }),
    );
  });

  it('is selling past a flip, from below and from above', () => {
    const below = flowAnswer(aView(someLevels({ spot: 72_000, roots: [71_500] })));
    const above = flowAnswer(aView(someLevels({ spot: 71_000, roots: [71_500] })));
    expect(below.content).toContain('selling starts below 71,500');
    expect(above.content).toContain('selling starts above 71,500');
  });

  it('is buying past a level where gamma turns the other way', () => {
    const levels = someLevels({ spot: 72_000, roots: [71_500], signAbove: -1 });
    expect(flowAnswer(aView(levels)).content).toContain('buying starts below 71,500');
  });
});
