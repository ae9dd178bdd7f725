import { expiryName } from '../calendar.ts';
import { strikeWord } from '../instrument.ts';
import type { PracticeSymbol } from '../specification.ts';
import type { Position } from './positions.ts';
import { type Dealers, dealerChangeOf, type Printed, type Trade } from './trade.ts';

/** Chances of a spread and of a block in one expiry and cell. */
const CHANCES = { combo: 0.35, block: 0.25 };
/** Only what is well traded is traded in packages, lots open. */
const OPEN_LOTS_MIN = 50;
/** Strikes between the legs of a vertical spread, at most. */
const LEGS_APART = 3;
/** Lots of a block as a share of what is open: large against the screen. */
const BLOCK_SHARE = 0.05;
const COMBO_SHARE = 0.02;
/** In a bilateral block either side can be a dealer; in a request for quotes the dealer answers. */
const BILATERAL = { maker: 0.6, absent: 0.15 };

type Draw = () => number;

export type ExpiryCell = {
  readonly symbol: PracticeSymbol;
  /** One expiry's positions, ascending by strike. */
  readonly positions: readonly Position[];
  /** One number a package. */
  readonly nextNumber: () => number;
  readonly atMs: () => number;
};

function legsOf(
  legs: readonly { readonly position: Position; readonly takerSign: 1 | -1 }[],
  shared: { atMs: number; lots: number; dealers: Dealers; printed: Printed },
): Trade[] {
  const { atMs, lots, dealers, printed } = shared;
  return legs.map(({ position, takerSign }) => ({
    instrument: position.name,
    atMs,
    lots,
    takerSign,
    openChange: lots,
    dealerChange: dealerChangeOf(dealers, takerSign, lots),
    printed,
  }));
}

function comboTrades(draw: Draw, { symbol, positions, nextNumber, atMs }: ExpiryCell): Trade[] {
  const isCall = draw() < 0.5;
  const side = positions.filter((each) => each.isCall === isCall && each.openLots > OPEN_LOTS_MIN);
  const index = Math.floor(draw() * side.length);
  const [near, far] = [side[index], side[index + 1 + Math.floor(draw() * LEGS_APART)]];
  if (near === undefined || far === undefined) return [];
  const { expiryMs } = near.expiry;
  // The venue names a spread by its lower strike first, and who buys a call spread buys the lower one.
  const strikes = `${strikeWord(near.strikeUsd)}_${strikeWord(far.strikeUsd)}`;
  const combo = `${symbol}-${isCall ? 'CS' : 'PS'}-${expiryName(expiryMs)}-${strikes}`;
  const buys = draw() < 0.5 ? 1 : -1;
  const sells = buys === 1 ? -1 : 1;
  const lots = 1 + Math.floor(draw() * COMBO_SHARE * Math.min(near.openLots, far.openLots));
  return legsOf(
    [
      { position: near, takerSign: isCall ? buys : sells },
      { position: far, takerSign: isCall ? sells : buys },
    ],
    {
      atMs: atMs(),
      lots,
      dealers: 'maker',
      printed: { kind: 'combo', combo, number: nextNumber() },
    },
  );
}

function blockTrades(draw: Draw, { positions, nextNumber, atMs }: ExpiryCell): Trade[] {
  const liquid = positions.filter(({ openLots }) => openLots > OPEN_LOTS_MIN);
  const first = liquid[Math.floor(draw() * liquid.length)];
  if (first === undefined) return [];
  const partner = positions.find(
    (each) => each.strikeUsd === first.strikeUsd && each.isCall !== first.isCall,
  );
  const isRfq = draw() < 0.5;
  const chance = draw();
  const bilateral =
    chance < BILATERAL.maker
      ? 'maker'
      : chance < BILATERAL.maker + BILATERAL.absent
        ? 'absent'
        : 'taker';
  const takerSign = draw() < 0.5 ? 1 : -1;
  const legs = [first, ...(partner !== undefined && draw() < 0.4 ? [partner] : [])];
  return legsOf(
    legs.map((position) => ({ position, takerSign })),
    {
      atMs: atMs(),
      lots: 1 + Math.floor((0.25 + 0.75 * draw()) * BLOCK_SHARE * first.openLots),
      dealers: isRfq ? 'maker' : bilateral,
      printed: { kind: 'block', number: nextNumber(), legs: legs.length, isRfq },
    },
  );
}

/** Spreads and blocks of one expiry in one cell, leg by leg: every leg opens for both sides. */
export function packageTrades(draw: Draw, cell: ExpiryCell): Trade[] {
  return [
    ...(draw() < CHANCES.combo ? comboTrades(draw, cell) : []),
    ...(draw() < CHANCES.block ? blockTrades(draw, cell) : []),
  ];
}
