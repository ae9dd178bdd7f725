import { openPart, WINDOW_YEARS } from '../../chain/settlement-average.ts';
import { logRatio } from '../../math/log-ratio.ts';
import { TAIL_REACH, tableTail } from '../../math/tail-table.ts';
import { shiftedVol } from '../shifted-vol.ts';
import type { BookAt } from './book-at.ts';

/** Stands for d1 = ±∞. */
const SETTLED = 2 * TAIL_REACH;
const PER_VOL_POINT = 0.01;

/** Where spot and vols stand: a fraction of today's spot, and points of 30-day vol. */
export type MarketShift = { readonly spotMove: number; readonly volPoints: number };

/** Dealers' option delta, units of the underlying. */
export type DealerDelta = {
  /** As if no hedge were closed at settlement: contracts that settled keep the delta they ended with. */
  readonly whole: number;
  /** The part of it whose hedge settlement in cash has closed. */
  readonly closed: number;
};

/** Dealers' delta of a prepared book where spot and vols have moved. */
export function dealerDeltaAt(book: BookAt, shift: MarketShift): DealerDelta {
  const [delta = { whole: 0, closed: 0 }] = dealerDeltasAt(book, [shift.spotMove], shift.volPoints);
  return delta;
}

/** The same at several moves of spot, in their order, for one move of vols. */
export function dealerDeltasAt(
  book: BookAt,
  spotMoves: readonly number[],
  volPoints: number,
): readonly DealerDelta[] {
  const { size, isCall, units, openShare, logMoneyness, rootYears } = book;
  const moves = Float64Array.from(spotMoves);
  const logMoves = moves.map(Math.log1p);
  const whole = new Float64Array(moves.length);
  const closed = new Float64Array(moves.length);
  for (let row = 0; row < size; row++) {
    const open = openShare[row] ?? 0;
    const held = units[row] ?? 0;
    const vol = volAfter(book, row, volPoints * PER_VOL_POINT);
    if (open < 1) {
      addPartlySettled(book, row, { vol, moves, whole, closed });
      continue;
    }
    const deviation = vol * (rootYears[row] ?? 0);
    const inverse = 1 / deviation;
    const half = 0.5 * deviation;
    const log = logMoneyness[row] ?? 0;
    const ofPut = isCall[row] === 1 ? 0 : 1;
    for (let at = 0; at < logMoves.length; at++) {
      const d1 = (log + (logMoves[at] ?? 0)) * inverse + half;
      whole[at] = (whole[at] ?? 0) + held * deltaAt(d1, ofPut);
    }
  }
  return Array.from(whole, (each, at) => ({ whole: each, closed: closed[at] ?? 0 }));
}

/** ±Φ(±d1): of a call, or of a put where `ofPut` is 1. */
function deltaAt(d1: number, ofPut: 0 | 1): number {
  const distance = Math.abs(d1);
  const tail = distance < TAIL_REACH ? tableTail(distance) : 0;
  if (d1 > 0) return ofPut === 1 ? -tail : 1 - tail;
  return ofPut === 1 ? tail - 1 : tail;
}

type Sums = {
  /** Fraction per year. */
  readonly vol: number;
  readonly moves: Float64Array;
  readonly whole: Float64Array;
  readonly closed: Float64Array;
};

function addPartlySettled(book: BookAt, row: number, { vol, moves, whole, closed }: Sums): void {
  const shut = book.isCashSettled ? 1 - (book.openShare[row] ?? 0) : 0;
  for (let at = 0; at < moves.length; at++) {
    const spot = book.spot * (1 + (moves[at] ?? 0));
    const held = (book.units[row] ?? 0) * partlySettledDelta(book, row, { spot, vol });
    whole[at] = (whole[at] ?? 0) + held;
    closed[at] = (closed[at] ?? 0) + shut * held;
  }
}

/** Delta per unit of what is still open of a contract inside its settlement window, or of one that has settled. */
function partlySettledDelta(
  book: BookAt,
  row: number,
  { spot, vol }: { readonly spot: number; readonly vol: number },
): number {
  const strike = book.strike[row] ?? 0;
  const ofPut = book.isCall[row] === 1 ? 0 : 1;
  const rootYears = book.rootYears[row] ?? 0;
  const part = openPart({
    years: WINDOW_YEARS * (book.openShare[row] ?? 0),
    strike,
    // Spot moves first and stays: whatever was sampled since then was sampled there.
    knownAverage: spot,
    variance: (vol * rootYears) ** 2,
  });
  switch (part.kind) {
    case 'settled':
      return deltaAt(SETTLED * Math.sign(spot - strike), ofPut);
    case 'call-certain':
      return 1 - ofPut;
    case 'open': {
      const carry = (book.logMoneyness[row] ?? 0) - logRatio(book.spot, strike);
      const deviation = Math.sqrt(part.variance);
      const d1 = (logRatio(spot, part.strike) + carry) / deviation + 0.5 * deviation;
      return deltaAt(d1, ofPut);
    }
  }
}

function volAfter(book: BookAt, row: number, volShift: number): number {
  const vol = book.vol[row] ?? 0;
  return shiftedVol(vol, volShift * (book.volWeight[row] ?? 0));
}
