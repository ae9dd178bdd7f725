import type { QuotedChain } from './chain.ts';

/** In a book of fewer contracts a day without a trade is no fault. */
const CONTRACTS_MIN = 50;

/** Whether open interest that should be a day newer is, contract by contract, that of a day ago. */
function isOfDayAgo(chain: QuotedChain, dayAgo: QuotedChain): boolean {
  const session = chain.openInterestSession;
  if (session !== undefined && session === dayAgo.openInterestSession) return false;
  const before = new Map(dayAgo.contracts.map((each) => [each.instrument, each.openInterest]));
  let same = 0;
  for (const { instrument, openInterest } of chain.contracts) {
    const was = instrument === undefined ? undefined : before.get(instrument);
    if (was === undefined || was === null || openInterest === null) continue;
    if (was !== openInterest) return false;
    if (openInterest > 0) same += 1;
  }
  return same >= CONTRACTS_MIN;
}

/** A chain that says so where its open interest stands since the chain of a day ago: its venue's update has not come. */
export function withOldInterestSaid(chain: QuotedChain, dayAgo: QuotedChain | null): QuotedChain {
  if (dayAgo === null || !isOfDayAgo(chain, dayAgo)) return chain;
  const reason = 'open interest is that of a day ago in every contract';
  return { ...chain, caveats: [...(chain.caveats ?? []), { kind: 'old-open-interest', reason }] };
}
