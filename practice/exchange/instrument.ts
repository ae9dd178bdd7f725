import { expiryFromName, listedMsOf, periodOf } from './calendar.ts';

const NAME = /^([A-Z]+)-(\d{1,2}[A-Z]{3}\d{2})-(\d+)-([CP])$/;

export type InstrumentName = {
  readonly base: string;
  readonly expiryMs: number;
  readonly strikeUsd: number;
  readonly isCall: boolean;
};

/** What an inverse option's name says; undefined where it is no such name. */
export function readInstrumentName(name: string): InstrumentName | undefined {
  const [, base, date, strike, type] = NAME.exec(name) ?? [];
  const expiryMs = date === undefined ? undefined : expiryFromName(date);
  if (base === undefined || expiryMs === undefined) return undefined;
  return { base, expiryMs, strikeUsd: Number(strike), isCall: type === 'C' };
}

/** One element of get_instruments for an inverse option, in the venue's shape; undefined where the name is none. */
export function instrumentOf(name: string) {
  const read = readInstrumentName(name);
  if (read === undefined) return undefined;
  const { base, expiryMs, strikeUsd, isCall } = read;
  const period = periodOf(expiryMs);
  return {
    price_index: `${base.toLowerCase()}_usd`,
    kind: 'option',
    instrument_name: name,
    option_type: isCall ? 'call' : 'put',
    strike: strikeUsd,
    max_leverage: 1,
    maker_commission: 0.0003,
    taker_commission: 0.0003,
    instrument_type: 'reversed',
    expiration_timestamp: expiryMs,
    creation_timestamp: listedMsOf(expiryMs),
    is_active: true,
    tick_size: 0.0001,
    contract_size: 1,
    instrument_id: identityOf(name),
    min_trade_amount: base === 'BTC' ? 0.1 : 1,
    max_liquidation_commission: 0.0075,
    block_trade_commission: 0.00025,
    block_trade_min_trade_amount: base === 'BTC' ? 25 : 250,
    block_trade_tick_size: 0.0001,
    settlement_currency: base,
    settlement_period: period === 'quarter' ? 'month' : period,
    base_currency: base,
    counter_currency: 'USD',
    quote_currency: base,
    tick_size_steps: [{ above_price: 0.005, tick_size: 0.0005 }],
  };
}

/** A number that stays with the name for life; two names may share one. */
function identityOf(name: string): number {
  let identity = 7;
  for (const letter of name) identity = (identity * 31 + letter.charCodeAt(0)) % 1_000_003;
  return identity;
}
