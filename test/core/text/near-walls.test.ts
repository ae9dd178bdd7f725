import { expect, it } from 'vitest';
import { levelsLines } from '../../../src/core/text/levels-line.ts';
import { aView, someLevels } from '../../support/market-view.ts';

/** The Levels line of a book with these nets by strike, spot at 71,240. */
function lineOf(nets: Readonly<Record<number, number>>): string {
  const strikes = Object.entries(nets).map(([strike, net]) => ({
    strike: Number(strike),
    call: Math.max(0, net),
    put: Math.min(0, net),
  }));
  return levelsLines(aView(someLevels({ strikes }))).join();
}

it('a wall is named with the strikes on its side that come within 10 % of it, and with no other', () => {
  const line = lineOf({ 68e3: -4.6e6, 70e3: -5e6, 72e3: 3e6, 74e3: 2.6e6, 75e3: 2.8e6, 69e3: 9e5 });
  expect(line).toContain(
    'put wall 70,000 (68,000 within 10%) · call wall 72,000 (75,000 within 10%)',
  );
});

it('a strike across spot is no rival, however large', () => {
  const line = lineOf({ 70e3: -5e6, 71e3: 2.95e6, 72e3: 3e6, 73e3: -4.9e6 });
  expect(line).toMatch(/put wall 70,000 · call wall 72,000( ·|$)/);
});

it('a wall without a rival stands alone', () => {
  expect(lineOf({ 70e3: -5e6, 72e3: 3e6 })).toMatch(/put wall 70,000 · call wall 72,000( ·|$)/);
});
