import { describe, expect, it } from 'vitest';
import type { Crossing } from '../../../src/core/alerts/crossing.ts';
import type { Levels, Rung } from '../../../src/core/exposure/levels.ts';
import { flipAnswer } from '../../../src/core/text/flip-answer.ts';
import { flipCrossMessage } from '../../../src/core/text/flip-cross-message.ts';
import { flowAnswer } from '../../../src/core/text/flow-answer.ts';
import { gexAnswer } from '../../../src/core/text/gex-answer.ts';
import { levelsAnswer } from '../../../src/core/text/levels-answer.ts';
import type { Message } from '../../../src/core/text/message.ts';
import { summaryMessage } from '../../../src/core/text/summary-message.ts';
import { accompanied, SOME_COMPANIONS } from '../../support/companions.ts';
import { aView, DATA_TIME_MS, someLevels } from '../../support/market-view.ts';

const MINUTE_MS = 60_000;
const DAY_MS = 86_400_000;

function rung(move: number, usd: number, units: number): Rung {
  return { move, spot: 71_240 * (1 + move), usd, units };
}

/** The market of the target texts. */
const LEVELS: Levels = {
  ...accompanied(
    someLevels({
      expiries: [
        { days: 1, share: 0.12 },
        { days: 3, share: 0.31 },
        { days: 31, share: 0.57 },
      ],
    }),
  ),
  gexUsd: -24.6e6,
  ladder: [rung(-0.01, -31.1e6, -441), rung(0.01, 15.3e6, 213)],
  reacting: {
    ladder: [rung(-0.01, -33.5e6, -475), rung(0.01, 17.7e6, 246)],
    volPointsPerFall: 0.42,
  },
  fallTrade: { within30DaysUsd: -29.2e6, laterUsd: -1.9e6 },
  maxPain: { expiryMs: Date.UTC(2026, 10, 27, 8), strike: 72_000 },
  deliveryPriceUsd: 71_183.42,
  spotCheck: { other: 'perp', gap: 0.00021 },
};
const DAY_AGO: Levels = {
  ...someLevels({
    roots: [72_900],
    expiries: [
      { days: 0, share: 0.06 },
      { days: 3, share: 0.94 },
    ],
  }),
  gexUsd: -12.1e6,
  dataTimeMs: DATA_TIME_MS - DAY_MS,
};
const VIEW = aView(LEVELS, {
  dayAgo: DAY_AGO,
  history: { sessions: 118, percentile: 0.22 },
});

function linesOf(message: Message): readonly string[] {
  return message.embed?.lines ?? [];
}

function lineOf(message: Message, title: string): string {
  return linesOf(message).find((line) => line.startsWith(`**${title}**`)) ?? '';
}

const SUMMARY = summaryMessage(VIEW, { late: false, zone: 'UTC' });

describe('the summary, word for word', () => {
  it.each([
    [
      'Flip',
      '72,180, range 71,650–73,050 over 6 readings · spot 1.3% below = 0.5 σ · odds of a touch by Wed 08:00 UTC about 50%',
    ],
    [
      'If it moves',
      '−1%: sell $31.1M (441 BTC), $33.5M if vols react · +1%: buy $15.3M (213 BTC), $17.7M · selling starts above 72,180',
    ],
    [
      'Levels',
      'put wall 65,000 · call wall 75,000 · straddle to Wed 08:00 UTC ±1,150: 70,090–72,390',
    ],
    [
      'Since yesterday',
      "flip −720 (open interest −410, vols +60, time −40, today's expiry −330) · net gamma −$12.1M → −$24.6M per 1%, lower than on 78% of 118 sessions",
    ],
    [
      'Expiries',
      'today 08:00 UTC: 6% of gamma gone, settled 71,183 · Fri 27 Nov 08:00 UTC monthly: 31% of gamma, 19.5k BTC, max pain 72,000',
    ],
  ])('%s', (title, words) => {
    expect(lineOf(SUMMARY, title)).toBe(`**${title}** ${words}`);
  });

  it('ends with source, age, coverage and grade', () => {
    expect(linesOf(SUMMARY).at(-1)).toBe(
      'Deribit, <t:1795508070:t>, 30 s old · index and perp 0.02% apart · all 874 contracts with open interest usable · grade A',
    );
  });

  it('spells a sign out where vols that react turn it', () => {
    const ladder = [rung(-0.01, 7.1e6, 100), rung(0.01, 17.7e6, 246)];
    const view = aView({ ...LEVELS, reacting: { ladder, volPointsPerFall: 0.42 } });
    const summary = summaryMessage(view, { late: false, zone: 'UTC' });
    expect(lineOf(summary, 'If it moves')).toContain(
      '−1%: sell $31.1M (441 BTC), buy $7.1M if vols react · +1%',
    );
  });
});

