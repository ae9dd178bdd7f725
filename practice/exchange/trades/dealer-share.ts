import { DAY_MS } from '../calendar.ts';
import { type DrawKey, normal, smoothNoise, uniform } from '../random.ts';

/** How far dealers lean to one side of all calls or all puts, and how far that wanders in weeks. */
const LEAN = { fixed: 0.75, wandering: 0.2, days: 10 };
/** Each contract's own departure from the lean. */
const OWN_DEVIATION = 0.3;
/** Nobody is on one side of everything. */
const SHARE_MAX = 0.95;

/** The lean of the dealers of one market in calls or puts, -1..1; positive: dealers are long. */
function lean(market: DrawKey, side: 'call' | 'put', atMs: number): number {
  const key = [...market, 'dealers', side];
  return (
    LEAN.fixed * (2 * uniform(key) - 1) +
    LEAN.wandering * smoothNoise(key, atMs / DAY_MS / LEAN.days)
  );
}

/** The hidden truth of a market at an instant: which share of each contract's open interest its dealers hold, signed. */
export function dealerSharesAt(market: DrawKey, atMs: number) {
  const leans = { call: lean(market, 'call', atMs), put: lean(market, 'put', atMs) };
  return (name: string, side: 'call' | 'put'): number => {
    const own = leans[side] + OWN_DEVIATION * normal([...market, 'dealers', name]);
    return Math.max(-SHARE_MAX, Math.min(SHARE_MAX, own));
  };
}
