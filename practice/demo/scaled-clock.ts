/** Simulated minutes that pass in a real second. */
const MINUTES_PER_SECOND = 1;

/** A clock that starts at an instant and runs so much faster than real time that a morning passes in a minute. */
export function scaledClock(startMs: number): { nowMs(): number } {
  const scale = MINUTES_PER_SECOND * 60;
  const realStartMs = performance.now();
  return { nowMs: () => Math.floor(startMs + (performance.now() - realStartMs) * scale) };
}
