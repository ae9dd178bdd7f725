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
import type { MarketView } from '../../../src/core/text/view.ts';
import { accompanied } from '../../support/companions.ts';
import { aView, someLevels } from '../../support/market-view.ts';

const at = (instant: string) => Date.parse(instant);
const NINE = at('2026-11-24T14:00:00Z');
const TODAY_CLOSE = at('2026-11-24T21:00:00Z');
const MINUTE_MS = 60_000;

function rungs(spot: number, fallUsd: number, riseUsd: number): readonly Rung[] {
  return [
    { move: -0.01, spot: spot * 0.99, usd: fallUsd, units: fallUsd / (spot * 0.99) },
    { move: 0.01, spot: spot * 1.01, usd: riseUsd, units: riseUsd / (spot * 1.01) },
  ];
}

/** The morning of the target texts. */
const MORNING: Levels = {
  ...accompanied(
    someLevels({
      symbol: 'SPX',
      spot: 7_435,
      roots: [7_352],
      expiries: [{ days: 0, share: 1 }],
      strikes: [
        { strike: 7_300, call: 0, put: -4.6e9 },
        { strike: 7_550, call: 3.1e9, put: 0 },
      ],
    }),
  ),
  flip: {
    status: 'found',
    spot: 7_352,
    range: { low: 7_331, high: 7_369 },
    readings: [
      { name: 'all expiries', spot: 7_352 },
      { name: 'next 30 days', spot: 7_369 },
      { name: 'out of the money', spot: 7_331 },
    ],
    roots: [{ spot: 7_352, slopeSign: 1, prominence: 0.3 }],
    minorRoots: [],
  },
  dataTimeMs: NINE - 15 * MINUTE_MS,
  gexUsd: 33.5e9,
  ladder: rungs(7_435, 18.5e9, -47.2e9),
  reacting: { ladder: rungs(7_435, 6.1e9, -34.8e9), volPointsPerFall: 0.4 },
  timeAndVol: { settlesMs: TODAY_CLOSE, charmUsd: 2.8e9, vannaUsd: 31e9, vannaUpUsd: -30e9 },
  straddle: { settlesMs: TODAY_CLOSE, usd: 49, quotedMs: NINE - 15 * MINUTE_MS },
  touchOdds: 0.15,
  futureBasis: { name: 'ES', usd: 14.2 },
  spotFrom: 'SPY',
  openInterestSession: '2026-11-24',
  coverage: { contractsOpen: 21_412, contractsUsed: 21_300, openInterestShare: 0.98941 },
  expiries: [
    { expiryMs: TODAY_CLOSE, gexUsd: -1.9e9, grossShare: 0.09, openInterestUnits: 1 },
    {
      expiryMs: at('2026-12-18T14:30:00Z'),
      gexUsd: 20e9,
      grossShare: 0.3,
      openInterestUnits: 1,
    },
    {
      expiryMs: at('2026-12-18T21:00:00Z'),
      gexUsd: 15.4e9,
      grossShare: 0.08,
      openInterestUnits: 1,
    },
  ],
};

function usView(levels: Levels, overrides: Partial<MarketView> = {}): MarketView {
  return aView(levels, {
    venueName: 'Cboe',
    unit: 'index units',
    hours: 'new-york',
    statedDelayMs: 15 * MINUTE_MS,
    hedge: { name: 'ES', usdPerPoint: 50 },
    dailySigma: 0.0093,
    nowMs: levels.dataTimeMs + 15 * MINUTE_MS,
    ageMs: 15 * MINUTE_MS,
    lastSameDay: { volume: 2_910_000, openInterest: 382_000 },
    ...overrides,
  });
}

function lineOf(message: Message, title: string): string {
  return message.embed?.lines.find((line) => line.startsWith(`**${title}**`)) ?? '';
}

const NEW_YORK = { late: false, zone: 'America/New_York' };

