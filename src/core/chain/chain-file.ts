import { fail, ok, type Result } from '../result.ts';
import type { QuotedChain, QuotedContract } from './chain.ts';
import { parseInstant } from './instant.ts';

const MULTIPLIER_DEFAULT = 100;
/** Currency units; far beyond any listed price, so that no sum of a readable file can overflow. */
const SPOT_MAX = 1e12;
const SPOT_MIN = 1e-12;
/** Per year; beyond it a rate is a percentage written as a number. */
const RATE_MAX = 10;
const MULTIPLIER_MAX = 1e9;

type Fields = Readonly<Record<string, unknown>>;

function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** A chain file's document as a chain; the failure is one sentence that says what is wrong and where. */
export function parseChainFile(document: unknown): Result<QuotedChain, string> {
  if (!isFields(document)) {
    return fail(`a chain must be a JSON object, not ${describe(document)}`);
  }
  const { name = 'unnamed', asOf, spot, rate = 0, dividendYield = 0 } = document;
  const { multiplier = MULTIPLIER_DEFAULT, contracts } = document;
  if (typeof name !== 'string') return fail(`name must be text, not ${describe(name)}`);
  const asOfMs = typeof asOf === 'string' ? parseInstant(asOf) : null;
  if (asOfMs === null) {
    return fail(`asOf must be an instant such as "2026-03-02T15:30:00Z", not ${describe(asOf)}`);
  }
  if (!isBetween(spot, SPOT_MIN, SPOT_MAX)) {
    return fail(`spot must be a number above 0 and at most 1e12, not ${describe(spot)}`);
  }
  if (!isBetween(rate, -RATE_MAX, RATE_MAX)) return fail(rateSentence('rate', rate));
  if (!isBetween(dividendYield, -RATE_MAX, RATE_MAX)) {
    return fail(rateSentence('dividendYield', dividendYield));
  }
  if (!isBetween(multiplier, Number.MIN_VALUE, MULTIPLIER_MAX)) {
    return fail(`multiplier must be a number above 0, at most 1e9, not ${describe(multiplier)}`);
  }
  if (!Array.isArray(contracts)) {
    return fail(`contracts must be an array, not ${describe(contracts)}`);
  }
  const readable = readContracts(contracts);
  return ok({
    name,
    asOfMs,
    spot,
    rate,
    dividendYield,
    multiplier,
    contracts: readable,
    invalidRows: contracts.length - readable.length,
  });
}

function readContracts(rows: readonly unknown[]): QuotedContract[] {
  // A chain repeats a few dozen expiries thousands of times; parsing each text once is most of the cost saved.
  const instants = new Map<string, number | null>();
  const contracts: QuotedContract[] = [];
  for (const row of rows) {
    const contract = isFields(row) ? readContract(row, instants) : null;
    if (contract !== null) contracts.push(contract);
  }
  return contracts;
}

function readContract(row: Fields, instants: Map<string, number | null>): QuotedContract | null {
  const { strike, type, expiry, instrument } = row;
  if (typeof strike !== 'number' || typeof expiry !== 'string') return null;
  if (type !== 'call' && type !== 'put') return null;
  let expiryMs = instants.get(expiry);
  if (expiryMs === undefined) {
    expiryMs = parseInstant(expiry);
    instants.set(expiry, expiryMs);
  }
  const openInterest = row.openInterest ?? null;
  const iv = row.iv ?? null;
  const forward = row.forward ?? null;
  const multiplier = row.multiplier ?? null;
  if (expiryMs === null || !isNumberOrNull(openInterest) || !isNumberOrNull(iv)) return null;
  if (!isNumberOrNull(forward) || !isNumberOrNull(multiplier)) return null;
  return {
    strike,
    expiryMs,
    type,
    openInterest,
    iv,
    ...(forward === null ? {} : { forward }),
    ...(multiplier === null ? {} : { multiplier }),
    ...(typeof instrument === 'string' ? { instrument } : {}),
  };
}

function isNumberOrNull(value: unknown): value is number | null {
  return value === null || typeof value === 'number';
}

function isBetween(value: unknown, low: number, high: number): value is number {
  return typeof value === 'number' && value >= low && value <= high;
}

function rateSentence(field: string, value: unknown): string {
  return `${field} must be a continuous rate per year between -10 and 10, not ${describe(value)}`;
}

/** Enough of a wrong value to find it, never all of it: a broken file must not flood the terminal. */
function describe(value: unknown): string {
  const SHOWN_CHARACTERS = 40;
  if (value === undefined) return 'absent';
  if (Array.isArray(value)) return 'an array';
  if (typeof value === 'object' && value !== null) return 'an object';
  return JSON.stringify(value).slice(0, SHOWN_CHARACTERS);
}
