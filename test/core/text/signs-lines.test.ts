import { describe, expect, it } from 'vitest';
import type { SignsSeen } from '../../../src/core/exposure/companions.ts';
import type { Levels } from '../../../src/core/exposure/levels.ts';
import { gexAnswer } from '../../../src/core/text/gex-answer.ts';
import { summaryMessage } from '../../../src/core/text/summary-message.ts';
import { tradesLines } from '../../../src/core/text/trades-lines.ts';
import { aView, someLevels } from '../../support/market-view.ts';

const SHORT = someLevels();

function observed(assumed: Partial<SignsSeen['assumed']> = {}, gammaShare = 0.41): Levels {
  const flip = { gexUsd: -18.2e6, flipSpot: 72_900, side: 'short' as const, ...assumed };
  return { ...SHORT, signModel: 'observed', signs: { gammaShare, assumed: flip } };
}

function summaryOf(levels: Levels) {
  return summaryMessage(aView(levels), { late: false, zone: 'UTC' }).embed;
}

function signsLine(levels: Levels): string | undefined {
  return summaryOf(levels)?.lines.find((line) => line.startsWith('**Signs**'));
}

describe('the words about signs', () => {
  it('say how much was seen and what the book would be with all assumed', () => {
    expect(signsLine(observed())).toBe(
      '**Signs** seen in trades for 41% of gamma, assumed for the rest. Assumed for all: flip 72,900, same side',
    );
    expect(signsLine(observed({ flipSpot: null }))).toMatch(/all: no flip within ±10%, same side$/);
  });

  it('say what little was seen while signs are assumed', () => {
    const signs = { ...observed().signs, gammaShare: 0.08 } as SignsSeen;
    expect(signsLine({ ...SHORT, signs })).toBe(
      '**Signs** assumed; trades seen so far cover 8% of gamma',
    );
  });

  it('are absent where a venue publishes no trades', () => {
    expect(signsLine(SHORT)).toBeUndefined();
  });

  it('call nobody long or short where seen and assumed signs contradict each other', () => {
    const levels = observed({ gexUsd: 4e6, side: 'long', flipSpot: 70_100 });
    expect(signsLine(levels)).toMatch(/flip 70,100, other side$/);
    expect(summaryOf(levels)?.title).toMatch(/· at the flip$/);
    expect(summaryOf(levels)?.tone).toBe('none');
    expect(gexAnswer(aView(levels)).embed?.title).toBe('BTC · at the flip');
  });

  it('speak of no flip where levels are withheld', () => {
    const flip = { status: 'withheld' as const, reason: 'too little is usable', roots: [] };
    expect(signsLine({ ...observed(), flip })).toBe(
      '**Signs** seen in trades for 41% of gamma, assumed for the rest',
    );
  });

  it('assume only what was not seen in the footer', () => {
    expect(summaryOf(observed())?.footer).toBe(
      'Where signs are assumed: dealers long calls, short puts, hedging all of it. Dollars are the same for inverse and USD hedges. Not advice.',
    );
    const linear = summaryMessage(aView(someLevels({ symbol: 'SOL' })), {
      late: false,
      zone: 'UTC',
    });
    expect(linear.embed?.footer).not.toContain('inverse');
    expect(summaryOf(SHORT)?.footer).toMatch(/^Assumes dealers are long calls, short puts/);
  });

  it('stand beside the number of /gex, with the number under assumed signs', () => {
    const { content, embed } = gexAnswer(aView(observed()));
    expect(content).toMatch(/, observed signs for 41%\.$/);
    expect(embed?.lines).toContain('**If signs were all assumed** −$18.2M per 1%');
    const plain = gexAnswer(aView(SHORT));
    expect(`${plain.content}${plain.embed?.lines.join()}`).not.toContain('signs');
  });
});

describe('the words about trades in /status', () => {
  it('say from when on they are counted, and what was missed', () => {
    const sinceMs = Date.UTC(2026, 10, 23, 12);
    const counted = { sinceMs, cursorMs: sinceMs + 60_000, gap: null, isBehind: false };
    const since = `<t:${sinceMs / 1000}:f>`;
    expect(tradesLines('BTC', counted)).toEqual([`**BTC trades** all counted since ${since}`]);
    expect(tradesLines('BTC', { ...counted, isBehind: true })).toEqual([
      `**BTC trades** all counted from ${since} to <t:${sinceMs / 1000 + 60}:f>, **nothing since**`,
    ]);
    const gap = { fromMs: sinceMs - 90_000_000, untilMs: sinceMs };
    expect(tradesLines('BTC', { ...counted, gap }).join()).toContain(
      `those from <t:${gap.fromMs / 1000}:f> on were missed`,
    );
    expect(tradesLines('SPX', null)).toEqual([]);
  });
});
