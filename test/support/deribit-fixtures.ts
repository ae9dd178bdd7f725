import { existsSync, readFileSync } from 'node:fs';

/** The project's own answer to a method, in Deribit's shape, as JSON text. */
export function deribitFixture(name: string): string {
  const file = new URL(`../fixtures/deribit/${name}.json`, import.meta.url);
  return readFileSync(file, 'utf8');
}

/** The method that a path names. */
export function deribitMethod(path: string): string {
  return /^\/api\/v2\/public\/([a-z_]+)\?/.exec(path)?.[1] ?? 'unknown';
}

/** What is asked for in few words: the method, for the futures of a currency `futures`. */
export function deribitQuestion(path: string): string {
  return path.includes('kind=future') ? 'futures' : deribitMethod(path);
}

/** What Deribit says to a name that it does not know. */
const UNKNOWN_NAME = '{"jsonrpc":"2.0","error":{"code":-32602,"message":"Invalid params"}}';

function fixtureOr(name: string, otherwise: string): string {
  const file = new URL(`../fixtures/deribit/${name}.json`, import.meta.url);
  return existsSync(file) ? readFileSync(file, 'utf8') : otherwise;
}

/** The project's own answer to a question about BTC or about USDC options, as JSON text. */
export function deribitAnswer(path: string): string {
  const { searchParams } = new URL(path, 'http://venue');
  const subject = searchParams.get('currency') ?? searchParams.get('index_name') ?? '';
  switch (deribitQuestion(path)) {
    case 'futures':
      return fixtureOr(`futures_${subject}`, UNKNOWN_NAME);
    case 'get_volatility_index_data':
      return fixtureOr(`volatility_index_${subject}`, UNKNOWN_NAME);
    case 'get_delivery_prices':
      return fixtureOr(`delivery_prices_${subject}`, UNKNOWN_NAME);
    case 'get_book_summary_by_currency':
      return deribitFixture(subject === 'USDC' ? 'options_USDC' : 'get_book_summary_by_currency');
    case 'get_instruments':
      return deribitFixture(subject === 'USDC' ? 'instruments_USDC' : 'get_instruments');
    case 'get_index_price':
      return subject.endsWith('_usdc')
        ? fixtureOr(`index_price_${subject}`, UNKNOWN_NAME)
        : deribitFixture('get_index_price');
    default:
      throw new Error(`no fixture answers ${path}`);
  }
}

export type SummaryRow = Record<string, unknown>;

/** The option rows of the book summary, fresh for each call. */
export function summaryRows(name = 'get_book_summary_by_currency'): SummaryRow[] {
  const document: { result: SummaryRow[] } = JSON.parse(deribitFixture(name));
  return document.result;
}
