import { fail, ok, type Result } from '../../core/result.ts';
import type { FetchFailure } from '../market.ts';
import type { DeribitClient } from './client.ts';
import { type ListedContract, parseInstruments } from './parse.ts';

type Listed = ReadonlyMap<string, ListedContract>;

/**
 * What get_instruments says of one currency's options; asked sparingly. `isEnough` tells whether what is remembered
 * serves, or the venue must be asked again. Fails only where nothing was ever learnt.
 */
export type ListedTerms = (
  currency: string,
  isEnough: (listed: Listed) => boolean,
  signal: AbortSignal,
) => Promise<Result<Listed, FetchFailure>>;

type Memory = { readonly askedAtMs: number; readonly listed: Result<Listed, FetchFailure> };

/** Terms never change, and a name states all but the contract size: 10,000 credits an hour are enough. */
const ASK_EVERY_MS = 3_600_000;
/** Where contract sizes are missing nothing else states them, but several bases must not each ask for the same list. */
const ASK_AGAIN_MS = 60_000;

const NONE: Listed = new Map();

/** Remembers the listed options of each currency; calls that come while one is under way share its answer. */
export function createListedTerms(client: DeribitClient, nowMs: () => number): ListedTerms {
  const memory = new Map<string, Memory>();
  const underWay = new Map<string, Promise<Result<Listed, FetchFailure>>>();

  async function ask(currency: string, signal: AbortSignal): Promise<Result<Listed, FetchFailure>> {
    const askedAtMs = nowMs();
    const answer = await client.instruments(currency, signal);
    const parsed = answer.ok ? parseInstruments(answer.value) : null;
    const before = memory.get(currency)?.listed;
    const failure: FetchFailure = answer.ok
      ? { kind: 'bad-payload', detail: 'get_instruments lists nothing' }
      : answer.failure;
    const listed = parsed?.ok ? ok(parsed.value) : before?.ok ? before : fail(failure);
    memory.set(currency, { askedAtMs, listed });
    return listed;
  }

  return async (currency, isEnough, signal) => {
    const known = memory.get(currency);
    // A clock that was set back asks again rather than never.
    const ageMs =
      known === undefined ? Number.POSITIVE_INFINITY : Math.abs(nowMs() - known.askedAtMs);
    const serves = isEnough(known?.listed.ok ? known.listed.value : NONE);
    if (known !== undefined && ageMs < (serves ? ASK_EVERY_MS : ASK_AGAIN_MS)) return known.listed;
    const asking =
      underWay.get(currency) ?? ask(currency, signal).finally(() => underWay.delete(currency));
    underWay.set(currency, asking);
    return asking;
  };
}
