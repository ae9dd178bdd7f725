/** A reason is a sentence or two; more is somebody else's text. */
const REASON_LENGTH_MAX = 1_000;

/** Whole milliseconds, as the columns hold them; a scaled clock or a retry delay may give fractions. */
export function wholeMs(ms: number): number {
  return Math.round(ms);
}

/** A reason as it is kept: its beginning. */
export function boundedReason(reason: string): string {
  return reason.slice(0, REASON_LENGTH_MAX);
}
