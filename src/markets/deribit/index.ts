export { createDeribitMarket } from './deribit-market.ts';
export { parseBookSummaryDocument } from './document.ts';
