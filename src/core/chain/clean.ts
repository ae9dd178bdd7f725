import { YEAR_MS } from '../schedule/year.ts';
import type { Chain, Coverage, QuotedChain, QuotedContract, Skipped } from './chain.ts';

// Bounds far beyond anything listed. A number outside them is a fault of the source, and inside them no sum,
// product or power that the analysis forms can overflow.
const PRICE_MIN = 1e-12;
const PRICE_MAX = 1e12;
const MULTIPLIER_MIN = 1e-12;
const MULTIPLIER_MAX = 1e9;
const OPEN_INTEREST_MIN = 1e-12;
const OPEN_INTEREST_MAX = 1e15;
const VOL_MIN = 1e-9;
const VOL_MAX = 1e3;
/** Largest |r·T| and |q·T|: e^50 times the spot is not a forward. */
const GROWTH_MAX = 50;

type Usable = { readonly contract: QuotedContract; readonly years: number; readonly carry: number };

/** The usable contracts of a chain as columns; what is left out is counted by the first reason that applies. */
export function cleanChain(quoted: QuotedChain): Chain {
  const skipped = { invalid: quoted.invalidRows, expired: 0, noIv: 0, noOpenInterest: 0 };
  const usable: Usable[] = [];
  const open = { contracts: 0, interest: 0, used: 0 };
  for (const contract of quoted.contracts) {
    const years = (contract.expiryMs - quoted.asOfMs) / YEAR_MS;
    const carry = carryOf(quoted, contract, years);
    const reason = reasonToSkip(quoted, { contract, years, carry });
    const openInterest = contract.openInterest ?? 0;
    if (openInterest > 0 && reason !== 'invalid' && reason !== 'expired') {
      open.contracts += 1;
      open.interest += openInterest;
      if (reason === null) open.used += openInterest;
    }
    if (reason === null) usable.push({ contract, years, carry });
    else skipped[reason] += 1;
  }
  return columnsOf(quoted, usable, {
    skipped,
    coverage: {
      contractsOpen: open.contracts,
      contractsUsed: usable.length,
      openInterestShare: open.interest > 0 ? open.used / open.interest : null,
    },
  });
}

/** Dividend yield, or where the expiry has its own forward the carry that gives it: q = r − ln(F/S)/T. */
function carryOf(quoted: QuotedChain, contract: QuotedContract, years: number): number {
  if (contract.forward === undefined) return quoted.dividendYield;
  // log1p keeps the digits where forward and spot nearly agree; T divides what is left by minutes.
  return quoted.rate - Math.log1p((contract.forward - quoted.spot) / quoted.spot) / years;
}

function reasonToSkip(quoted: QuotedChain, row: Usable): keyof Skipped | null {
  const { contract, years, carry } = row;
  const { iv, openInterest } = contract;
  if (isInvalid(quoted, contract) || !Number.isFinite(years)) return 'invalid';
  if (years <= 0) return 'expired';
  const growth = Math.max(Math.abs(quoted.rate), Math.abs(carry)) * years;
  if (!(growth <= GROWTH_MAX)) return 'invalid';
  if (iv === null || !Number.isFinite(iv) || iv <= 0) return 'noIv';
  if (openInterest === null || openInterest <= 0) return 'noOpenInterest';
  return null;
}

function isInvalid(quoted: QuotedChain, contract: QuotedContract): boolean {
  const { strike, iv, openInterest, forward, multiplier = quoted.multiplier } = contract;
  if (!isWithin(strike, PRICE_MIN, PRICE_MAX) || !Number.isFinite(contract.expiryMs)) return true;
  if (forward !== undefined && !isWithin(forward, PRICE_MIN, PRICE_MAX)) return true;
  if (!isWithin(multiplier, MULTIPLIER_MIN, MULTIPLIER_MAX)) return true;
  // Nothing open and no vol have counts of their own.
  const isOpen = openInterest !== null && !(openInterest <= 0);
  if (isOpen && !isWithin(openInterest, OPEN_INTEREST_MIN, OPEN_INTEREST_MAX)) return true;
  const hasVol = iv !== null && Number.isFinite(iv) && iv > 0;
  return hasVol && !isWithin(iv, VOL_MIN, VOL_MAX);
}

function isWithin(value: number, low: number, high: number): boolean {
  return value >= low && value <= high;
}

function columnsOf(
  quoted: QuotedChain,
  usable: readonly Usable[],
  counts: { readonly skipped: Skipped; readonly coverage: Coverage },
): Chain {
  // A loop, as filling a column through an iterator takes ten times as long.
  const column = (value: (row: Usable) => number): Float64Array => {
    const into = new Float64Array(usable.length);
    let at = 0;
    for (const row of usable) {
      into[at] = value(row);
      at += 1;
    }
    return into;
  };
  return {
    source: quoted,
    name: quoted.name,
    asOfMs: quoted.asOfMs,
    spot: quoted.spot,
    rate: quoted.rate,
    size: usable.length,
    strike: column((row) => row.contract.strike),
    years: column((row) => row.years),
    vol: column((row) => row.contract.iv ?? Number.NaN),
    dividendYield: column((row) => row.carry),
    openInterest: column((row) => row.contract.openInterest ?? Number.NaN),
    multiplier: column((row) => row.contract.multiplier ?? quoted.multiplier),
    isCall: Uint8Array.from(usable, (row) => (row.contract.type === 'call' ? 1 : 0)),
    expiryMs: column((row) => row.contract.expiryMs),
    instrument: usable.map((row) => row.contract.instrument),
    ...counts,
  };
}
