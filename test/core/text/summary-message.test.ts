import { describe, expect, it } from 'vitest';
import { levelsWhenRead } from '../../../src/core/exposure/grade.ts';
import type { Levels } from '../../../src/core/exposure/levels.ts';
import { levelsAnswer } from '../../../src/core/text/levels-answer.ts';
import { summaryMessage } from '../../../src/core/text/summary-message.ts';
import { aView, DATA_TIME_MS, someLevels } from '../../support/market-view.ts';

const HOUR_MS = 3_600_000;

function linesOf(message: ReturnType<typeof summaryMessage>): string {
  return message.embed?.lines.join('\n') ?? '';
}

describe('the morning summary', () => {
  it('is the sentence of the target text', () => {
    const { content } = summaryMessage(aView(), { late: false, zone: 'UTC' });
    expect(content).toBe(
      'BTC 71,240, 940 below its gamma flip 72,180: Deribit dealers short gamma, hedging adds to moves.',
    );
  });

  it('is dated in the zone of the channel, also where that is another day', () => {
    const evening = { ...aView(), nowMs: DATA_TIME_MS + 14 * HOUR_MS };
    const titleIn = (zone: string) => summaryMessage(evening, { late: false, zone }).embed?.title;
    expect(titleIn('UTC')).toBe('BTC · Tue 24 Nov · short gamma');
    expect(titleIn('Asia/Tokyo')).toBe('BTC · Wed 25 Nov · short gamma');
  });

  it('says when it is late', () => {
    const late = summaryMessage(aView(), { late: true, zone: 'UTC' });
    expect(late.embed?.title).toBe('BTC · Tue 24 Nov · short gamma · late');
  });

  it('gives distance in percent and in σ that belong together', () => {
    const view = aView(someLevels(), { dailySigma: 0.0265 });
    expect(linesOf(summaryMessage(view, { late: false, zone: 'UTC' }))).toContain(
      '**Flip** 72,180 · spot 1.3% below = 0.5 σ',
    );
  });

  it('says what changed since yesterday only where yesterday is known', () => {
    const dayAgo = { ...someLevels({ roots: [72_900] }), dataTimeMs: DATA_TIME_MS - 24 * HOUR_MS };
    const known = linesOf(
      summaryMessage(aView(someLevels(), { dayAgo }), { late: false, zone: 'UTC' }),
    );
    const unknown = linesOf(summaryMessage(aView(), { late: false, zone: 'UTC' }));
    expect(known).toContain('**Since yesterday** flip −720 · net gamma −$42.4M → −$24.2M per 1%');
    expect(unknown).not.toContain('yesterday');
  });

  it('compares nothing with a day whose levels were withheld', () => {
    const grade = { letter: 'D', reasons: ['half of it is missing'] } as const;
    const dayAgo = levelsWhenRead(
      { ...someLevels({ roots: [72_900] }), dataTimeMs: DATA_TIME_MS - 24 * HOUR_MS, grade },
      { nowMs: DATA_TIME_MS - 24 * HOUR_MS, isStale: false },
    );
    const view = aView(someLevels(), { dayAgo });
    const lines = linesOf(summaryMessage(view, { late: false, zone: 'UTC' }));
    expect(lines).not.toMatch(/yesterday|→ −\$/);
  });

  it('names the next expiry that holds at least 15 % of gamma, and what has expired', () => {
    const expiries = [
      { days: 1, share: 0.1 },
      { days: 3, share: 0.31 },
      { days: 31, share: 0.59 },
    ];
    const dayAgo = {
      ...someLevels({
        expiries: [
          { days: 0, share: 0.06 },
          { days: 3, share: 0.94 },
        ],
      }),
      dataTimeMs: DATA_TIME_MS - 24 * HOUR_MS,
    };
    const view = aView(someLevels({ expiries }), { dayAgo });
    expect(linesOf(summaryMessage(view, { late: false, zone: 'UTC' }))).toContain(
      '**Expiries** today 08:00 UTC: 6% of gamma gone · Fri 27 Nov 08:00 UTC monthly: 31% of gamma, 19.5k BTC',
    );
  });

  it('names what the numbers leave out', () => {
    expect(linesOf(summaryMessage(aView(), { late: false, zone: 'UTC' }))).toContain('IBIT');
  });
});

describe('/levels', () => {
  it('gives one ASCII line to copy, with the levels that exist', () => {
    const lines = levelsAnswer(aView()).embed?.lines ?? [];
    expect(lines).toContain('```\nBTC: Flip, 72180, Put wall, 65000, Call wall, 75000\n```');
    const none = levelsAnswer(aView({ ...someLevels({ roots: [] }), callWall: null }));
    expect(none.embed?.lines).toContain('```\nBTC: Put wall, 65000\n```');
  });

  it('names the strikes that others call walls as what they are, and none where levels are withheld', () => {
    const openInterestWalls = { call: 80_000, put: null };
    const levels = { ...someLevels(), marks: { absoluteGammaStrike: 70_000, openInterestWalls } };
    const linesWith = (flip: Levels['flip']) =>
      levelsAnswer(aView({ ...levels, flip })).embed?.lines.join('\n') ?? '';
    expect(linesWith(levels.flip)).toContain(
      '**Without a sign** open-interest walls (most contracts): calls 80,000 · absolute gamma (calls plus puts): 70,000',
    );
    const withheld = { status: 'withheld', reason: 'half a book', roots: [] } as const;
    expect(linesWith(withheld)).not.toContain('70,000');
  });

  it('says which wall is missing', () => {
    const levels = { ...someLevels(), callWall: null, putWall: null };
    const text = levelsAnswer(aView(levels)).embed?.lines.join('\n') ?? '';
    expect(text).toContain('no put wall at or below spot · no call wall at or above spot');
  });
});