describe('the morning summary of SPX, word for word', () => {
  const summary = summaryMessage(usView(MORNING), NEW_YORK);

  it('begins with the price before the open and what hedging does', () => {
    expect(summary.content).toBe(
      'SPX about 7,435 pre-market, 83 points above its flip 7,352: dealer hedging leans against moves.',
    );
    expect(summary.embed?.title).toBe('SPX · Tue 24 Nov · long gamma');
  });

  it.each([
    [
      'Flip',
      '7,352, range 7,331–7,369 over 3 readings · spot 1.1% above = 1.2 σ · odds of a touch today about 15%',
    ],
    [
      'If it moves',
      '−1%: buy $18.5bn (50k ES), $6.1bn if vols react · +1%: sell $47.2bn (125k ES), $34.8bn · selling starts below 7,352',
    ],
    [
      'Levels',
      'put wall 7,300 · call wall 7,550 · straddle to the close ±49: 7,386–7,484 · ES +14',
    ],
    ['Time and vol', 'to 16:00 ET: buy $2.8bn · 30-day vol −1 point: buy $31.0bn'],
    ['Calendar', 'Thu closed · Fri until 13:00 ET · Fri 18 Dec quarterly expiry: 38% of gamma'],
    [
      'Not in here',
      "today's 0DTE trades (yesterday: 2.9M contracts against 0.38M of open interest)",
    ],
  ])('%s', (title, words) => {
    expect(lineOf(summary, title)).toBe(`**${title}** ${words}`);
  });

  it('ends with source, delay, spot, open interest, share and grade', () => {
    expect(summary.embed?.lines.at(-1)).toBe(
      'Cboe, 15 min delayed, <t:1795527900:t> · spot from SPY · open interest of Mon 23 Nov · 98.9% usable · grade A',
    );
    expect(summary.embed?.footer).toBe(
      'Assumes dealers are long calls, short puts and hedge all open interest: a ceiling, not a forecast. Not advice.',
    );
  });

  it('takes the straddle of the last close where the morning has none, and says so', () => {
    const straddle = { settlesMs: TODAY_CLOSE, usd: 49, quotedMs: at('2026-11-23T21:00:00Z') };
    const message = summaryMessage(usView({ ...MORNING, straddle }), NEW_YORK);
    expect(lineOf(message, 'Levels')).toContain('±49: 7,386–7,484 (Mon close) · ES +14');
  });

  it('gives the series that settles at the open a line of its own', () => {
    const nowMs = at('2026-12-18T14:00:00Z');
    const levels = { ...MORNING, dataTimeMs: nowMs - 15 * MINUTE_MS };
    const dayAgo = { ...MORNING, dataTimeMs: nowMs - 24 * 60 * MINUTE_MS };
    const lineAt = (view: MarketView) =>
      lineOf(summaryMessage(view, NEW_YORK), 'Settles at the open');
    expect(lineAt(usView(levels, { dayAgo }))).toBe(
      "**Settles at the open** the AM series, 30% of yesterday's gamma: left out above",
    );
    expect(lineAt(usView(MORNING, { dayAgo: MORNING }))).toBe('');
  });

  it('says nothing of trades within the day that are no more than twice the open interest', () => {
    const calm = usView(MORNING, { lastSameDay: { volume: 700_000, openInterest: 382_000 } });
    expect(lineOf(summaryMessage(calm, NEW_YORK), 'Not in here')).toBe('');
  });

  it('calls data of a closed market closed, not stale', () => {
    const closed = usView(
      { ...MORNING, dataTimeMs: at('2026-11-20T21:00:00Z'), spotFrom: null },
      { nowMs: at('2026-11-22T18:00:00Z'), ageMs: 45 * 60 * MINUTE_MS },
    );
    const text = flipAnswer(closed).embed?.lines.join('\n') ?? '';
    expect(text).toContain(
      'Cboe, 15 min delayed, <t:1795208400:f> · closed since Fri 16:00 ET · open interest',
    );
    expect(text).not.toMatch(/[Ss]tale/);
  });
});

