/** Properties that discord.js puts into every body with a message, also where only a new message has them. */
const NOISE = ['tts', 'enforce_nonce'];

/** A body without what discord.js sends everywhere and Discord ignores when it is false. */
export function withoutClientNoise(json: unknown): unknown {
  if (typeof json !== 'object' || json === null || Array.isArray(json)) return json;
  const entries = Object.entries(json).filter(
    ([key, value]) => !(NOISE.includes(key) && value === false),
  );
  return Object.fromEntries(entries);
}
