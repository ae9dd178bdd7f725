/** When a market's options trade: around the clock, or in the sessions of New York. */
export type MarketHours = 'always' | 'new-york';
