import type { Result } from '../../core/result.ts';
import type { FetchFailure } from '../market.ts';

type Ask = (symbol: string, signal: AbortSignal) => Promise<Result<unknown, FetchFailure>>;

/** What the venue's bare refusals mean, remembered for a while. */
export interface Refusals {
  /** Why this symbol need not be asked for again yet; null where it may be. */
  remembered(symbol: string): FetchFailure | null;
  /** Notes that the venue has this symbol: no later refusal makes it an unknown one. */
  recordServed(symbol: string): void;
  /** Tells an unknown symbol from an address that is blocked by asking for a known symbol; other failures stay. */
  explain(symbol: string, failure: FetchFailure, signal: AbortSignal): Promise<FetchFailure>;
}

/** Listed since 1993 and 1983; one stands in where the other is itself in question. */
const KNOWN_SYMBOLS = ['SPY', 'SPX'] as const;

/** One refusal may be a fault of the moment: the next poll, five minutes later, asks again. */
const DOUBTED_MS = 240_000;
/** New listings are rare, and an hour without one is no loss. */
const UNKNOWN_MS = 3_600_000;
/** Bot protection often forgives by itself; asking on would not help it to. */
const BLOCKED_MS = 600_000;
/** Symbols that users mistype are many, and old verdicts are worth little. */
const VERDICTS_MAX = 500;

type Verdict = {
  readonly failure: FetchFailure;
  readonly lastsMs: number;
  readonly untilMs: number;
};

/**
 * The venue answers 403 to unknown symbols and to addresses that it takes for a robot's, and 404 to some: only another
 * question tells which.
 */
export function createRefusals(ask: Ask, nowMs: () => number): Refusals {
  const unknown = new Map<string, Verdict>();
  const served = new Set<string>(KNOWN_SYMBOLS);
  let blocked: Verdict | null = null;
  /** The question under way; symbols that are refused together share it. */
  let asking: ReturnType<Ask> | null = null;

  function verdictOf(failure: FetchFailure, lastsMs: number): Verdict {
    return { failure, lastsMs, untilMs: nowMs() + lastsMs };
  }

  function stillOf(verdict: Verdict | null | undefined): FetchFailure | null {
    if (verdict === null || verdict === undefined) return null;
    const leftMs = verdict.untilMs - nowMs();
    // A clock that was set back must not keep a verdict for longer than it was meant to last.
    return leftMs > 0 && leftMs <= verdict.lastsMs ? verdict.failure : null;
  }

  function refuse(symbol: string): FetchFailure {
    const failure: FetchFailure = { kind: 'unknown-symbol' };
    const lastsMs = unknown.has(symbol) ? UNKNOWN_MS : DOUBTED_MS;
    if (unknown.size >= VERDICTS_MAX) unknown.clear();
    unknown.set(symbol, verdictOf(failure, lastsMs));
    return failure;
  }

  function block(): FetchFailure {
    const failure: FetchFailure = { kind: 'blocked' };
    blocked = verdictOf(failure, BLOCKED_MS);
    return failure;
  }

  function askForAnother(symbol: string, signal: AbortSignal): ReturnType<Ask> {
    const known = KNOWN_SYMBOLS.find((each) => each !== symbol) ?? symbol;
    asking ??= ask(known, signal).finally(() => {
      asking = null;
    });
    return asking;
  }

  return {
    remembered: (symbol) => stillOf(blocked) ?? stillOf(unknown.get(symbol)),
    recordServed(symbol) {
      served.add(symbol);
      unknown.delete(symbol);
    },
    async explain(symbol, failure, signal) {
      if (!isRefusal(failure)) return failure;
      const known = stillOf(blocked);
      if (known !== null) return known;
      const answer = await askForAnother(symbol, signal);
      // The venue has this symbol, so that its refusal is a fault of the moment.
      if (answer.ok) return served.has(symbol) ? failure : refuse(symbol);
      const isForbidden = answer.failure.kind === 'http-status' && answer.failure.status === 403;
      // Known symbols that are not found either mean another address than the venue's, which a person must mend.
      return isForbidden ? block() : failure;
    },
  };
}

function isRefusal(failure: FetchFailure): boolean {
  return failure.kind === 'http-status' && (failure.status === 403 || failure.status === 404);
}
