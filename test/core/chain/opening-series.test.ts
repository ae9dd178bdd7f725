import { describe, expect, it } from 'vitest';
import type { QuotedChain } from '../../../src/core/chain/chain.ts';
import { cleanChain } from '../../../src/core/chain/clean.ts';
import {
  withOpeningSeriesOver,
  withoutOpeningSeries,
} from '../../../src/core/chain/opening-series.ts';
import { levelsOf } from '../../../src/core/exposure/levels-of.ts';
import { aChain } from '../../support/a-chain.ts';

const SPX = { symbol: 'SPX', venue: 'cboe' };
const at = (instant: string) => Date.parse(instant);
/** The third Friday of December 2026. */
const OPEN = at('2026-12-18T14:30:00Z');
const CLOSE = at('2026-12-18T21:00:00Z');

function chainAt(instant: string): QuotedChain {
  const asOfMs = at(instant);
  const days = (expiryMs: number) => (expiryMs - asOfMs) / 86_400_000;
  return aChain({ asOfMs, contracts: [{ days: days(OPEN) }, { days: days(CLOSE) }] });
}

describe('the series that settles on the opening print', () => {
  it('is no part of the book on the morning of its settlement', () => {
    const left = withoutOpeningSeries(chainAt('2026-12-18T14:00:00Z'), 'new-york').contracts;
    expect(left.map(({ expiryMs }) => expiryMs)).toEqual([CLOSE]);
  });

  it('is not taken for an expiry that the venue lost', () => {
    const evening = levelsOf(cleanChain(chainAt('2026-12-17T21:00:00Z')), SPX);
    const morning = (quoted: QuotedChain) =>
      levelsOf(cleanChain(quoted), SPX, { earlier: evening, dayAgo: null }).grade.reasons.join();
    const whole = chainAt('2026-12-18T14:00:00Z');
    expect(morning(withoutOpeningSeries(whole, 'new-york'))).not.toContain('vanished');
    const lost = { ...whole, contracts: whole.contracts.slice(0, 1) };
    expect(morning(lost)).toContain('vanished');
  });

  it('has rolled off, and is no open interest closed, since the day before', () => {
    const before = withOpeningSeriesOver(chainAt('2026-12-17T14:00:00Z'), {
      hours: 'new-york',
      asOfMs: at('2026-12-18T14:00:00Z'),
    });
    expect(before.contracts.map(({ expiryMs }) => expiryMs)).toEqual([
      at('2026-12-18T14:00:00Z'),
      CLOSE,
    ]);
    const sameDay = chainAt('2026-12-17T14:00:00Z');
    const afternoon = { hours: 'new-york', asOfMs: at('2026-12-18T15:00:00Z') } as const;
    expect(withOpeningSeriesOver(sameDay, afternoon)).toBe(sameDay);
  });

  it('is one at every earlier time, and other markets keep what expires then', () => {
    const evening = chainAt('2026-12-17T21:00:00Z');
    expect(withoutOpeningSeries(evening, 'new-york')).toBe(evening);
    const morning = chainAt('2026-12-18T14:00:00Z');
    expect(withoutOpeningSeries(morning, 'always')).toBe(morning);
  });
});
