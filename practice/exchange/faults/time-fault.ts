import { bookIn, isRow } from './document.ts';

/** Wrong about the time of the data. */
export type TimeFault = 'frozen-timestamp' | 'future-timestamp';

const AHEAD_MS = 3_600_000;

/** Changes the times that an answer states, in place; its numbers move on. */
export function shiftTime(
  document: unknown,
  how: TimeFault,
  { sinceMs, nowMs }: { sinceMs: number; nowMs: number },
): void {
  const statedMs = how === 'frozen-timestamp' ? sinceMs : nowMs + AHEAD_MS;
  for (const row of bookIn(document)?.rows ?? [])
    if ('creation_timestamp' in row) row.creation_timestamp = statedMs;
  if (!isRow(document)) return;
  if (isRow(document.result) && 'timestamp' in document.result)
    document.result.timestamp = statedMs;
  if (typeof document.timestamp === 'string')
    document.timestamp = new Date(statedMs).toISOString().slice(0, 19).replace('T', ' ');
}
