import { emptyGreeks, greeks } from '../math/black.ts';
import { YEAR_MS } from '../schedule/year.ts';
import type { QuotedChain, QuotedContract } from './chain.ts';
import { twoSidedQuote } from './two-sided-quote.ts';

/** Further out quotes are a tick or two wide and say little about a vol; discounting matters beyond the days. */
const LOG_MONEYNESS_MAX = 0.1;
const DAYS_MAX = 60;
/** A tenth of the vol is more than quote and mark of one instant differ by, and moves gamma by as much. */
const VOL_SHARE_MAX = 0.1;
/** A few quotes cannot condemn a chain: fewer count as if the rest agreed. */
const QUOTES_MIN = 20;

/**
 * Share of the two-sided quotes out of the money, near it in price and time, that the vol of their own row does not
 * explain: the model price lies more than a spread from the middle, and the difference is worth a tenth of the vol.
 */
export function quoteDisagreement(
  contracts: readonly QuotedContract[],
  chain: Pick<QuotedChain, 'asOfMs' | 'spot' | 'rate' | 'dividendYield'>,
): number {
  const into = emptyGreeks();
  let quoted = 0;
  let disagreeing = 0;
  for (const contract of contracts) {
    const { strike, iv, type } = contract;
    const years = (contract.expiryMs - chain.asOfMs) / YEAR_MS;
    const quote = twoSidedQuote(contract);
    if (quote === null || iv === null || !(iv > 0) || !(years * 365 <= DAYS_MAX)) continue;
    const forward =
      contract.forward ?? chain.spot * Math.exp((chain.rate - chain.dividendYield) * years);
    const logMoneyness = Math.log(strike / forward);
    if (!(Math.abs(logMoneyness) <= LOG_MONEYNESS_MAX)) continue;
    if (type === 'call' ? logMoneyness < 0 : logMoneyness > 0) continue;
    const dividendYield = chain.rate - Math.log(forward / chain.spot) / years;
    const { spot, rate } = chain;
    greeks({ spot, strike, years, vol: iv, rate, dividendYield, isCall: type === 'call' }, into);
    const gap = Math.abs(into.price - quote.mid);
    quoted += 1;
    if (gap > quote.spread && gap > VOL_SHARE_MAX * iv * into.vega) disagreeing += 1;
  }
  return disagreeing / Math.max(quoted, QUOTES_MIN);
}
