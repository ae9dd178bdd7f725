/** Coins whose options are coin-settled, one coin a contract. */
export const deribitSymbols = ['BTC', 'ETH'] as const;
