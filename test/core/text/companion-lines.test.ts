import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { FlipAttribution } from '../../../src/core/exposure/companions.ts';
import { flipAnswer } from '../../../src/core/text/flip-answer.ts';
import { flowAnswer } from '../../../src/core/text/flow-answer.ts';
import { levelsAnswer } from '../../../src/core/text/levels-answer.ts';
import type { Message } from '../../../src/core/text/message.ts';
import { level, levelSteps } from '../../../src/core/text/numbers.ts';
import { summaryMessage } from '../../../src/core/text/summary-message.ts';
import type { MarketView } from '../../../src/core/text/view.ts';
import { messagesAbout, messagesOn, textOf } from '../../support/all-messages.ts';
import { crossings, views } from '../../support/arbitrary-view.ts';
import { aView, someLevels } from '../../support/market-view.ts';

const SIZES: Readonly<Record<string, number>> = { tn: 1e12, bn: 1e9, M: 1e6, k: 1e3, '': 1 };

function lineOf(message: Message, title: string): string {
  return message.embed?.lines.find((line) => line.startsWith(`**${title}**`)) ?? '';
}

function summaryOf(view: MarketView): Message {
  return summaryMessage(view, { late: false, zone: 'UTC' });
}

function numberIn(text: string): number {
  return Number(text.replaceAll(',', '').replace('−', '-'));
}

function wordFor(usd: number): string {
  return usd > 0 ? 'buy' : 'sell';
}

describe('trades that need no move', () => {
  it('are bought or sold by the sign of their own number, vanna also of its own direction', () => {
    let seen = 0;
    fc.assert(
      fc.property(views, (view) => {
        const line = lineOf(flowAnswer(view), 'Time and vol');
        const { timeAndVol } = view.levels;
        expect(line === '').toBe(timeAndVol === null);
        if (timeAndVol === null) return;
        const [, charm, sign, vanna] =
          /(?:UTC|ET): (buy|sell) .* · 30-day vol ([−+])1 point: (buy|sell) /.exec(line) ?? [];
        seen += 1;
        expect(charm).toBe(wordFor(timeAndVol.charmUsd));
        expect(vanna).toBe(wordFor(sign === '−' ? timeAndVol.vannaUsd : timeAndVol.vannaUpUsd));
        expect(sign).toBe(/short gamma/.test(flowAnswer(view).embed?.title ?? '') ? '+' : '−');
      }),
    );
    expect(seen).toBeGreaterThan(30);
  });
});

describe('where the −1 % trade comes from', () => {
  it('is two parts that add up to the trade as printed, each with the word of its own sign', () => {
    fc.assert(
      fc.property(views, (view) => {
        const { within30DaysUsd, laterUsd } = view.levels.fallTrade;
        const line = lineOf(flowAnswer(view), 'Where it comes from');
        const parts = [...line.matchAll(/(less|later) (buy|sell) \$([\d.]+)(tn|bn|M|k|)/g)];
        let sum = 0;
        let unitSize = 1;
        for (const [, name, word, amount = '', unit = ''] of parts) {
          const usd = name === 'less' ? within30DaysUsd : laterUsd;
          expect(word).toBe(wordFor(usd));
          unitSize = SIZES[unit] ?? 1;
          sum += (word === 'buy' ? 1 : -1) * Number(amount);
        }
        const total = (within30DaysUsd + laterUsd) / unitSize;
        const scale = parts.some(([text]) => text.includes('.')) ? 10 : 1;
        if (parts.length > 0)
          expect(Math.round(sum * scale) + 0).toBe(Math.round(total * scale) + 0);
      }),
    );
  });
});

function attributedSteps(view: MarketView, { from, to }: FlipAttribution): number {
  return Math.round(levelSteps(view.symbol, to - from, to));
}

describe('why the flip moved', () => {
  it('is told in parts that add up to the move as printed', () => {
    let seen = 0;
    fc.assert(
      fc.property(views, (view) => {
        const { attribution } = view.levels;
        const line = lineOf(flipAnswer(view), 'Since yesterday');
        const [, total = '', parts] =
          /flip (unchanged|[−+][\d,.]+)(?: \(([^)]*)\))?/.exec(line) ?? [];
        if (attribution === null || parts === undefined) return;
        seen += 1;
        const sum = [...parts.matchAll(/[−+][\d,.]*\d/g)].reduce(
          (so, [part]) => so + numberIn(part),
          0,
        );
        expect(sum).toBeCloseTo(total === 'unchanged' ? 0 : numberIn(total), 6);
        const step = 1 / levelSteps(view.symbol, 1, attribution.to);
        expect(Math.abs(sum)).toBeCloseTo(Math.abs(attributedSteps(view, attribution)) * step, 6);
      }),
      { numRuns: 400 },
    );
    expect(seen).toBeGreaterThan(20);
  });
});

describe('the straddle', () => {
  it('reaches equally far to both sides of spot as printed, and is copied as printed', () => {
    fc.assert(
      fc.property(views, (view) => {
        const line = lineOf(levelsAnswer(view), 'Levels');
        const [, size = '', low = '', high = ''] =
          /±([\d,.]+): ([\d,.]+)–([\d,.]*\d)/.exec(line) ?? [];
        const copied = levelsAnswer(view).embed?.lines.find((each) => each.startsWith('```')) ?? '';
        expect(copied.includes('EM low')).toBe(size !== '');
        if (size === '') return;
        const spot = numberIn(level(view.symbol, view.levels.spot));
        expect(numberIn(low)).toBeCloseTo(spot - numberIn(size), 6);
        expect(numberIn(high)).toBeCloseTo(spot + numberIn(size), 6);
        const plain = (text: string) => text.replaceAll(',', '');
        expect(copied).toContain(`EM low, ${plain(low)}, EM high, ${plain(high)}`);
      }),
    );
  });
});