/** The hours after the fall. */
const FALLEN: Levels = {
  ...MORNING,
  dataTimeMs: at('2026-11-24T16:20:00Z'),
  spot: 7_331,
  spotFrom: null,
  flip: {
    status: 'found',
    spot: 7_354,
    range: { low: 7_337, high: 7_371 },
    readings: [
      { name: 'all expiries', spot: 7_354 },
      { name: 'next 30 days', spot: 7_371 },
      { name: 'out of the money', spot: 7_337 },
    ],
    roots: [{ spot: 7_354, slopeSign: 1, prominence: 0.3 }],
    minorRoots: [],
  },
  gexUsd: -9.2e9,
  ladder: rungs(7_331, -21.5e9, -4.5e9),
  reacting: { ladder: rungs(7_331, -33.9e9, 7.9e9), volPointsPerFall: 0.4 },
};
const CROSSING: Crossing = {
  from: 'long',
  to: 'short',
  spot: 7_331,
  flip: 7_354,
  dataTimeMs: FALLEN.dataTimeMs,
  firstMs: FALLEN.dataTimeMs - 5 * MINUTE_MS,
  confirmedBy: { kind: 'chains' },
  threshold: 7_337,
  allClearAt: 7_371,
  moved: 'price',
  spotChange: -87,
  flipChange: 2,
  changeSinceMs: at('2026-11-24T14:45:00Z'),
  oldSideSinceMs: at('2026-11-20T15:00:00Z'),
};

describe('an alert on SPX, word for word', () => {
  const view = usView(FALLEN, {
    history: { sessions: 118, percentile: 0.22 },
    morning: { spot: 7_413, straddleUsd: 49, putWall: 7_300, callWall: 7_550 },
  });
  const options = { alertId: '4f2c', sentAtMs: at('2026-11-24T16:36:00Z') };
  const alert = flipCrossMessage(CROSSING, view, options);

  it('names the delay in its sentence', () => {
    expect(alert.content).toBe(
      'SPX fell through its gamma flip: 7,331 vs 7,354 at 11:20 ET (15-min delayed). Dealer hedging now adds to falls.',
    );
  });

  it('says that it opened there where the first readings of a session stand there', () => {
    const opened = {
      ...CROSSING,
      firstMs: at('2026-11-24T14:45:00Z'),
      dataTimeMs: at('2026-11-24T14:50:00Z'),
      changeSinceMs: at('2026-11-23T21:00:00Z'),
    };
    expect(flipCrossMessage(opened, view, options).content).toBe(
      'SPX opened below its gamma flip: 7,331 vs 7,354 at 09:50 ET (15-min delayed). Dealer hedging now adds to falls.',
    );
  });

  it.each([
    [
      'If it goes on',
      '−1%: sell $21.5bn (59k ES) · +1%: sell $4.5bn (12k ES), selling starts above 7,354 · vols reacting: −1% sell $33.9bn, +1% buy $7.9bn',
    ],
    [
      'Agreement',
      '3 of 3 readings have spot below their flip (7,337–7,371) · it was above for 2 sessions',
    ],
    ['Next', 'put wall 7,300 (−0.4%) · all-clear after two readings above 7,371'],
    [
      'Scale',
      'day −1.1% against ±0.66% priced · net gamma −$9.2bn per 1%, lower than on 78% of 118 sessions',
    ],
  ])('%s', (title, words) => {
    expect(lineOf(alert, title)).toBe(`**${title}** ${words}`);
  });

  it('carries data time and send time on the clock of New York', () => {
    expect(alert.embed?.footer).toBe(
      'Cboe 15 min delayed · data 11:20 ET, sent 11:36 ET · grade A · assumes dealers long calls, short puts, all hedged · not advice · alert 4f2c',
    );
  });

  it('takes its wall from the morning, and names none that is broken', () => {
    const live = { ...FALLEN, putWall: 7_250 };
    const frozen = flipCrossMessage(CROSSING, { ...view, levels: live }, options);
    expect(lineOf(frozen, 'Next')).toContain('put wall 7,300 (−0.4%)');
    const broken = { ...live, spot: 7_280 };
    const after = flipCrossMessage(CROSSING, { ...view, levels: broken }, options);
    expect(lineOf(after, 'Next')).not.toContain('put wall');
  });
});

