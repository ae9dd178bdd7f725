/** Remembered repeats beyond this are from long ago. */
const NONCES_MAX = 10_000;

/** Recognises a repeated nonce of the same channel while its window is open. */
export type Nonces = {
  /** Id of the first message under this nonce, if the window is still open. */
  first(channelId: string, nonce: string): string | undefined;
  remember(channelId: string, nonce: string, messageId: string): void;
};

/** An empty memory; the window is real time, as Discord's is. */
export function createNonces(windowMs: number): Nonces {
  const seen = new Map<string, { readonly messageId: string; readonly atMs: number }>();
  const key = (channelId: string, nonce: string) => `${channelId} ${nonce}`;
  return {
    first(channelId, nonce) {
      const entry = seen.get(key(channelId, nonce));
      if (entry === undefined || performance.now() - entry.atMs > windowMs) return undefined;
      return entry.messageId;
    },
    remember(channelId, nonce, messageId) {
      seen.set(key(channelId, nonce), { messageId, atMs: performance.now() });
      const oldest = seen.size > NONCES_MAX ? seen.keys().next().value : undefined;
      if (oldest !== undefined) seen.delete(oldest);
    },
  };
}
