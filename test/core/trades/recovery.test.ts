import { describe, expect, it } from 'vitest';
import { cleanChain } from '../../../src/core/chain/clean.ts';
import { dealerBook } from '../../../src/core/exposure/dealer-book.ts';
import { observedSigns } from '../../../src/core/exposure/observed-signs.ts';
import {
  bookChain,
  observedPositions,
  type Positions,
} from '../../../src/core/trades/positions.ts';
import { aChain } from '../../support/a-chain.ts';
import { aMarketOfHolders } from '../../support/holders.ts';
import { seededUniform } from '../../support/seeded.ts';

const START_MS = Date.UTC(2026, 10, 24);
const MINUTE_MS = 60_000;
const SEEDS = 40;
/** Edges of the classes of λ. */
const EDGES = [0, 0.25, 0.5, 0.75, 1];

type Look = { readonly lambda: number; readonly error: number };

/** A watcher of calls that dealers are mostly short of, where the assumption has them long: how far off, as λ grows. */
function watch(seed: number): Look[] {
  const draw = seededUniform(seed);
  const market = aMarketOfHolders(draw);
  market.openUnseen(150, 0.2);
  let positions: Positions = new Map();
  const looks: Look[] = [];
  for (let poll = 0; poll < 300; poll++) {
    const asOfMs = START_MS + poll * MINUTE_MS;
    for (let trade = 0; poll > 0 && trade < 2; trade++) {
      const party = () => (draw() < 0.48 ? 'closes' : 'opens');
      market.trade({ buyer: party(), seller: party() });
    }
    const contracts = [{ instrument: 'a', openInterest: market.openInterest() }];
    const chain = aChain({ asOfMs, contracts });
    const held = positions.get('a');
    const since = { ...market.traded(), lastMs: asOfMs };
    if (held !== undefined) positions = new Map([['a', { ...held, since }]]);
    const chainMs = poll === 0 ? null : asOfMs - MINUTE_MS;
    positions = bookChain({ positions, chainMs, cursorMs: asOfMs }, chain);
    const observed = observedPositions({ positions, chainMs: asOfMs }, chain);
    const [units = Number.NaN] = dealerBook(cleanChain(chain), observedSigns(observed)).units;
    looks.push({
      lambda: observed.get('a')?.observedShare ?? Number.NaN,
      error: Math.abs(units - market.dealersNet()) / market.openInterest(),
    });
  }
  return looks;
}

describe('observed signs beside a market of individual holders', () => {
  it('come nearer to what dealers hold the more of it was opened under watch', () => {
    const looks = Array.from({ length: SEEDS }, (_, seed) => watch(seed)).flat();
    const errors = EDGES.slice(1).map((high, index) => {
      const within = looks.filter(({ lambda }) => lambda >= (EDGES[index] ?? 0) && lambda <= high);
      expect(within.length).toBeGreaterThan(100);
      return within.reduce((sum, { error }) => sum + error, 0) / within.length;
    });
    expect(errors).toEqual(errors.toSorted((a, b) => b - a));
    expect(errors.at(-1)).toBeLessThan((errors[0] ?? 0) / 3);
  });
});
