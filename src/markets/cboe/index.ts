export { createCboeMarket } from './cboe-market.ts';
export { parseCboeCsv } from './parse-csv.ts';
export { parseCboeJson } from './parse-json.ts';
export { looksLikeCboeCsv, looksLikeCboeJson } from './recognise.ts';
