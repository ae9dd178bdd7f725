import type { Chain } from '../chain/chain.ts';
import { YEAR_MS } from '../schedule/year.ts';
import { type BookParts, bookParts, unionOf } from './book-parts.ts';
import type { FlipAttribution } from './companions.ts';
import { flipSpotOf } from './flip.ts';
import { gammaBook } from './gamma-book.ts';
import { type AtEnds, type MatchedContracts, matchContracts } from './matched-contracts.ts';
import { SIGN_MODELS, type SignModel } from './sign-model.ts';

/** What can have moved the flip; each has a bit, set where it is taken from the later snapshot. */
const INPUTS = ['openInterest', 'vols', 'time', 'rollOff'] as const;
type Input = (typeof INPUTS)[number];

/** A contract's part in a mixture; changed ones have one part for each end's open interest. */
const PARTS = ['unchanged', 'changedBefore', 'changedAfter', 'expired'] as const;
type Part = (typeof PARTS)[number];

function bitOf(input: Input): number {
  return 1 << INPUTS.indexOf(input);
}

/** Every order in which the inputs can be switched. */
function orderings(inputs: readonly Input[]): readonly (readonly Input[])[] {
  if (inputs.length === 0) return [[]];
  return inputs.flatMap((first) =>
    orderings(inputs.filter((input) => input !== first)).map((rest) => [first, ...rest]),
  );
}
const ORDERINGS = orderings(INPUTS);

/** Dealers' signed units of each part: the same share of open interest at both ends. */
function unitsOfParts(
  contracts: MatchedContracts,
  afterMs: number,
): Readonly<Record<Part, Float64Array>> {
  const column = () => new Float64Array(contracts.size);
  const parts = {
    unchanged: column(),
    changedBefore: column(),
    changedAfter: column(),
    expired: column(),
  };
  for (let row = 0; row < contracts.size; row++) {
    const share = contracts.share[row] ?? 0;
    const before = share * (contracts.units[0][row] ?? 0);
    const after = share * (contracts.units[1][row] ?? 0);
    if ((contracts.expiryMs[row] ?? 0) <= afterMs) parts.expired[row] = before;
    else if (before === after) parts.unchanged[row] = before;
    else {
      parts.changedBefore[row] = before;
      parts.changedAfter[row] = after;
    }
  }
  return parts;
}

/** The parts of the mixture under one end's vols and one end's time, profiled in one pass. */
function partsAt(
  contracts: MatchedContracts,
  units: Readonly<Record<Part, Float64Array>>,
  { ends, vols, time }: { ends: AtEnds<Chain>; vols: 0 | 1; time: 0 | 1 },
): BookParts {
  const afterMs = ends[1].asOfMs;
  const { size, strike, expiryMs } = contracts;
  const years = new Float64Array(size);
  const vol = contracts.vol[vols].slice();
  const dividendYield = contracts.dividendYield[vols].slice();
  for (let row = 0; row < size; row++) {
    const settlesMs = expiryMs[row] ?? 0;
    const hasExpired = settlesMs <= afterMs;
    // An expired contract leaves by roll-off alone; until then it stays as it was.
    years[row] = (settlesMs - (hasExpired ? ends[0] : ends[time]).asOfMs) / YEAR_MS;
    if (!hasExpired) continue;
    vol[row] = contracts.vol[0][row] ?? 0;
    dividendYield[row] = contracts.dividendYield[0][row] ?? 0;
  }
  const { spot, rate } = ends[vols];
  const chain = { spot, rate, size, strike, years, vol, dividendYield };
  return bookParts(PARTS.map((part) => gammaBook({ chain, units: units[part] })));
}

/** Flips of all mixtures of two snapshots, each found once; the bits of a mixture say what is the later one's. */
function flipsOfMixtures(
  ends: AtEnds<Chain>,
  signModel: SignModel,
): (mixture: number) => number | null {
  const contracts = matchContracts(...ends, signModel);
  const units = unitsOfParts(contracts, ends[1].asOfMs);
  const idle = [
    ...(units.changedAfter.some((held, row) => held !== units.changedBefore[row])
      ? []
      : [bitOf('openInterest')]),
    ...(units.expired.some((held) => held !== 0) ? [] : [bitOf('rollOff')]),
  ];
  const effective = idle.reduce((bits, bit) => bits & ~bit, 2 ** INPUTS.length - 1);
  const parts = new Map<number, BookParts>();
  const flips = new Map<number, number | null>();
  return (mixture) => {
    const bits = mixture & effective;
    const known = flips.get(bits);
    if (known !== undefined) return known;
    const isLater = (input: Input) => (bits & bitOf(input)) !== 0;
    const [vols, time] = [isLater('vols') ? 1 : 0, isLater('time') ? 1 : 0] as const;
    const shape = 2 * vols + time;
    const profiled = parts.get(shape) ?? partsAt(contracts, units, { ends, vols, time });
    parts.set(shape, profiled);
    const isWanted: Readonly<Record<Part, boolean>> = {
      unchanged: true,
      changedBefore: !isLater('openInterest'),
      changedAfter: isLater('openInterest'),
      expired: !isLater('rollOff'),
    };
    const flip = flipSpotOf(unionOf(profiled, (part) => isWanted[PARTS[part] ?? 'unchanged']));
    flips.set(bits, flip);
    return flip;
  };
}

/** What each switch changes along one order, or null where a mixture on the way has no flip. */
function stepsAlong(
  order: readonly Input[],
  flipOf: (mixture: number) => number | null,
): Readonly<Record<Input, number>> | null {
  const steps = { openInterest: 0, vols: 0, time: 0, rollOff: 0 };
  let mixture = 0;
  let flip = flipOf(mixture);
  for (const input of order) {
    mixture |= bitOf(input);
    const next = flipOf(mixture);
    if (flip === null || next === null) return null;
    steps[input] = next - flip;
    flip = next;
  }
  return steps;
}

/**
 * Why the flip moved between two snapshots of one market: the change split into open interest, vols (with the forwards
 * and the spot they were quoted at), time and contracts that expired. Both snapshots have the signs of the later one, so
 * that what trades have shown since is no part of the move. Each part is what switching that
 * input changes, averaged over all orders (Shapley), so that the parts add up to the change. Newly listed contracts
 * count as open interest. Orders that lead through a mixture without a flip near spot are left out; null where none is
 * left, or where either snapshot has no flip.
 */
export function attributeFlip(
  before: Chain,
  after: Chain,
  signModel: SignModel = SIGN_MODELS.naive,
): FlipAttribution | null {
  const flipOf = flipsOfMixtures([before, after], signModel);
  const from = flipOf(0);
  const to = flipOf(2 ** INPUTS.length - 1);
  if (from === null || to === null) return null;
  const paths = ORDERINGS.flatMap((order) => stepsAlong(order, flipOf) ?? []);
  if (paths.length === 0) return null;
  const mean = (input: Input) => paths.reduce((sum, path) => sum + path[input], 0) / paths.length;
  const [openInterest, vols, rollOff] = [mean('openInterest'), mean('vols'), mean('rollOff')];
  // The rest, which is the mean of time's own steps but for rounding: the four add up whatever the last bit does.
  const time = to - from - openInterest - vols - rollOff;
  return { sinceMs: before.asOfMs, from, to, openInterest, vols, time, rollOff };
}
