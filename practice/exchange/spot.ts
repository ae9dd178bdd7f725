/** Where spot comes from: the path, times what jumps made of it, or a price held by a test. */
type Source = { readonly fromMs: number } & (
  | { readonly kind: 'path'; readonly factor: number }
  | { readonly kind: 'held'; readonly usd: number }
);

/** Moves by hand remembered, for the prices of trades before the latest. */
const SOURCES_MAX = 100;

/** The price of one underlying, and the hands that move it. */
export type Spot = {
  /** Spot now, USD. */
  usd(): number;
  usdAt(atMs: number): number;
  jumpTo(usd: number): void;
  hold(usd: number): void;
};

function requirePrice(usd: number): number {
  if (Number.isFinite(usd) && usd > 0) return usd;
  throw new RangeError(`a price must be a positive number of dollars, not ${usd}`);
}

/** Opens a spot on its undisturbed path in USD; `nowMs` is the simulated clock. */
export function openSpot(onPath: (atMs: number) => number, nowMs: () => number): Spot {
  const sources: Source[] = [{ kind: 'path', factor: 1, fromMs: Number.NEGATIVE_INFINITY }];
  const usdAt = (atMs: number) => {
    const source = sources.findLast(({ fromMs }) => fromMs <= atMs) ?? sources[0];
    if (source?.kind === 'held') return source.usd;
    const usd = (source?.factor ?? 1) * onPath(atMs);
    return Number(usd.toFixed(usd < 10 ? 4 : 2));
  };
  const from = (source: Source) => {
    sources.push(source);
    if (sources.length > SOURCES_MAX) sources.shift();
  };
  return {
    usd: () => usdAt(nowMs()),
    usdAt,
    jumpTo: (usd) => {
      const fromMs = nowMs();
      from({ kind: 'path', factor: requirePrice(usd) / onPath(fromMs), fromMs });
    },
    hold: (usd) => from({ kind: 'held', usd: requirePrice(usd), fromMs: nowMs() }),
  };
}
