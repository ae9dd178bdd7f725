/** The future in which readers of a market hedge. */
export type HedgeContract = {
  /** As traders call it: `ES`. */
  readonly name: string;
  /** Dollars that one contract gains per point of its own price: 50 for ES, 20 for NQ. */
  readonly usdPerPoint: number;
};
