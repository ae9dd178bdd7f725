import type { Chain } from '../chain/chain.ts';
import type { SignsSeen } from './companions.ts';
import { type DealerBook, dealerBook } from './dealer-book.ts';
import { type ContractExposures, contractExposures, totalExposure } from './exposure.ts';
import { type Flip, type FlipReading, findFlip } from './flip.ts';
import { gammaBook } from './gamma-book.ts';
import { type ObservedPositions, observedGammaShare, observedSigns } from './observed-signs.ts';
import { flipWithReadings } from './readings.ts';
import { sideOf } from './side.ts';
import { SIGN_MODELS, type SignModel } from './sign-model.ts';

/** Share of gamma from which on signs seen in trades stand for the book; below it they say too little. */
export const OBSERVED_SHARE_MIN = 0.2;

/** The sign model that a market's levels rest on, with the book, exposures and flip that it gives. */
export type SignsInForce = {
  readonly id: 'naive' | 'observed';
  readonly model: SignModel;
  readonly book: DealerBook;
  readonly columns: ContractExposures;
  readonly flip: Flip;
  /** Null where no trades are read. */
  readonly signs: SignsSeen | null;
};

/**
 * Signs as assumed, or, once trades cover enough of gamma, as observed. The readings are those of the book with assumed
 * signs; observed signs add one, whose flip is then the one in force, and the range covers them all.
 */
export function signsInForce(chain: Chain, positions: ObservedPositions | null): SignsInForce {
  const book = dealerBook(chain, SIGN_MODELS.naive);
  const columns = contractExposures(book);
  const flip = flipWithReadings(book);
  const assumed = { id: 'naive', model: SIGN_MODELS.naive, book, columns, flip } as const;
  if (positions === null) return { ...assumed, signs: null };
  const { gex } = totalExposure(book, columns);
  const gammaShare = observedGammaShare(positions, chain, columns) ?? 0;
  const flipSpot = flip.status === 'found' ? flip.spot : null;
  const side = sideOf({ spot: chain.spot, gex, flip });
  const signs = { gammaShare, assumed: { gexUsd: gex, flipSpot, side } };
  if (gammaShare < OBSERVED_SHARE_MIN) return { ...assumed, signs };
  const model = observedSigns(positions);
  const observed = dealerBook(chain, model);
  return {
    id: 'observed',
    model,
    book: observed,
    columns: contractExposures(observed),
    flip: withReadingsOf(findFlip(gammaBook(observed)), flip),
    signs,
  };
}

/** The observed flip among the readings of the assumed book, which may itself have no flip. */
function withReadingsOf(observed: Flip, assumed: Flip): Flip {
  if (observed.status !== 'found') return observed;
  const others: readonly FlipReading[] =
    assumed.status === 'found' ? assumed.readings : [{ name: 'all expiries', spot: null }];
  const readings: readonly FlipReading[] = [
    ...others,
    { name: 'observed signs', spot: observed.spot },
  ];
  const found = readings.flatMap(({ spot }) => (spot === null ? [] : [spot]));
  return { ...observed, readings, range: { low: Math.min(...found), high: Math.max(...found) } };
}
