import { amountOf, simulatedRows } from './book.ts';
import type { BookRow } from './book-row.ts';
import { type Recording, readRecording, replayedRows } from './replay.ts';
import type { PracticeSymbol } from './specification.ts';
import type { Spot } from './spot.ts';
import { createPrinter, type Printer } from './trades/printer.ts';
import { openTape, type Tape } from './trades/tape.ts';
import { netGammaOf, type PricedRow, zeroGammaOf } from './zero-gamma.ts';

/** One simulated book of options: its rows, its trades, and what is hidden behind them. */
export type PracticeMarket = {
  readonly seed: number;
  readonly symbol: PracticeSymbol;
  readonly spot: Spot;
  rows(): readonly PricedRow[];
  /** The simulated book, also while a recording is replayed. */
  simulatedRows(): readonly BookRow[];
  /** Every trade at any time; undefined while a recording is replayed, which holds none. */
  tape(): Tape | undefined;
  readonly print: Printer;
  zeroGammaUsd(): number | undefined;
  /** Coins by instrument; positive: dealers are long. */
  trueDealerPositions(): ReadonlyMap<string, number>;
  /** Dealers' gamma from their true positions, dollars per 1 %. */
  trueNetGamma(): number;
  replay(document: unknown): void;
};

/** Opens a market on a coin's spot; `nowMs` is the simulated clock. */
export function openMarket(
  market: { readonly seed: number; readonly symbol: PracticeSymbol },
  spot: Spot,
  nowMs: () => number,
): PracticeMarket {
  const { symbol } = market;
  const tape = openTape(market);
  let recording: Recording | undefined;
  const rows = (): readonly PricedRow[] => {
    const moment = { spotUsd: spot.usd(), nowMs: nowMs() };
    if (recording !== undefined) return replayedRows(recording, moment);
    return simulatedRows({ ...market, ...moment, tape });
  };
  const trueDealerPositions = () => {
    const coins = new Map<string, number>();
    for (const [name, { dealerLots }] of tape.holdingsAt(nowMs()))
      if (dealerLots !== 0) coins.set(name, amountOf(symbol, dealerLots));
    return coins;
  };
  return {
    ...market,
    spot,
    rows,
    simulatedRows: () => simulatedRows({ ...market, spotUsd: spot.usd(), nowMs: nowMs(), tape }),
    tape: () => (recording === undefined ? tape : undefined),
    print: createPrinter(market, spot),
    zeroGammaUsd: () => zeroGammaOf(rows(), spot.usd()),
    trueDealerPositions,
    trueNetGamma: () => {
      const held = trueDealerPositions();
      return netGammaOf(rows(), ({ instrument_name }) => held.get(instrument_name) ?? 0);
    },
    replay: (document) => {
      recording = readRecording(document);
      spot.hold(recording.spotUsd);
    },
  };
}
