export { type CalibratedChain, calibrate } from './calibrate.ts';
export type { CboeChain } from './cboe-chain.ts';
export { describeCaveat } from './describe-caveat.ts';
export { parseCboeCsv } from './parse-csv.ts';
export { parseCboeJson } from './parse-json.ts';
export { looksLikeCboeCsv, looksLikeCboeJson } from './recognise.ts';
export { cboeTerms } from './settlement.ts';
