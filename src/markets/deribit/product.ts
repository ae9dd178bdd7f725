/** One family of listed options: those on one base that settle in one way. */
export type DeribitProduct = {
  /** As users type it: `BTC`, `SOL`, `BTC_USDC`. */
  readonly symbol: string;
  /** What one option is on: `SOL`. */
  readonly base: string;
  /** Inverse options are priced and settled in coins, linear ones in USDC. */
  readonly kind: 'inverse' | 'linear';
  /** What the names of its options, futures and perpetual begin with. */
  readonly prefix: string;
  /** Under which the venue lists it; all linear options share `USDC`. */
  readonly currency: string;
  /** The index that it settles on. */
  readonly indexName: string;
};

/** Bases whose options are coin-settled under the plain symbol. */
export const INVERSE_BASES: readonly string[] = ['BTC', 'ETH'];

/** Bases with USDC options alone, so that the plain symbol means these. */
const LINEAR_BASES: readonly string[] = ['SOL', 'XRP', 'AVAX', 'HYPE', 'TRX', 'BNB'];

/** Symbols that name the base of USDC options outright, whichever base that may be. */
const LINEAR_SYMBOL = /^([A-Z0-9]{2,7})_USDC$/;

function inverseProduct(base: string): DeribitProduct {
  const indexName = `${base.toLowerCase()}_usd`;
  return { symbol: base, base, kind: 'inverse', prefix: base, currency: base, indexName };
}

function linearProduct(symbol: string, base: string): DeribitProduct {
  const prefix = `${base}_USDC`;
  return {
    symbol,
    base,
    kind: 'linear',
    prefix,
    currency: 'USDC',
    indexName: prefix.toLowerCase(),
  };
}

/**
 * Everything that may be asked for: what is known to be listed, and any other base that a configured symbol such as
 * `DOGE_USDC` names. Whether the venue lists that one is found when it is asked.
 */
export function deribitProducts(configured: readonly string[]): readonly DeribitProduct[] {
  const known = [
    ...INVERSE_BASES.map(inverseProduct),
    ...LINEAR_BASES.map((base) => linearProduct(base, base)),
    ...INVERSE_BASES.map((base) => linearProduct(`${base}_USDC`, base)),
  ];
  const named = configured.flatMap((symbol) => {
    const [, base] = LINEAR_SYMBOL.exec(symbol) ?? [];
    const isKnown = known.some((product) => product.symbol === symbol);
    return base === undefined || isKnown ? [] : [linearProduct(symbol, base)];
  });
  return [...known, ...named];
}
