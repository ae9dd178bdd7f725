import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { gexAnswer } from '../../../src/core/text/gex-answer.ts';
import { signedDollars } from '../../../src/core/text/numbers.ts';
import { views } from '../../support/arbitrary-view.ts';
import { aView, someLevels } from '../../support/market-view.ts';

const SIZES: Readonly<Record<string, number>> = { tn: 1e12, bn: 1e9, M: 1e6, k: 1e3, '': 1 };

function lineOf(lines: readonly string[], title: string): string {
  return lines.find((line) => line.startsWith(`**${title}**`)) ?? '';
}

function read(text: string): number {
  const [, sign, number = '', unit = ''] = /([+−]?)\$([\d,.]+)(tn|bn|M|k)?/.exec(text) ?? [];
  return (sign === '−' ? -1 : 1) * Number(number.replaceAll(',', '')) * (SIZES[unit] ?? 1);
}

const NOTHING = { contractsOpen: 9, contractsUsed: 0, openInterestShare: 0 };

describe('/gex', () => {
  it('prints buckets that add up to the total it prints', () => {
    fc.assert(
      fc.property(views, (view) => {
        const line = lineOf(gexAnswer(view).embed?.lines ?? [], 'By expiry');
        const unit = /\(\$(tn|bn|M|k)? per 1%\)/.exec(line)?.[1] ?? '';
        const buckets = [...line.matchAll(/(?:today|days|30|90|later) ([+−]?)([\d.]+)(?= [·(])/g)];
        const sum = buckets.reduce(
          (total, [, sign, amount]) => total + (sign === '−' ? -1 : 1) * Number(amount),
          0,
        );
        const total = view.levels.gexUsd / (SIZES[unit] ?? 1);
        const decimals = Math.abs(total) >= 99.95 ? 0 : 1;
        expect(buckets.length).toBeGreaterThan(0);
        expect(Math.round(sum * 10 ** decimals)).toBe(Math.round(total * 10 ** decimals) + 0);
      }),
      { numRuns: 500 },
    );
  });

  it('puts each expiry into the bucket of its UTC day', () => {
    const expiries = [1, 7, 8, 30, 31, 90, 91].map((days) => ({ days, share: 1 / 7 }));
    const view = aView(someLevels({ expiries, sizeUsd: 700e6, roots: [] }));
    const line = lineOf(gexAnswer(view).embed?.lines ?? [], 'By expiry');
    expect(line).toContain(
      '1–7 days +200 · 8–30 days +200 · 31–90 days +200 · later +100 ($M per 1%)',
    );
  });

  it('prints per 1 % and per point so that point × 0.01 × spot is the percent', () => {
    fc.assert(
      fc.property(views, (view) => {
        const { levels } = view;
        const same = lineOf(gexAnswer(view).embed?.lines ?? [], 'Same in');
        const perPoint = read(same.split(' · ')[1] ?? '');
        const perPercent = perPoint * 0.01 * levels.spot;
        if (perPoint >= 10) {
          expect(perPercent / Math.abs(levels.gexUsd)).toBeCloseTo(1, 1);
        }
      }),
    );
  });

  it('leads with the total and its sign', () => {
    fc.assert(
      fc.property(views, (view) => {
        const { content } = gexAnswer(view);
        expect(content).toContain(`dealer gamma ${signedDollars(view.levels.gexUsd)} per 1%`);
      }),
    );
  });

  it('names the largest strikes of each sign by net gamma', () => {
    const strikes = [
      { strike: 65_000, call: 1e6, put: -9e6 },
      { strike: 68_000, call: 5e6, put: -6e6 },
      { strike: 70_000, call: 2e6, put: -7e6 },
      { strike: 75_000, call: 9e6, put: -1e6 },
    ];
    const line = lineOf(gexAnswer(aView(someLevels({ strikes }))).embed?.lines ?? [], 'Strikes');
    expect(line).toContain('+\u00a075,000 ($8.0M) · −\u00a065,000 ($8.0M), 70,000 ($5.0M)');
  });

  it('tells those who cannot see the picture its largest bars, whichever side of spot they are on', () => {
    const strikes = [
      { strike: 68_000, call: 1e6, put: -2e6 },
      { strike: 70_000, call: 6e6, put: -1e6 },
      { strike: 73_000, call: 1e6, put: -9e6 },
      { strike: 75_000, call: 3e6, put: -1e6 },
    ];
    const alt = gexAnswer(aView(someLevels({ strikes }))).chart?.alt;
    expect(alt).toContain('most negative net at 73,000, most positive net at 70,000');
  });

  it('withholds the number where no open contract could be used', () => {
    const levels = { ...someLevels(), grossGexUsd: 0, gexUsd: 0, coverage: NOTHING };
    expect(gexAnswer(aView(levels)).content).toContain('dealer gamma withheld');
  });
});
