import { density } from './black76.ts';
import { readInstrumentName } from './instrument.ts';
import { YEAR_MS } from './surface.ts';

/** How far from spot a level counts, as a share of spot. */
const REACH = 0.1;
/** Scan step in log spot: a quarter of the width of an option ten minutes from settlement. */
const STEP = 0.0002;
/** Halvings of one scan step: far below a cent. */
const HALVINGS = 40;

/** What re-pricing needs of a row, simulated or recorded. */
export type PricedRow = {
  readonly instrument_name: string;
  readonly underlying_price: number;
  readonly creation_timestamp: number;
  /** Percent. */
  readonly mark_iv?: number | null | undefined;
  readonly open_interest?: number | null | undefined;
};

/** One contract as re-pricing needs it. */
export type PricedContract = {
  readonly forwardUsd: number;
  readonly strikeUsd: number;
  /** Volatility times the square root of years. */
  readonly deviation: number;
  /** Units of the underlying that dealers hold options on; positive: long. */
  readonly dealerUnits: number;
};

/** Dealers' gamma in dollars per 1 %, at a log distance from the book's spot. */
type GammaProfile = (logMove: number) => number;

/** Units that dealers hold of a row; positive: long. */
type DealerUnits = (row: PricedRow, isCall: boolean) => number;

const longCallsShortPuts: DealerUnits = (row, isCall) =>
  (isCall ? 1 : -1) * (row.open_interest ?? 0);

function contractsOf(rows: readonly PricedRow[], dealerUnits: DealerUnits): PricedContract[] {
  return rows.flatMap((row) => {
    const name = readInstrumentName(row.instrument_name);
    if (name === undefined) return [];
    const years = Math.max(0, (name.expiryMs - row.creation_timestamp) / YEAR_MS);
    return {
      forwardUsd: row.underlying_price,
      strikeUsd: name.strikeUsd,
      deviation: ((row.mark_iv ?? 0) / 100) * Math.sqrt(years),
      dealerUnits: dealerUnits(row, name.isCall),
    };
  });
}

/** The book re-priced by Black's formula: each contract keeps its volatility, each forward moves with spot. */
function gammaProfileOf(contracts: readonly PricedContract[]): GammaProfile {
  const terms = contracts.flatMap(({ forwardUsd, strikeUsd, deviation, dealerUnits }) => {
    if (deviation === 0 || dealerUnits === 0) return [];
    const size = (0.01 * dealerUnits * forwardUsd) / deviation;
    const upper = Math.log(forwardUsd / strikeUsd) / deviation + deviation / 2;
    return [{ size, upper, slope: 1 / deviation }];
  });
  return (logMove) => {
    let sum = 0;
    for (const { size, upper, slope } of terms) sum += size * density(upper + logMove * slope);
    return sum * Math.exp(logMove);
  };
}

/** The level nearest to spot where the naive dealers of a summary have zero gamma; as `zeroGammaOfContracts`. */
export function zeroGammaOf(rows: readonly PricedRow[], spotUsd: number): number | undefined {
  return zeroGammaOfContracts(contractsOf(rows, longCallsShortPuts), spotUsd);
}

/** The level nearest to spot, within 10 %, where gamma goes from negative to positive as spot rises. */
export function zeroGammaOfContracts(
  contracts: readonly PricedContract[],
  spotUsd: number,
): number | undefined {
  const profile = gammaProfileOf(contracts);
  const first = Math.ceil(Math.log(1 - REACH) / STEP);
  const last = Math.floor(Math.log(1 + REACH) / STEP);
  let nearest: number | undefined;
  let before = profile(first * STEP);
  for (let index = first + 1; index <= last; index++) {
    const here = profile(index * STEP);
    if (before < 0 && here >= 0) {
      let [low, high] = [(index - 1) * STEP, index * STEP];
      for (let halving = 0; halving < HALVINGS; halving++) {
        const middle = (low + high) / 2;
        if (profile(middle) < 0) low = middle;
        else high = middle;
      }
      if (nearest === undefined || Math.abs(high) < Math.abs(nearest)) nearest = high;
    }
    before = here;
  }
  return nearest === undefined ? undefined : spotUsd * Math.exp(nearest);
}

/** Dealers' gamma at the book's spot, dollars per 1 %. */
export function netGammaOf(rows: readonly PricedRow[], dealerUnits: DealerUnits): number {
  return gammaProfileOf(contractsOf(rows, dealerUnits))(0);
}
