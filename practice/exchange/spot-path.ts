import { DAY_MS } from './calendar.ts';
import { normal, uniform } from './random.ts';
import { type PracticeSymbol, SPECIFICATIONS } from './specification.ts';

/** A price that walks: its own draws, where it hovers, and how lively it is beside bitcoin. */
export type Walk = {
  readonly name: string;
  readonly centreUsd: number;
  readonly liveliness: number;
};

export type PathPoint = {
  readonly seed: number;
  readonly symbol: PracticeSymbol;
  readonly atMs: number;
};

/** The path is pinned once a block, so that it can be computed anywhere without walking there. */
const BLOCK_MS = 64 * DAY_MS;
/** Standard deviation of log spot at the pins. */
const PIN_DEVIATION = 0.04;
/** Volatility of the diffusion, fraction per year: calm, so that a day's move is about 1.5 %. */
const VOLATILITY = 0.3;
/** Halvings of a block: the finest piece is about a third of a second. */
const HALVINGS = 24;

/** Jumps come at most once in each cell, and fade as the market digests them. */
const JUMP_CELL_MS = DAY_MS / 4;
const JUMP_CHANCE = 1 / 12;
const JUMP_SIZE = { min: 0.006, max: 0.018 };
const JUMP_FADE_MS = 2 * DAY_MS;
/** Ten fade times back a jump is worth less than a ten-thousandth of itself. */
const JUMP_CELLS_BACK = 80;

/** Log price by Lévy's construction of the Brownian bridge: each halving adds a tent with its own normal draw. */
function diffusion(seed: number, base: string, atMs: number): number {
  const block = Math.floor(atMs / BLOCK_MS);
  const share = atMs / BLOCK_MS - block;
  const pin = (index: number) => PIN_DEVIATION * normal([seed, base, 'pin', index]);
  let value = pin(block) * (1 - share) + pin(block + 1) * share;
  const blockDeviation = VOLATILITY * Math.sqrt(BLOCK_MS / DAY_MS / 365);
  for (let level = 0; level < HALVINGS; level++) {
    const pieces = 2 ** level;
    const piece = Math.floor(share * pieces);
    const tent = 1 - Math.abs(2 * (share * pieces - piece) - 1);
    const deviation = blockDeviation * Math.sqrt(1 / pieces) * 0.5;
    value += tent * deviation * normal([seed, base, 'tent', block, level, piece]);
  }
  return value;
}

function jumps(seed: number, base: string, atMs: number): number {
  const cell = Math.floor(atMs / JUMP_CELL_MS);
  let value = 0;
  for (let index = cell - JUMP_CELLS_BACK; index <= cell; index++) {
    const key = [seed, base, 'jump', index];
    if (uniform(key) > JUMP_CHANCE) continue;
    const ageMs = atMs - (index + uniform([...key, 'time'])) * JUMP_CELL_MS;
    if (ageMs < 0) continue;
    const size = JUMP_SIZE.min + (JUMP_SIZE.max - JUMP_SIZE.min) * uniform([...key, 'size']);
    const direction = uniform([...key, 'direction']) < 0.5 ? -1 : 1;
    value += direction * size * Math.exp(-ageMs / JUMP_FADE_MS);
  }
  return value;
}

/** Where a walk is at an instant, USD. */
export function walkUsd(seed: number, { name, centreUsd, liveliness }: Walk, atMs: number): number {
  return centreUsd * Math.exp(liveliness * (diffusion(seed, name, atMs) + jumps(seed, name, atMs)));
}

/** The undisturbed spot of a symbol's coin in USD, a function of seed, coin and simulated time alone. */
export function pathUsd({ seed, symbol, atMs }: PathPoint): number {
  const { base, centreUsd } = SPECIFICATIONS[symbol];
  return walkUsd(seed, { name: base, centreUsd, liveliness: 1 }, atMs);
}
