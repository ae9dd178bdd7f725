import { type Expiry, listedExpiries } from '../calendar.ts';
import { optionName } from '../instrument.ts';
import { bookCentreUsd, openContracts } from '../open-interest.ts';
import { SPECIFICATIONS } from '../specification.ts';
import { type PathPoint, pathUsd } from '../spot-path.ts';
import { strikesOf } from '../strikes.ts';
import { surfaceAt } from '../surface.ts';
import { dealerSharesAt } from './dealer-share.ts';

/** What is open in one contract, in trades of the smallest size, and what of it dealers hold; positive: long. */
export type Position = {
  readonly name: string;
  readonly expiry: Expiry;
  readonly strikeUsd: number;
  readonly isCall: boolean;
  readonly openLots: number;
  readonly dealerLots: number;
};

/** The positions to which trades lead at an instant, by instrument; what was just listed or has settled is not there. */
export function positionsAt(point: PathPoint): ReadonlyMap<string, Position> {
  const { seed, symbol, atMs } = point;
  const surface = surfaceAt(point);
  const centreUsd = bookCentreUsd(point);
  const shareOf = dealerSharesAt([seed, symbol], atMs);
  const before = new Set(listedExpiries(atMs - 1).map(({ expiryMs }) => expiryMs));
  const positions = new Map<string, Position>();
  for (const expiry of listedExpiries(atMs)) {
    if (!before.has(expiry.expiryMs)) continue;
    const listedUsd = pathUsd({ seed, symbol, atMs: expiry.listedMs });
    const strikes = strikesOf(SPECIFICATIONS[symbol], { expiry, listedUsd, nowMs: atMs });
    for (const open of openContracts(point, { expiry, strikes, surface, centreUsd })) {
      const { strikeUsd, isCall, lots } = open;
      const name = optionName(symbol, { expiryMs: expiry.expiryMs, strikeUsd, isCall });
      const dealerLots = Math.round(lots * shareOf(name, isCall ? 'call' : 'put'));
      positions.set(name, { name, expiry, strikeUsd, isCall, openLots: lots, dealerLots });
    }
  }
  return positions;
}
