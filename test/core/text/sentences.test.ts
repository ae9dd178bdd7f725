import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { flipAnswer } from '../../../src/core/text/flip-answer.ts';
import { flipCrossMessage } from '../../../src/core/text/flip-cross-message.ts';
import { helpMessage } from '../../../src/core/text/help-message.ts';
import type { Message } from '../../../src/core/text/message.ts';
import { noDataYetAnswer } from '../../../src/core/text/no-data-yet-answer.ts';
import { noSummaryMessage } from '../../../src/core/text/no-summary-message.ts';
import { unknownSymbolAnswer } from '../../../src/core/text/unknown-symbol-answer.ts';
import { messagesAbout, messagesOn, textOf } from '../../support/all-messages.ts';
import { crossings, views } from '../../support/arbitrary-view.ts';
import { aView, someLevels } from '../../support/market-view.ts';

const FORBIDDEN =
  /\b(bullish|bearish|will|guarantee[sd]?|support|resistance|neutral|NaN|undefined|null|Infinity|N\/A)\b|\$0(?![\d.]*[1-9])|\[object/i;
const MARKDOWN_OR_TIMESTAMP = /[*_`~|#<>]|https?:/;

const STANDING: readonly Message[] = [
  helpMessage(),
  noDataYetAnswer(aView()),
  noSummaryMessage(aView(), null),
  noSummaryMessage(aView(), aView(someLevels(), { isStale: true, ageMs: 7_500_000 })),
];

function expectDiscordLimits({ content, embed, chart }: Message): void {
  const description = embed?.lines.join('\n') ?? '';
  const title = embed?.title ?? '';
  const footer = embed?.footer ?? '';
  expect(content.length).toBeLessThanOrEqual(2_000);
  expect(title.length).toBeLessThanOrEqual(256);
  expect(description.length).toBeLessThanOrEqual(4_096);
  expect(footer.length).toBeLessThanOrEqual(2_048);
  expect(title.length + description.length + footer.length).toBeLessThanOrEqual(6_000);
  expect(chart?.alt.length ?? 0).toBeLessThanOrEqual(1_024);
}

function expectHonest(message: Message): void {
  expect(textOf(message)).not.toMatch(FORBIDDEN);
  expectDiscordLimits(message);
}

function expectPhoneSentence(message: Message, symbol: string): void {
  expect(message.content.length).toBeLessThanOrEqual(120);
  expect(message.content.startsWith(symbol)).toBe(true);
  expect(message.content).not.toMatch(MARKDOWN_OR_TIMESTAMP);
  expect(message.content).toMatch(/\.$/);
}

/** Place where the last character of the given level stands in the sentence. */
function endOf(content: string, words: RegExp): number {
  const found = words.exec(content);
  return found === null ? Number.POSITIVE_INFINITY : found.index + found[0].length;
}

describe('every message about any book', () => {
  it('has a sentence for a lock screen, keeps the limits and promises nothing', () => {
    fc.assert(
      fc.property(views, (view) => {
        for (const message of messagesAbout(view)) {
          expectPhoneSentence(message, view.symbol);
          expectHonest(message);
        }
      }),
    );
  });

  it('gives source, data time, age and coverage', () => {
    fc.assert(
      fc.property(views, (view) => {
        const seconds = Math.floor(view.levels.dataTimeMs / 1_000);
        for (const message of messagesAbout(view)) {
          const last = message.embed?.lines.at(-1) ?? '';
          expect(last).toMatch(
            view.hours === 'always'
              ? new RegExp(`^Deribit, <t:${seconds}:t>, .* old · `)
              : new RegExp(`^Cboe, 15 min delayed, <t:${seconds}:[tf]> · `),
          );
          expect(last).toMatch(/usable|no contract has open interest/);
        }
      }),
    );
  });

  it('says before anything else that old data are old', () => {
    fc.assert(
      fc.property(views, (view) => {
        for (const message of messagesAbout(view)) {
          expect(message.content.startsWith(`${view.symbol} (stale, `)).toBe(view.isStale);
          expect(message.embed?.lines[0]?.startsWith('**Stale**')).toBe(view.isStale);
        }
      }),
    );
  });

  it('keeps code blocks within 34 columns but for the line that is there to be copied', () => {
    fc.assert(
      fc.property(views, (view) => {
        for (const message of messagesAbout(view)) {
          const blocks = textOf(message).matchAll(/```\n([^`]*)\n```/g);
          for (const [, block = ''] of blocks) {
            // biome-ignore lint/suspicious/noControlCharactersInRegex: ASCII is what is asked of a block
            expect(block).toMatch(/^[\x00-\x7f]*$/);
            if (!block.startsWith(`${view.symbol}: `)) {
              expect(Math.max(...block.split('\n').map((row) => row.length))).toBeLessThanOrEqual(
                34,
              );
            }
          }
        }
      }),
    );
  });

  it('shows spot and flip within the first 60 characters of /flip and the summary', () => {
    fc.assert(
      fc.property(views, (view) => {
        const { flip } = view.levels;
        if (flip.status !== 'found') return;
        const [flipMessage, gexMessage, , levelsMessage, summary] = messagesAbout(view);
        for (const message of [flipMessage, gexMessage, levelsMessage, summary]) {
          expect(endOf(message?.content ?? '', /flip (withheld|[\d,.]*\d)/)).toBeLessThanOrEqual(
            60,
          );
        }
      }),
    );
  });
});

