import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { cleanChain } from '../../../src/core/chain/clean.ts';
import { levelsOf } from '../../../src/core/exposure/levels-of.ts';
import { flipAnswer } from '../../../src/core/text/flip-answer.ts';
import { levelsAnswer } from '../../../src/core/text/levels-answer.ts';
import type { Message } from '../../../src/core/text/message.ts';
import { level } from '../../../src/core/text/numbers.ts';
import { summaryMessage } from '../../../src/core/text/summary-message.ts';
import { aChain, type ContractTerms } from '../../support/a-chain.ts';
import { messagesAbout, textOf } from '../../support/all-messages.ts';
import { between } from '../../support/arbitrary-view.ts';
import { aView, someLevels } from '../../support/market-view.ts';

const call = (strike: number, terms: ContractTerms = {}) => ({ strike, iv: 0.2, ...terms });
const put = (strike: number, terms: ContractTerms = {}) => ({
  ...call(strike, terms),
  type: 'put' as const,
});

function viewOf(...contracts: readonly ContractTerms[]) {
  const levels = levelsOf(cleanChain(aChain({ contracts })), { symbol: 'SPY', venue: 'cboe' });
  return aView({ ...levels, grade: { letter: 'A', reasons: [] } }, { dailySigma: 0.01 });
}

const lineOf = (message: Message, title: string) =>
  message.embed?.lines.find((line) => line.startsWith(`**${title}**`)) ?? '';
const summaryOf = (view: ReturnType<typeof aView>) =>
  summaryMessage(view, { late: false, zone: 'UTC' });

describe('a turn that is nearer than the flip', () => {
  const PAST = aView(someLevels({ spot: 71_240, roots: [68_000, 70_500], signAbove: -1 }));

  it('is named in the sentence, so that above the flip and short gamma go together', () => {
    expect(flipAnswer(PAST).content).toBe(
      'BTC 71,240 is 3,240 (1.7 σ) above its gamma flip 68,000: Deribit dealers short gamma above 70,500.',
    );
  });

  it('is named in the summary, in its sentence and its line', () => {
    expect(summaryOf(PAST).content).toContain('short gamma above 70,500, hedging adds to moves.');
    expect(lineOf(summaryOf(PAST), 'Flip')).toContain(' · turns short above 70,500 · ');
  });

  it('is named on either side, wherever the side is not that of the flip (any distances)', () => {
    fc.assert(
      fc.property(between(0.01, 0.04), between(0.01, 0.05), fc.boolean(), (near, more, isBelow) => {
        const [turn, flip] = [near, near + more].map(
          (move) => 71_240 * (1 + (isBelow ? -move : move)),
        );
        const roots = [turn ?? 0, flip ?? 0].sort((a, b) => a - b);
        const view = aView(someLevels({ roots, signAbove: isBelow ? -1 : 1 }));
        const where = isBelow ? 'short gamma above' : 'long gamma below';
        expect(flipAnswer(view).content).toContain(`${where} ${level('BTC', turn ?? 0)}.`);
      }),
    );
  });
});

describe('a stretch too small to count', () => {
  const LARGE = [
    call(100, { days: 20, openInterest: 1000 }),
    put(100, { days: 20, openInterest: 995 }),
  ];

  it('is named with its place where spot is in it', () => {
    const view = viewOf(...LARGE, put(100, { iv: 0.1, days: 1 / 48, openInterest: 0.6 }));
    expect(view.levels.gexUsd).toBeLessThan(0);
    expect(view.levels.flip.status).toBe('none_long');
    const words = 'short gamma only from 99.8 to 100.2';
    expect(flipAnswer(view).content).toContain(`dealers ${words}, long beyond.`);
    expect(lineOf(summaryOf(view), 'Flip')).toContain(`dealers ${words}, long beyond`);
    expect(levelsAnswer(view).content).toContain(words);
    for (const message of messagesAbout(view)) expect(textOf(message)).not.toContain('throughout');
  });

  it('keeps throughout from being said where it lies elsewhere within reach', () => {
    const view = viewOf(...LARGE, put(104, { iv: 0.1, days: 1 / 48, openInterest: 0.6 }));
    expect(flipAnswer(view).content).toContain('dealers long gamma but for small stretches.');
    for (const message of messagesAbout(view)) expect(textOf(message)).not.toContain('throughout');
  });

  it('lets throughout be said where there is none', () => {
    expect(flipAnswer(viewOf(...LARGE)).content).toContain('dealers long gamma throughout.');
  });
});

describe('nothing', () => {
  /** All gamma stands at a strike that is out of reach within the contract's last seconds. */
  const NEEDLE = viewOf(call(101, { iv: 0.02, days: 30 / 86_400, openInterest: 1000 }));

  it('is a trade that is not made, on the side where there is none alone', () => {
    const text = messagesAbout(NEEDLE).map(textOf).join('\n');
    expect(text).toMatch(/a 1% fall would make Deribit dealers trade nothing, a 1% rise sell /);
    expect(text).toContain('**Means** −1%: dealers trade nothing · +1%: sell ');
    expect(text).not.toMatch(/make \S+ ?dealers no trade|dealers no trade/);
  });

  it('is not said of open interest that is used, nor given a sign', () => {
    const text = messagesAbout(NEEDLE).map(textOf).join('\n');
    expect(text).toContain('gamma is nothing here, no contract in use has any at this price.');
    expect(text).not.toContain('could be used');
    expect(text).not.toMatch(/[+−]under/);
  });

  it('is said of the side that trades, where the other does not', () => {
    const levels = someLevels();
    const ladder = levels.ladder.map((rung) => ({ ...rung, usd: rung.move < 0 ? 0 : -5e6 }));
    expect(summaryOf(aView({ ...levels, ladder })).content).toMatch(/hedging leans on rises\.$/);
    const falls = levels.ladder.map((rung) => ({ ...rung, usd: rung.move < 0 ? -5e6 : 0 }));
    expect(summaryOf(aView({ ...levels, ladder: falls })).content).toMatch(
      /hedging adds to falls\.$/,
    );
  });
});