describe('the line to copy', () => {
  it('is ASCII, in its order, and names each level once', () => {
    const order = [
      ...['Flip', 'Flip low', 'Flip high'],
      ...['Put wall', 'Call wall', 'EM low', 'EM high'],
    ];
    fc.assert(
      fc.property(views, (view) => {
        const block = levelsAnswer(view).embed?.lines.find((line) => line.startsWith('```'));
        if (block === undefined) return;
        const { futureBasis } = view.levels;
        expect(block).toMatch(/^```\n[A-Z]+: [\x20-\x7e]+\n(?:(?:ES|NQ): [\x20-\x7e]+\n)?```$/);
        expect(block.split('\n').length).toBe(futureBasis === null ? 3 : 4);
        const cells = (block.split('\n')[1] ?? '').replace(/^[A-Z]+: /, '').split(', ');
        const names = cells.filter((_, index) => index % 2 === 0);
        expect(names).toEqual(order.filter((name) => names.includes(name)));
        for (const price of cells.filter((_, index) => index % 2 === 1)) {
          expect(price).toMatch(/^\d+(\.\d+)?$/);
        }
      }),
    );
  });
});

describe('odds of a touch', () => {
  it('stand to the nearest 5 %, never as a certainty, and never inside the range', () => {
    fc.assert(
      fc.property(views, (view) => {
        const line = lineOf(summaryOf(view), 'Flip');
        const [, words] =
          /odds of a touch (?:today|by \w{3} (?:08:00 UTC|1[36]:00 ET)) (.*)$/.exec(line) ?? [];
        const { touchOdds } = view.levels;
        const isAtFlip = summaryOf(view).embed?.title.includes('at the flip') ?? false;
        expect(words !== undefined).toBe(touchOdds !== null && !isAtFlip);
        if (words === undefined || touchOdds === null) return;
        expect(words).toMatch(/^(under 5%|over 95%|about [1-9]?[05]%)$/);
        const printed = /about (\d+)%/.exec(words)?.[1];
        if (printed !== undefined)
          expect(Math.abs(Number(printed) / 100 - touchOdds)).toBeLessThanOrEqual(0.0250001);
      }),
      { numRuns: 400 },
    );
  });
});

describe('the range of the flip', () => {
  it('holds the flip and every reading, and is never given as a probability', () => {
    fc.assert(
      fc.property(views, (view) => {
        const { flip } = view.levels;
        const [, low, high] =
          /range ([\d,.]+)–([\d,.]+) over \d( of \d)? readings(?!.*range.*%)/.exec(
            lineOf(summaryOf(view), 'Flip'),
          ) ?? [];
        if (flip.status !== 'found' || low === undefined || high === undefined) return;
        for (const { spot } of flip.readings) {
          if (spot === null) continue;
          const printed = numberIn(level(view.symbol, spot));
          expect(printed).toBeGreaterThanOrEqual(numberIn(low));
          expect(printed).toBeLessThanOrEqual(numberIn(high));
        }
      }),
    );
  });
});

describe('a number in its own history', () => {
  it('is ranked from 60 sessions on; before, the days are counted', () => {
    fc.assert(
      fc.property(views, (view) => {
        const { sessions, percentile } = view.history;
        const line = lineOf(summaryOf(view), 'Since yesterday');
        if (!line.includes('net gamma')) return;
        if (percentile === null) {
          expect(line.includes(`, day ${sessions} of 60`)).toBe(sessions > 0);
          expect(line).not.toContain('sessions');
          return;
        }
        const isHigh = line.includes(', higher than on ');
        const printed = Number(/than on (?:under )?(\d+)% of/.exec(line)?.[1]) / 100;
        expect(line).toContain(`% of ${sessions} sessions`);
        expect(Math.abs(printed - (isHigh ? percentile : 1 - percentile))).toBeLessThan(0.0051);
      }),
    );
  });
});

describe('an agreement', () => {
  it('counts the readings that have spot beyond their own flip', () => {
    fc.assert(
      fc.property(crossings, ({ crossing, view }) => {
        const { flip } = view.levels;
        const [alert] = messagesOn(crossing, view);
        if (alert === undefined || flip.status !== 'found' || flip.readings.length < 2) return;
        const spots = flip.readings.flatMap(({ spot }) => (spot === null ? [] : [spot]));
        const beyond = spots.filter((spot) =>
          crossing.to === 'short' ? crossing.spot < spot : crossing.spot > spot,
        );
        const count = `${beyond.length} of ${spots.length} readings`;
        expect(lineOf(alert, 'Agreement')).toContain(`**Agreement** ${count} have spot`);
        expect(alert.content.includes(' readings')).toBe(beyond.length < spots.length);
        if (beyond.length < spots.length) expect(alert.content).toContain(`on ${count}`);
      }),
    );
  });
});

describe('a number that is not there', () => {
  it('takes its line with it', () => {
    const bare = aView(someLevels());
    const text = [...messagesAbout(bare)].map(textOf).join('\n');
    expect(text).not.toMatch(
      /range|odds|straddle|EM low|react|Readings|Time and vol|Where it comes|max pain|yesterday|sessions|day \d+ of/,
    );
  });

  it('is never a level where levels are withheld', () => {
    fc.assert(
      fc.property(views, (view) => {
        if (view.levels.flip.status !== 'withheld') return;
        for (const message of messagesAbout(view)) {
          const text = textOf(message);
          expect(text).not.toMatch(
            /wall \d|[Ff]lip \d|EM low|max pain|odds of|starts (above|below)/,
          );
          expect(message.embed?.tone).toBe('none');
        }
      }),
      { numRuns: 300 },
    );
  });
});
