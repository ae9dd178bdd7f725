export { type CalibratedChain, calibrate } from './calibrate.ts';
export { checkSpot } from './check-spot.ts';
export { describeCaveat } from './describe-caveat.ts';
export { usTerms } from './settlement.ts';
export { underlyingOf } from './underlying.ts';
export type { UsChain } from './us-chain.ts';
export { knownUsSymbols, usHedge } from './us-listing.ts';
export { unsuitableUs, usOffer } from './us-offer.ts';
