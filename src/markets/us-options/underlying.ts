/** Roots that are listed beside the root of their own index; every other root names its underlying. */
const UNDERLYING_OF_ROOT: Readonly<Record<string, string>> = {
  SPXW: 'SPX',
  NDXP: 'NDX',
  RUTW: 'RUT',
  VIXW: 'VIX',
};

/** The roots that are no symbol of their own. */
export const rootsOfOthers: readonly string[] = Object.keys(UNDERLYING_OF_ROOT);

/** The symbol users type for the underlying of a root: `SPX` for `SPXW`. */
export function underlyingOf(root: string): string {
  return UNDERLYING_OF_ROOT[root] ?? root;
}

/** The symbol users type for a venue's own: `SPX` for `_SPX` and `^SPX`. */
export function plainSymbol(venueSymbol: string): string {
  return venueSymbol.toUpperCase().replaceAll(/[^A-Z0-9]/g, '');
}

/** Symbols that name an index, whose level is calculated rather than traded. */
const INDICES: ReadonlySet<string> = new Set([
  ...['SPX', 'XSP', 'NDX', 'RUT', 'MRUT', 'DJX', 'OEX', 'XEO', 'VIX'],
]);

/** Whether a symbol names an index, whose level is calculated rather than traded. */
export function isUsIndex(symbol: string): boolean {
  return INDICES.has(symbol);
}

/** Why the options on a symbol cannot be analysed, as a sentence; null where they can. */
export function unsuitableReason(symbol: string): string | null {
  if (symbol !== 'VIX') return null;
  return 'VIX options settle on VIX futures, so their gamma is no hedge in the VIX itself';
}

/** Cash-settled indices whose options cannot be exercised early; on everything else they can. */
const EUROPEAN: ReadonlySet<string> = new Set(['SPX', 'XSP', 'NDX', 'RUT', 'MRUT', 'DJX', 'XEO']);

/** Whether options on a symbol can be exercised early, which puts a premium on their quotes. */
export function exerciseOf(symbol: string): 'european' | 'american' {
  return EUROPEAN.has(symbol) ? 'european' : 'american';
}
