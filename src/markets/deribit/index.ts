export { parseBookSummaryDocument } from './document.ts';
