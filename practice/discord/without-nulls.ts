/** A copy without the properties that are null, at every depth: Discord's answers leave out what a request may set to null. */
export function withoutNulls(value: Readonly<Record<string, unknown>>): Record<string, unknown> {
  const entries = Object.entries(value).filter(([, item]) => item !== null && item !== undefined);
  return Object.fromEntries(entries.map(([key, item]) => [key, cleaned(item)]));
}

/** The same for a value of any kind. */
export function cleaned(item: unknown): unknown {
  if (Array.isArray(item)) return item.map(cleaned);
  return typeof item === 'object' && item !== null ? withoutNulls({ ...item }) : item;
}
