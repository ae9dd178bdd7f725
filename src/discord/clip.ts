const MARKER = '… [cut]';

/**
 * A text of at most so many UTF-16 units, which is never fewer than the characters Discord counts. What is too long is
 * cut between code points and ends in a visible marker; lone surrogates are replaced, as Discord refuses them.
 */
export function clip(text: string, lengthMax: number): string {
  const whole = text.toWellFormed();
  if (whole.length <= lengthMax) return whole;
  const kept = whole.slice(0, lengthMax - MARKER.length);
  const endsInsidePair = /[\uD800-\uDBFF]$/.test(kept);
  return `${endsInsidePair ? kept.slice(0, -1) : kept}${MARKER}`;
}
