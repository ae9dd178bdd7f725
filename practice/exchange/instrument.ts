import { expiryFromName, expiryName, listedMsOf, periodOf } from './calendar.ts';
import { practiceSymbol, SPECIFICATIONS, type Specification } from './specification.ts';

const NAME = /^([A-Z]+(?:_USDC)?)-(\d{1,2}[A-Z]{3}\d{2})-(\d+(?:d\d+)?)-([CP])$/;

export type InstrumentName = {
  /** `BTC`, or `SOL_USDC` for what settles in USDC. */
  readonly prefix: string;
  readonly expiryMs: number;
  readonly strikeUsd: number;
  readonly isCall: boolean;
};

/** A strike as names spell it: a decimal point is written `d`. */
export function strikeWord(strikeUsd: number): string {
  return String(strikeUsd).replace('.', 'd');
}

/** The venue's name of an option. */
export function optionName(
  prefix: string,
  { expiryMs, strikeUsd, isCall }: Omit<InstrumentName, 'prefix'>,
): string {
  return `${prefix}-${expiryName(expiryMs)}-${strikeWord(strikeUsd)}-${isCall ? 'C' : 'P'}`;
}

/** What an option's name says; undefined where it is no such name. */
export function readInstrumentName(name: string): InstrumentName | undefined {
  const [, prefix, date, strike, type] = NAME.exec(name) ?? [];
  const expiryMs = date === undefined ? undefined : expiryFromName(date);
  if (prefix === undefined || strike === undefined || expiryMs === undefined) return undefined;
  return { prefix, expiryMs, strikeUsd: Number(strike.replace('d', '.')), isCall: type === 'C' };
}

/** What the venue says of the money of a market's options. */
function termsOf({ base, settlement, contractSize, tick, tradeSizeMin }: Specification) {
  const isCoin = settlement === 'coin';
  const steps = [{ above_price: tick.cheapBelow, tick_size: tick.normal }];
  return {
    price_index: `${base.toLowerCase()}_${isCoin ? 'usd' : 'usdc'}`,
    instrument_type: isCoin ? 'reversed' : 'linear',
    tick_size: tick.cheap,
    contract_size: contractSize,
    min_trade_amount: tradeSizeMin,
    block_trade_min_trade_amount: tradeSizeMin * 250,
    block_trade_tick_size: tick.cheap,
    settlement_currency: isCoin ? base : 'USDC',
    base_currency: base,
    counter_currency: isCoin ? 'USD' : 'USDC',
    quote_currency: isCoin ? base : 'USDC',
    tick_size_steps: tick.cheapBelow > 0 ? steps : [],
  };
}

/** One element of get_instruments for an option, in the venue's shape; undefined where the name is none. */
export function instrumentOf(name: string) {
  const read = readInstrumentName(name);
  const symbol = practiceSymbol(read?.prefix ?? '');
  if (read === undefined || symbol === undefined) return undefined;
  const { expiryMs, strikeUsd, isCall } = read;
  const period = periodOf(expiryMs);
  return {
    kind: 'option',
    instrument_name: name,
    option_type: isCall ? 'call' : 'put',
    strike: strikeUsd,
    max_leverage: 1,
    maker_commission: 0.0003,
    taker_commission: 0.0003,
    expiration_timestamp: expiryMs,
    creation_timestamp: listedMsOf(expiryMs),
    is_active: true,
    instrument_id: identityOf(name),
    max_liquidation_commission: 0.0075,
    block_trade_commission: 0.00025,
    settlement_period: period === 'quarter' ? 'month' : period,
    ...termsOf(SPECIFICATIONS[symbol]),
  };
}

/** A number that stays with the name for life; two names may share one. */
function identityOf(name: string): number {
  let identity = 7;
  for (const letter of name) identity = (identity * 31 + letter.charCodeAt(0)) % 1_000_003;
  return identity;
}
