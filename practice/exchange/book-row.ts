/** One option row of get_book_summary_by_currency, with the venue's own names and units. */
export type BookRow = {
  readonly high: number | null;
  readonly low: number | null;
  readonly last: number | null;
  readonly instrument_name: string;
  readonly bid_price: number | null;
  readonly ask_price: number | null;
  readonly open_interest: number;
  readonly mark_price: number;
  readonly price_change: number | null;
  readonly interest_rate: number;
  readonly volume: number;
  readonly mark_iv: number;
  readonly underlying_price: number;
  readonly underlying_index: string;
  readonly base_currency: string;
  readonly creation_timestamp: number;
  readonly estimated_delivery_price: number;
  readonly quote_currency: string;
  readonly volume_usd: number;
  readonly mid_price: number | null;
};
