/**
 * Resolves with the first value that is not undefined, asking again every 50 ms; rejects with what was waited for.
 * Another process has no event to await, so this is the one place that looks again.
 */
export async function eventually<Value>(
  what: string,
  look: () => Value | undefined | Promise<Value | undefined>,
  deadlineMs = 15_000,
): Promise<Value> {
  const endMs = performance.now() + deadlineMs;
  for (;;) {
    const value = await look();
    if (value !== undefined) return value;
    if (performance.now() > endMs) throw new Error(`within ${deadlineMs} ms there was no ${what}`);
    await new Promise((resume) => setTimeout(resume, 50));
  }
}