describe('every alert', () => {
  it('has a sentence for a lock screen, keeps the limits and promises nothing', () => {
    fc.assert(
      fc.property(crossings, ({ crossing, view }) => {
        for (const message of messagesOn(crossing, view)) {
          expectPhoneSentence(message, view.symbol);
          expectHonest(message);
        }
      }),
    );
  });

  it('shows both prices early and carries its id in the footer', () => {
    fc.assert(
      fc.property(crossings, ({ crossing, view }) => {
        const alert = flipCrossMessage(crossing, view, { alertId: '7-2', sentAtMs: view.nowMs });
        const isDisputed = alert.content.includes(' readings: ');
        const prices = isDisputed ? /readings: [\d,.]+/ : /[\d,.]+ (\([^)]*\) )?vs [\d,.]+/;
        expect(endOf(alert.content, prices)).toBeLessThanOrEqual(65);
        expect(alert.embed?.footer.endsWith('alert 7-2')).toBe(true);
      }),
    );
  });
});

describe('messages that need no market', () => {
  it('promise nothing and keep the limits', () => {
    for (const message of STANDING) {
      expectHonest(message);
      expect(message.content.length).toBeLessThanOrEqual(120);
    }
  });
});

describe('a symbol that nobody lists', () => {
  it('is never repeated as markdown, mention or link, however it is typed', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 6_000 }), (typed) => {
        const { content } = unknownSymbolAnswer(typed, ['BTC', 'ETH']);
        expect(content.length).toBeLessThanOrEqual(120);
        expect(content).toMatch(
          /^No options found for ("[\p{L}\p{N}.…-]+(?:_[\p{L}\p{N}.…-]+)*"|that symbol)\. /u,
        );
      }),
    );
  });

  it('is repeated with what joins its two names, and with no other underscore', () => {
    const said = (typed: string) => unknownSymbolAnswer(typed, ['SPX']).content;
    expect(said('doge_usdc')).toContain('"doge_usdc"');
    expect(said('__doge__')).toContain('"doge"');
  });

  it('meets the symbols that were probably meant, nearest first', () => {
    const known = ['BTC', 'ETH', 'SPX', 'SPY'];
    expect(unknownSymbolAnswer('SPXX', known).content).toContain('Did you mean SPX, SPY?');
    expect(unknownSymbolAnswer('eht', ['BTC', 'ETH']).content).toContain('Did you mean ETH?');
  });

  it('meets the whole list when nothing is near', () => {
    expect(unknownSymbolAnswer('GOLDFUT', ['BTC', 'ETH']).content).toContain(
      'Known here: BTC, ETH.',
    );
  });
});

describe('a book without a flip', () => {
  it('says which side holds throughout', () => {
    const long = aView(someLevels({ roots: [] }));
    const short = aView(someLevels({ roots: [], signAbove: -1 }));
    expect(flipAnswer(long).content).toMatch(
      /no gamma flip within ±10%: Deribit dealers long gamma throughout/,
    );
    expect(flipAnswer(short).content).toMatch(
      /no gamma flip within ±10%: Deribit dealers short gamma throughout/,
    );
  });

  it('names the reason where the flip is withheld, and takes no side', () => {
    const flip = {
      status: 'withheld' as const,
      reason: '31% of contracts have no usable vol',
      roots: [],
    };
    const message = flipAnswer(aView({ ...someLevels(), flip }));
    expect(message.content).toContain('flip withheld: 31% of contracts have no usable vol.');
    expect(message.embed?.tone).toBe('none');
    expect(message.embed?.title).toBe('BTC · withheld');
  });

  it('takes no side where spot prints the same level as the flip', () => {
    const message = flipAnswer(aView(someLevels({ spot: 71_243, roots: [71_238] })));
    expect(message.content).toBe('BTC 71,240 is at its gamma flip 71,240: no side.');
    expect(message.embed?.tone).toBe('none');
  });
});
