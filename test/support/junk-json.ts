/** One value of a JSON text replaced by junk: the nth thing after a colon. */
export function withJunk(text: string, nth: number, value: string): string {
  const places = [...text.matchAll(/: ("[^"]*"|-?[\d.]+(?:e-?\d+)?|null|true|false)/g)];
  const place = places[nth % places.length];
  if (place === undefined) return text;
  return `${text.slice(0, place.index)}: ${value}${text.slice(place.index + place[0].length)}`;
}

/** What a JSON text says, null where it is no longer one: such a text never reaches a parser. */
export function parsedOrNull(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
