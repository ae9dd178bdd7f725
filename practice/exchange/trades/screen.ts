import type { Period } from '../calendar.ts';
import { type Dealers, dealerChangeOf, type Printed, type Trade } from './trade.ts';

/**
 * Shares of open interest that come and go in a day: the nearer, the livelier. With the trades that positions need and
 * those that undo these, a day's volume is some percent of open interest, as on the real venue.
 */
const TURNOVER: Readonly<Record<Period, number>> = {
  day: 0.25,
  week: 0.06,
  month: 0.02,
  quarter: 0.01,
};
/** Chance that a contract sees no such trade in a cell. */
const QUIET = 0.5;
const PIECES_MAX = 3;
/** Customers mostly take what dealers make; now and then they meet each other, or a dealer takes. */
const CHANCES = { maker: 0.82, absent: 0.13 };
const LIQUIDATED = 0.015;
/** Growth that no dealer holds: two trades through a dealer, or seldom one between customers. */
const DIRECT = 0.35;
/** Larger orders come in pieces. */
const PIECE_LOTS = 300;

type Draw = () => number;
type Terms = Pick<Trade, 'instrument' | 'atMs'>;

function signOf(draw: Draw): 1 | -1 {
  return draw() < 0.5 ? 1 : -1;
}

function dealersOf(draw: Draw): Dealers {
  const chance = draw();
  if (chance < CHANCES.maker) return 'maker';
  return chance < CHANCES.maker + CHANCES.absent ? 'absent' : 'taker';
}

function liquidation(draw: Draw, terms: Terms & Pick<Trade, 'lots' | 'takerSign'>): Trade {
  const chance = draw();
  const side = chance < 0.6 ? 'T' : chance < 0.9 ? 'M' : 'MT';
  // A maker who is liquidated is a customer: whoever took it off him is a dealer more often than not.
  const dealers = side === 'T' ? 'maker' : draw() < 0.7 ? 'taker' : 'absent';
  const dealerChange = dealerChangeOf(dealers, terms.takerSign, terms.lots);
  return { ...terms, openChange: 0, dealerChange, printed: { kind: 'liquidation', side } };
}

/** Trades that leave positions as they are on the whole: they come and go. */
export function churn(
  draw: Draw,
  {
    terms,
    openLots,
    period,
    daysInCell,
  }: { terms: () => Terms; openLots: number; period: Period; daysInCell: number },
): Trade[] {
  if (draw() < QUIET) return [];
  const total = Math.round(openLots * TURNOVER[period] * daysInCell * 4 * draw());
  const pieces = Math.min(total, 1 + Math.floor(draw() * PIECES_MAX));
  return Array.from({ length: pieces }, (_, index) => {
    const lots = Math.floor(total / pieces) + (index < total % pieces ? 1 : 0);
    const takerSign = signOf(draw);
    const trade = { ...terms(), lots, takerSign };
    if (draw() < LIQUIDATED) return liquidation(draw, trade);
    const dealerChange = dealerChangeOf(dealersOf(draw), takerSign, lots);
    const openChange = (Math.floor(draw() * 3) - 1) * lots;
    return { ...trade, openChange, dealerChange, printed: { kind: 'screen' } };
  });
}

/** Trades that bring open interest and dealers' position to where they must be at the end of a cell. */
export function balance(
  draw: Draw,
  {
    terms,
    openChange,
    dealerChange,
  }: { terms: () => Terms; openChange: number; dealerChange: number },
): Trade[] {
  const trades: Trade[] = [];
  const printed: Printed = { kind: 'screen' };
  const through = (lots: number, sign: number, opening: number, dealers: Dealers) => {
    const pieces = Math.min(8, Math.ceil(lots / PIECE_LOTS));
    for (let piece = 0; piece < pieces; piece++) {
      const size = Math.floor(lots / pieces) + (piece < lots % pieces ? 1 : 0);
      const takerSign = sign > 0 ? 1 : -1;
      const change = dealerChangeOf(dealers, takerSign, size);
      trades.push({
        ...terms(),
        lots: size,
        takerSign,
        openChange: opening * size,
        dealerChange: change,
        printed,
      });
    }
  };
  const opening = Math.sign(openChange);
  const shared = Math.min(Math.abs(openChange), Math.abs(dealerChange));
  through(shared, -dealerChange, opening, 'maker');
  through(Math.abs(dealerChange) - shared, -dealerChange, 0, 'maker');
  const between = Math.abs(openChange) - shared;
  const sign = signOf(draw);
  if (draw() < DIRECT) through(between, sign, opening, 'absent');
  else {
    through(between, sign, opening, 'maker');
    through(between, -sign, 0, 'maker');
  }
  return trades;
}
