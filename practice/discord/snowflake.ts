/** First millisecond of 2015, from which Discord counts. */
const DISCORD_EPOCH_MS = 1_420_070_400_000;

/** A source of Discord ids: time in the upper 42 bits, strictly increasing even when the clock stands still. */
export function snowflakes(nowMs: () => number): () => string {
  let last = 0n;
  return () => {
    const fromTime = BigInt(Math.max(0, Math.floor(nowMs()) - DISCORD_EPOCH_MS)) << 22n;
    last = fromTime > last ? fromTime : last + 1n;
    return last.toString();
  };
}
