export { createDeribitMarket } from './deribit-market.ts';
export { parseBookSummaryDocument } from './document.ts';
export { DERIBIT_TERMS } from './settlement.ts';
export { createTradeStream } from './trade-stream.ts';