describe('the answers about SPX, word for word', () => {
  const view = usView(FALLEN, { history: { sessions: 118, percentile: 0.22 } });

  it('/flip gives points, σ and the level on the future', () => {
    const message = flipAnswer(view);
    expect(message.content).toBe(
      'SPX 7,331 is 23 points (0.34 σ) below its gamma flip 7,354: dealers short gamma (15-min delayed).',
    );
    expect(lineOf(message, 'ES')).toBe('**ES** 7,368');
  });

  it('/flow counts futures and turns vol the way it goes below the flip', () => {
    const message = flowAnswer(view);
    expect(message.content).toBe(
      'SPX 7,331: a 1% fall makes dealers sell $21.5bn, a rise sell $4.5bn (selling starts above 7,354; 15-min delayed).',
    );
    expect(lineOf(message, 'In futures')).toBe(
      '**In futures** −1% = 59k ES, +1% = 12k ES (vols held)',
    );
    expect(lineOf(message, 'Time and vol')).toContain('to 16:00 ET: buy $2.8bn · 30-day vol +1');
  });

  it('/gex counts per point and in futures', () => {
    const message = gexAnswer(view);
    expect(message.content).toBe(
      'SPX 7,331, flip 7,354: dealer gamma −$9.2bn per 1%, lower than on 78% of 118 sessions (15-min delayed).',
    );
    expect(lineOf(message, 'Same in')).toBe('**Same in** 25k ES per 1% · $125M per point');
  });

  it('/levels copies every level a second time for the future, each by the same basis', () => {
    const block = levelsAnswer(view).embed?.lines.find((line) => line.startsWith('```')) ?? '';
    const [, index = '', future = ''] = block.split('\n');
    const prices = (line: string) =>
      [...line.matchAll(/, (\d+)/g)].map(([, price]) => Number(price));
    expect(future.startsWith('ES: Flip, 7368, ')).toBe(true);
    expect(prices(future)).toEqual(prices(index).map((price) => price + 14));
  });
});

describe('a price of a session that is over', () => {
  const FRIDAY_CLOSE = at('2026-11-20T21:00:00Z');
  const standing: Levels = { ...MORNING, spotFrom: null, spotCloseOf: '2026-11-20' };
  const sentences = (view: MarketView) =>
    [flipAnswer, gexAnswer, levelsAnswer, flowAnswer].map((answer) => answer(view).content);

  it('is called the close in every sentence of a morning without a price of its own', () => {
    const view = usView({ ...standing, dataTimeMs: at('2026-11-23T13:45:00Z') });
    for (const content of sentences(view)) expect(content).toContain('SPX 7,435 (Fri close)');
    expect(summaryMessage(view, NEW_YORK).content).toMatch(/^SPX 7,435 \(Fri close\), 83 points/);
  });

  it('is called the close over a weekend, and not while the session lasts', () => {
    const closed = { ...MORNING, spotFrom: null, dataTimeMs: FRIDAY_CLOSE };
    const sunday = usView(closed, { nowMs: at('2026-11-22T15:00:00Z') });
    for (const content of sentences(sunday)) expect(content).toContain('SPX 7,435 (Fri close)');
    const open = { ...closed, dataTimeMs: at('2026-11-20T16:00:00Z') };
    for (const content of sentences(usView(open))) expect(content).not.toContain('close)');
  });
});

describe('what a morning lacks', () => {
  it('is named with its reason, and nothing where it is there', () => {
    const bare = usView({ ...MORNING, straddle: null, touchOdds: null, futureBasis: null });
    for (const message of [levelsAnswer(bare), summaryMessage(bare, NEW_YORK)]) {
      expect(lineOf(message, 'Levels')).toContain(
        'no straddle: no two-sided quotes before the open · no ES: no forward by put-call parity yet',
      );
    }
    expect(lineOf(levelsAnswer(usView(MORNING)), 'Levels')).not.toContain('no ');
  });

  it('is counted where a reading has no flip', () => {
    const { flip } = MORNING;
    if (flip.status !== 'found') throw new Error('the morning has a flip');
    const readings = [...flip.readings, { name: 'vols +2' as const, spot: null }];
    const message = flipAnswer(usView({ ...MORNING, flip: { ...flip, readings } }));
    expect(lineOf(message, 'Flip')).toContain('range 7,331–7,369 over 3 of 4 readings');
  });
});
