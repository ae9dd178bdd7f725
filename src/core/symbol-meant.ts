/** What venues and charts write before the symbol of an index: `^SPX`, `_SPX`, `$SPX`, `.SPX`. */
const SIGILS = /^[\^_$.]+/;
/** USDC options, however the two names are joined. */
const USDC_PAIR = /^([A-Z0-9]{2,7}?)[-_/ ]?USDC$/;
/** A coin's pair with the dollar; six letters and more, so that no US ticker is taken for one. */
const DOLLAR_PAIR = /^([A-Z]{3,5})[-_/ ]?USD$/;

/** The symbol as markets list it for a name as people and venues write it: `SPX` for `^spx`, `BTC` for `BTC-USD`. */
export function symbolMeant(typed: string): string {
  const bare = typed.trim().toUpperCase().replace(SIGILS, '');
  const [, quotedInUsdc] = USDC_PAIR.exec(bare) ?? [];
  if (quotedInUsdc !== undefined) return `${quotedInUsdc}_USDC`;
  const [, quotedInDollars] = DOLLAR_PAIR.exec(bare) ?? [];
  return quotedInDollars ?? bare;
}