describe('an alert, word for word', () => {
  const crossing: Crossing = {
    from: 'long',
    to: 'short',
    spot: 71_240,
    flip: 72_180,
    dataTimeMs: DATA_TIME_MS,
    firstMs: DATA_TIME_MS - 5 * MINUTE_MS,
    confirmedBy: { kind: 'chains' },
    threshold: 71_712,
    allClearAt: 73_050,
    moved: 'price',
    spotChange: -1_030,
    flipChange: 20,
    changeSinceMs: DATA_TIME_MS - 15 * MINUTE_MS,
    oldSideSinceMs: DATA_TIME_MS - 185 * MINUTE_MS,
  };
  const alert = flipCrossMessage(crossing, VIEW, { alertId: '4-2', sentAtMs: DATA_TIME_MS });

  it.each([
    [
      'If it goes on',
      '−1%: sell $31.1M (441 BTC) · +1%: buy $15.3M (213 BTC), selling starts above 72,180 · vols reacting: −1% sell $33.5M, +1% buy $17.7M',
    ],
    [
      'Agreement',
      '6 of 6 readings have spot below their flip (71,650–73,050) · it was above for 3 h',
    ],
    ['Next', 'put wall 65,000 (−8.8%) · all-clear after two readings above 73,050'],
    [
      'Scale',
      'spot 1.3% below = 0.5 σ · net gamma −$24.6M per 1%, lower than on 78% of 118 sessions',
    ],
  ])('%s', (title, words) => {
    expect(lineOf(alert, title)).toBe(`**${title}** ${words}`);
  });

  it('carries grade and id in its footer', () => {
    expect(alert.embed?.footer).toBe(
      'Deribit · data 08:14 UTC, sent 08:14 UTC · grade A · assumes dealers long calls, short puts, all hedged · not advice · alert 4-2',
    );
  });
});

describe('the answers, word for word', () => {
  it('/flip lists its readings, those more than half a σ away in bold', () => {
    expect(linesOf(flipAnswer(VIEW)).slice(0, 2)).toEqual([
      '**Flip** 72,180, range 71,650–73,050 · no other crossing between 64,120 and 78,360',
      '**Readings** all 72,180 · next 30 days 73,050 · without the nearest expiry 72,200 · out of the money 71,650 · vols +2 72,090 · vols −2 72,270',
    ]);
    const calm = aView(LEVELS, { dailySigma: 0.02 });
    expect(lineOf(flipAnswer(calm), 'Readings')).toContain('· **next 30 days 73,050** ·');
  });

  it('/flip takes no side inside the range', () => {
    const inside = aView(accompanied(someLevels({ spot: 71_900 })));
    const message = flipAnswer(inside);
    expect(message.content).toBe(
      'BTC 71,900 is at its gamma flip 72,180 (range 71,650–73,050): no side.',
    );
    expect(message.embed?.title).toBe('BTC · at the flip');
    expect(message.embed?.tone).toBe('none');
    expect(message.chart?.alt).toContain('spot 71,900 at the flip.');
  });

  it('/flip gives the reason where levels are withheld', () => {
    const reason = '31% of contracts have no usable vol';
    const flip = { status: 'withheld' as const, reason, roots: [] };
    expect(flipAnswer(aView({ ...LEVELS, flip })).content).toBe(`BTC flip withheld: ${reason}.`);
    const levels = levelsAnswer(aView({ ...LEVELS, flip }));
    expect(levels.content).toBe(`BTC levels withheld: ${reason}.`);
    expect(linesOf(levels).join('\n')).not.toMatch(/wall \d|```|straddle/);
  });

  it.each([
    ['In BTC', '−1% = 441 BTC, +1% = 213 BTC (vols held)'],
    ['Held / react', 'each strike keeps its vol / fixed-strike vols rise 0.4 points per −1%'],
    ['Time and vol', 'to Wed 08:00 UTC: buy $1.9M · 30-day vol +1 point: sell $2.5M'],
    ['Where it comes from', '−1%: 30 days and less sell $29.2M, later sell $1.9M'],
  ])('/flow %s', (title, words) => {
    expect(lineOf(flowAnswer(VIEW), title)).toBe(`**${title}** ${words}`);
  });

  it('/flow has a block that a phone does not wrap, held beside react', () => {
    const block = linesOf(flowAnswer(VIEW))[0];
    expect(block).toBe(
      [
        '```',
        '$M, from here  held       react',
        '-1%   70,530  sell 31.1  sell 33.5',
        '+1%   71,950  buy  15.3  buy  17.7',
        '```',
      ].join('\n'),
    );
  });

  it('/gex says where its number stands in its own history', () => {
    expect(gexAnswer(VIEW).content).toBe(
      'BTC 71,240, flip 72,180: Deribit dealer gamma −$24.6M per 1% (−345 BTC), lower than on 78% of 118 sessions.',
    );
    const early = aView(LEVELS, { history: { sessions: 12, percentile: null } });
    expect(gexAnswer(early).content).toContain(', day 12 of 60.');
  });

  it('/levels copies range and straddle with the walls', () => {
    expect(linesOf(levelsAnswer(VIEW))).toContain(
      '```\nBTC: Flip, 72180, Flip low, 71650, Flip high, 73050, Put wall, 65000, Call wall, 75000, EM low, 70090, EM high, 72390\n```',
    );
  });

  it('names the reasons of a grade', () => {
    const grade = {
      letter: 'C' as const,
      reasons: ['the data are stale', 'spot and index differ'],
    };
    const levels = accompanied(someLevels(), { ...SOME_COMPANIONS, grade });
    expect(linesOf(flipAnswer(aView(levels))).at(-1)).toContain(
      ' · grade C: the data are stale, spot and index differ',
    );
  });
});
