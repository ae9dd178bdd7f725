import type { Chain } from '../chain/chain.ts';
import type { FlipAttribution } from './companions.ts';
import { findFlip } from './flip.ts';
import { gammaBook } from './gamma-book.ts';
import { SIGN_MODELS } from './sign-model.ts';

const YEAR_MS = 365 * 86_400_000;
const INPUTS = ['openInterest', 'vols', 'rollOff', 'time'] as const;
type Input = (typeof INPUTS)[number];
type Switched = Readonly<Record<Input, boolean>>;

/** What one contract is at one end; `units` is open interest × multiplier, 0 where it was not listed. */
type End = { readonly units: number; readonly vol: number; readonly carry: number };

type Contract = {
  readonly strike: number;
  readonly expiryMs: number;
  readonly isCall: number;
  readonly before: End;
  readonly after: End;
};

function endsOf(chain: Chain): ReadonlyMap<string, Omit<Contract, 'before' | 'after'> & End> {
  const rows = new Map<string, Omit<Contract, 'before' | 'after'> & End>();
  for (let row = 0; row < chain.size; row++) {
    const strike = chain.strike[row] ?? 0;
    const expiryMs = chain.expiryMs[row] ?? 0;
    const isCall = chain.isCall[row] ?? 0;
    const key = `${expiryMs}:${strike}:${isCall}`;
    const more = (chain.openInterest[row] ?? 0) * (chain.multiplier[row] ?? 0);
    const units = (rows.get(key)?.units ?? 0) + more;
    const vol = chain.vol[row] ?? 0;
    rows.set(key, { strike, expiryMs, isCall, units, vol, carry: chain.dividendYield[row] ?? 0 });
  }
  return rows;
}

/** Contracts of both ends; one that only one end lists has that end's vol at both and no units at the other. */
function contractsOf(before: Chain, after: Chain): readonly Contract[] {
  const [then, now] = [endsOf(before), endsOf(after)];
  return [...new Set([...then.keys(), ...now.keys()])].flatMap((key) => {
    const [earlier, later] = [then.get(key), now.get(key)];
    const known = later ?? earlier;
    if (known === undefined) return [];
    const { strike, expiryMs, isCall } = known;
    return [
      {
        strike,
        expiryMs,
        isCall,
        before: earlier ?? { ...known, units: 0 },
        after: later ?? { ...known, units: 0 },
      },
    ];
  });
}

/** The book with each input taken from the later snapshot where it is switched, else from the earlier one. */
function mixedChain(
  contracts: readonly Contract[],
  { before, after, switched }: { before: Chain; after: Chain; switched: Switched },
): Chain {
  const asOfMs = switched.time ? after.asOfMs : before.asOfMs;
  const rows = contracts.flatMap((contract) => {
    const hasExpired = contract.expiryMs <= after.asOfMs;
    // An expired contract leaves by roll-off alone; until then it stays as it was.
    if (hasExpired && switched.rollOff) return [];
    const pick = (input: Input) =>
      switched[input] && !hasExpired ? contract.after : contract.before;
    const years = (contract.expiryMs - (hasExpired ? before.asOfMs : asOfMs)) / YEAR_MS;
    const { units } = pick('openInterest');
    const { vol, carry } = pick('vols');
    return units > 0 && years > 0 ? [{ ...contract, years, units, vol, carry }] : [];
  });
  const column = (value: (row: (typeof rows)[number]) => number) => Float64Array.from(rows, value);
  return {
    ...after,
    asOfMs,
    size: rows.length,
    strike: column((row) => row.strike),
    years: column((row) => row.years),
    vol: column((row) => row.vol),
    dividendYield: column((row) => row.carry),
    openInterest: column((row) => row.units),
    multiplier: column(() => 1),
    isCall: Uint8Array.from(rows, (row) => row.isCall),
    expiryMs: column((row) => row.expiryMs),
  };
}

function flipOf(chain: Chain): number | null {
  const units = chain.openInterest.map((open, row) => SIGN_MODELS.naive.signOf(chain, row) * open);
  const flip = findFlip(gammaBook({ chain, units }));
  return flip.status === 'found' ? flip.spot : null;
}

function switchedBy(mask: number): Switched {
  const isOn = (input: Input) => (mask & (1 << INPUTS.indexOf(input))) !== 0;
  return {
    openInterest: isOn('openInterest'),
    vols: isOn('vols'),
    rollOff: isOn('rollOff'),
    time: isOn('time'),
  };
}

/** Shapley's weight of a set of this size among orderings of the four inputs: size! (3 − size)! / 4!. */
const WEIGHTS = [1 / 4, 1 / 12, 1 / 12, 1 / 4];

function bitCount(mask: number): number {
  return INPUTS.filter((_, bit) => (mask & (1 << bit)) !== 0).length;
}

/** The average change that switching one input makes, over every order in which the four can be switched. */
function shapley(flips: readonly number[], input: Input): number {
  const bit = 1 << INPUTS.indexOf(input);
  return flips.reduce((sum, without, mask) => {
    if ((mask & bit) !== 0) return sum;
    const change = (flips[mask | bit] ?? without) - without;
    return sum + (WEIGHTS[bitCount(mask)] ?? 0) * change;
  }, 0);
}

/**
 * Why the flip moved between two snapshots of one market: the change split into open interest, vols (and forwards),
 * time and contracts that expired, averaged over all orderings (Shapley), so that the parts add up to the change. Newly
 * listed contracts count as open interest. Null where either end, or a mixture in between, has no flip near spot.
 */
export function attributeFlip(before: Chain, after: Chain): FlipAttribution | null {
  const contracts = contractsOf(before, after);
  const flips: number[] = [];
  for (let mask = 0; mask < 1 << INPUTS.length; mask++) {
    const mixed = mixedChain(contracts, { before, after, switched: switchedBy(mask) });
    const flip = flipOf(mixed);
    if (flip === null) return null;
    flips.push(flip);
  }
  const [from = 0] = flips;
  const to = flips.at(-1) ?? from;
  const openInterest = shapley(flips, 'openInterest');
  const vols = shapley(flips, 'vols');
  const rollOff = shapley(flips, 'rollOff');
  // The rest, which is time's own share but for rounding: the four add up whatever the last bit does.
  const time = to - from - openInterest - vols - rollOff;
  return { sinceMs: before.asOfMs, from, to, openInterest, vols, time, rollOff };
}
