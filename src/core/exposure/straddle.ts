import type { QuotedChain, QuotedContract } from '../chain/chain.ts';
import { twoSidedQuote } from '../chain/two-sided-quote.ts';
import { YEAR_MS } from '../schedule/year.ts';
import type { Straddle } from './companions.ts';

/** A straddle and the forward of its expiry, both in the currency of spot. */
export type ForwardStraddle = Omit<Straddle, 'quotedMs'> & { readonly forward: number };

const DAY_MS = 86_400_000;
/** A settlement further ahead is not "the next" where only distant options are quoted. */
const DAYS_MAX = 7;
/** A straddle whose quotes are further apart than this share of their middle has no price. */
const SPREAD_SHARE_MAX = 0.5;

/**
 * Call plus put at the strike nearest to the forward, mids, for the next settlement that anybody quotes: about 0.8 σ√T
 * of the forward. Null where nothing is quoted within a week or that strike not on all four sides
 * (`messages.md` §1.4).
 */
export function forwardStraddle(quoted: QuotedChain): ForwardStraddle | null {
  let settlesMs = quoted.asOfMs + DAYS_MAX * DAY_MS;
  for (const contract of quoted.contracts) {
    const { expiryMs } = contract;
    if (expiryMs <= quoted.asOfMs || expiryMs >= settlesMs) continue;
    if (twoSidedQuote(contract) !== null) settlesMs = expiryMs;
  }
  const next = quoted.contracts.filter((contract) => contract.expiryMs === settlesMs);
  const forward = forwardOf(quoted, next);
  if (forward === null) return null;
  const calls = new Map(next.filter(isCall).map((call) => [call.strike, call]));
  const pairs = next.flatMap((put) => {
    const call = calls.get(put.strike);
    return isCall(put) || call === undefined ? [] : [{ call, put }];
  });
  const distance = ({ put }: (typeof pairs)[number]) => Math.abs(put.strike - forward);
  const [nearest] = pairs.toSorted((a, b) => distance(a) - distance(b));
  if (nearest === undefined) return null;
  const call = twoSidedQuote(nearest.call);
  const put = twoSidedQuote(nearest.put);
  if (call === null || put === null) return null;
  const usd = call.mid + put.mid;
  if (!(call.spread + put.spread <= SPREAD_SHARE_MAX * usd)) return null;
  return { settlesMs, usd, forward };
}

function isCall(contract: QuotedContract): boolean {
  return contract.type === 'call';
}

/** The forward that an expiry's contracts state, else spot grown at the chain's carry; null where it is no price. */
function forwardOf(quoted: QuotedChain, contracts: readonly QuotedContract[]): number | null {
  const [first] = contracts;
  if (first === undefined) return null;
  const years = (first.expiryMs - quoted.asOfMs) / YEAR_MS;
  const stated = contracts.find((contract) => contract.forward !== undefined)?.forward;
  const forward = stated ?? quoted.spot * Math.exp((quoted.rate - quoted.dividendYield) * years);
  return forward > 0 && Number.isFinite(forward) ? forward : null;
}
