import { simulatedRows } from './book.ts';
import { type Recording, readRecording, replayedRows } from './replay.ts';
import type { PracticeSymbol } from './specification.ts';
import { pathUsd } from './spot-path.ts';
import { type PricedRow, zeroGammaOf } from './zero-gamma.ts';

/** Where spot comes from: the path, times what jumps made of it, or a price held by a test. */
type SpotSource =
  | { readonly kind: 'path'; readonly factor: number }
  | { readonly kind: 'held'; readonly usd: number };

/** One simulated underlying: its spot, its book, and the hands that move them. */
export type PracticeMarket = {
  spotUsd(): number;
  rows(): readonly PricedRow[];
  zeroGammaUsd(): number | undefined;
  jumpTo(usd: number): void;
  hold(usd: number): void;
  replay(document: unknown): void;
};

function requirePrice(usd: number): number {
  if (Number.isFinite(usd) && usd > 0) return usd;
  throw new RangeError(`a price must be a positive number of dollars, not ${usd}`);
}

/** Opens a market at its undisturbed path; `nowMs` is the simulated clock. */
export function openMarket(
  seed: number,
  symbol: PracticeSymbol,
  nowMs: () => number,
): PracticeMarket {
  let source: SpotSource = { kind: 'path', factor: 1 };
  let recording: Recording | undefined;
  const onPath = () => pathUsd({ seed, symbol, atMs: nowMs() });
  const spotUsd = () =>
    source.kind === 'held' ? source.usd : Number((source.factor * onPath()).toFixed(2));
  const rows = () => {
    const moment = { spotUsd: spotUsd(), nowMs: nowMs() };
    if (recording !== undefined) return replayedRows(recording, moment);
    return simulatedRows({ seed, symbol, ...moment });
  };
  return {
    spotUsd,
    rows,
    zeroGammaUsd: () => zeroGammaOf(rows(), spotUsd()),
    jumpTo: (usd) => {
      source = { kind: 'path', factor: requirePrice(usd) / onPath() };
    },
    hold: (usd) => {
      source = { kind: 'held', usd: requirePrice(usd) };
    },
    replay: (document) => {
      recording = readRecording(document);
      source = { kind: 'held', usd: recording.spotUsd };
    },
  };
}
