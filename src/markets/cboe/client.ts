import { fail, ok, type Result } from '../../core/result.ts';
import type { HttpLimits } from '../http/limits.ts';
import { createVenueHttp } from '../http/venue-http.ts';
import type { FetchFailure, VenueMetrics } from '../market.ts';
import { isUsIndex } from '../us-options/underlying.ts';
import { createRefusals } from './refusals.ts';

/** How Cboe's delayed quotes are reached. */
export type CboeOptions = {
  /** Prefix before `/api/global/delayed_quotes/`. */
  readonly baseUrl: string;
  readonly nowMs: () => number;
  readonly limits?: Partial<HttpLimits>;
};

/** The one public question: everything about one underlying's options. */
export interface CboeClient {
  /** The whole document of a symbol as users type it, as the bytes of its JSON. */
  document(symbol: string, signal: AbortSignal): Promise<Result<Buffer, FetchFailure>>;
  metrics(): VenueMetrics;
}

/**
 * Documents a second, and at once. Limits are unpublished and a page that a person leaves open asks as often as this;
 * an installation's symbols come in one burst at a poll, and then nothing for minutes.
 */
const DOCUMENTS = { capacity: 8, refillPerSecond: 1 / 3 };

const LIMITS = {
  /** After decompression. The largest recorded document, SPX with 29,000 contracts, has 12.3 MB. */
  bytesMax: 40_000_000,
  /** A document is a megabyte or two on the wire: slow lines need longer than for other venues. */
  attemptMs: 20_000,
  /** Leaves a burst of symbols room to wait for their tokens; a poll ends at 45 s. */
  totalMs: 40_000,
};

/** Asks the public delayed-quotes documents, one at a time and gently. */
export function createCboeClient({ baseUrl, nowMs, limits }: CboeOptions): CboeClient {
  const http = createVenueHttp({
    baseUrl,
    nowMs,
    refusalOf: () => null,
    parse: (body) => body,
    rates: DOCUMENTS,
    limits: { ...LIMITS, ...limits },
  });

  async function ask(symbol: string, signal: AbortSignal): Promise<Result<Buffer, FetchFailure>> {
    const name = isUsIndex(symbol) ? `_${symbol}` : symbol;
    const path = `/api/global/delayed_quotes/options/${name}.json`;
    const answer = await http.get({ path, query: {}, cost: 1 }, signal);
    if (!answer.ok) return answer;
    return Buffer.isBuffer(answer.value)
      ? ok(answer.value)
      : fail({ kind: 'bad-payload', detail: 'it has no body' });
  }

  const refusals = createRefusals(ask, nowMs);
  return {
    async document(symbol, signal) {
      const remembered = refusals.remembered(symbol);
      if (remembered !== null) return fail(remembered);
      const answer = await ask(symbol, signal);
      if (!answer.ok) return fail(await refusals.explain(symbol, answer.failure, signal));
      refusals.recordServed(symbol);
      return answer;
    },
    metrics: () => http.metrics(),
  };
}
