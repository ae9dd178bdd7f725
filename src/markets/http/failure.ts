import { isAxiosError } from 'axios';
import type { FetchFailure } from '../market.ts';

/** True where the venue or the way to it is down: the same question may be answered in a moment. */
export function isOutage(failure: FetchFailure): boolean {
  switch (failure.kind) {
    case 'unreachable':
    case 'timeout':
      return true;
    case 'http-status':
      return failure.status >= 500;
    case 'rate-limited':
    case 'venue-error':
    case 'bad-payload':
    case 'too-large':
    case 'unknown-symbol':
    case 'blocked':
    case 'key-refused':
    case 'breaker-open':
    case 'stopped':
      return false;
  }
}

/**
 * Names what went wrong between the request and a parsed body. Only codes leave: an axios error
 * carries the whole request and answer.
 */
export function failureOfError(error: unknown, bytesMax: number): FetchFailure {
  if (!isAxiosError(error)) return { kind: 'unreachable', detail: 'the request failed' };
  const code = error.code ?? 'no code';
  // axios gives the size cap no code of its own.
  if (error.message.startsWith('maxContentLength')) return { kind: 'too-large', bytesMax };
  if (code.startsWith('Z_')) return { kind: 'bad-payload', detail: 'it is not valid gzip' };
  return { kind: 'unreachable', detail: code };
}
