import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { FEED_KINDS, type FeedState } from '../../../src/core/feeds/feed-state.ts';
import { feedBeganNotice, feedEndedNotice } from '../../../src/core/text/feed-notice.ts';
import { describeFetchFailure } from '../../../src/core/text/fetch-failure.ts';
import { textOf } from '../../support/all-messages.ts';

const SINCE_MS = Date.UTC(2026, 10, 24, 9, 41);
const FORBIDDEN =
  /\b(bullish|bearish|will|guarantee[sd]?|support|resistance|neutral|NaN|undefined|null|Infinity|N\/A)\b|\$0(?![\d.]*[1-9])|\[object/i;
const MARKDOWN_OR_TIMESTAMP = /[*_`~|#<>]|https?:/;

const labels = fc.record({
  symbol: fc.constantFrom('BTC', 'SPX', 'SOL_USDC', 'BRK.B'),
  venueName: fc.constantFrom('Deribit', 'Cboe', 'Tradier'),
  hours: fc.constantFrom('always' as const, 'new-york' as const),
});

function aState(kind: FeedState['kind'], detail = 'the feed says so'): FeedState {
  return {
    kind,
    status: 'holding',
    sinceMs: SINCE_MS,
    detail,
    lastGoodMs: null,
    badPolls: 1,
    goodPolls: 0,
    goodSinceMs: null,
  };
}

const states = fc
  .uniqueArray(fc.constantFrom(...FEED_KINDS), { minLength: 1 })
  .map((kinds) => kinds.map((kind) => aState(kind)));

describe('a notice about the data', () => {
  it('has a sentence for a lock screen, whatever went wrong at once', () => {
    fc.assert(
      fc.property(
        labels,
        states,
        states,
        fc.integer({ min: -1e9, max: 1e9 }),
        (label, some, left, lastedMs) => {
          const ended = some.map((state) => ({ state, endedMs: SINCE_MS + lastedMs }));
          const notices = [
            feedBeganNotice(label, some),
            feedEndedNotice(label, ended, []),
            feedEndedNotice(label, ended, left),
          ];
          for (const notice of notices) {
            expect(notice.content.length).toBeLessThanOrEqual(120);
            expect(notice.content.startsWith(label.symbol)).toBe(true);
            expect(notice.content).toMatch(/\.$/);
            expect(notice.content.replace('SOL_USDC', '')).not.toMatch(MARKDOWN_OR_TIMESTAMP);
            expect(textOf(notice)).not.toMatch(FORBIDDEN);
            expect(notice.embed?.lines.join('\n').length ?? 0).toBeLessThanOrEqual(4_096);
          }
        },
      ),
    );
  });

  it('says what happened, what was done and what can be done', () => {
    const label = { symbol: 'SPX', venueName: 'Cboe', hours: 'new-york' as const };
    const began = feedBeganNotice(label, [aState('source-down', 'Cboe answered 503')]);
    expect(began.content).toBe('SPX: no data (Cboe), since Tue 04:41 ET. Alerts wait.');
    expect(began.embed?.lines.map((line) => line.slice(2, line.indexOf('**', 2)))).toEqual([
      'What happened',
      'What we did',
      'What you can do',
    ]);
    expect(began.embed?.lines[0]).toContain('Cboe answered 503');
  });

  it('does not promise alerts while something else is wrong', () => {
    const label = { symbol: 'BTC', venueName: 'Deribit', hours: 'always' as const };
    const ended = [{ state: aState('source-down'), endedMs: SINCE_MS + 2_100_000 }];
    const over = feedEndedNotice(label, ended, [aState('partial')]);
    expect(over.content).toBe(
      'BTC: no data (Deribit) over after 35 min. Alerts still wait: part of the chain missing.',
    );
    expect(feedEndedNotice(label, ended, []).content).toMatch(/after 35 min\. Alerts go on\.$/);
  });

  it('names no length of a fault during which the clock was set back', () => {
    const label = { symbol: 'BTC', venueName: 'Deribit', hours: 'always' as const };
    const back = { state: aState('source-down'), endedMs: SINCE_MS - 3_600_000 };
    const over = feedEndedNotice(label, [back], []);
    expect(over.content).toBe('BTC: no data (Deribit) over. Alerts go on.');
    expect(textOf(over)).not.toMatch(/lasted|after|minute/);
    const known = { state: aState('partial'), endedMs: SINCE_MS + 2_100_000 };
    expect(feedEndedNotice(label, [back, known], []).content).toContain('over after 35 min.');
  });

  it('cuts the words of others before they fill the screen', () => {
    const label = { symbol: 'BTC', venueName: 'Deribit', hours: 'always' as const };
    const long = feedBeganNotice(label, [aState('source-down', 'x'.repeat(5_000))]);
    expect(long.embed?.lines.join('\n').length).toBeLessThan(1_000);
  });
});

describe('a venue that is left to rest', () => {
  it('is told of by what it did last', () => {
    const cause = { kind: 'unreachable' as const, detail: 'ECONNREFUSED' };
    expect(describeFetchFailure('Deribit', { kind: 'breaker-open', cause })).toBe(
      'Deribit could not be reached (ECONNREFUSED); waiting before the next try',
    );
    expect(describeFetchFailure('Deribit', { kind: 'breaker-open' })).toContain('too often');
  });
});
