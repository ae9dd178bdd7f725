/** Something that keeps a snapshot from being graded A. */
export type Finding = {
  readonly letter: 'B' | 'C' | 'D' | 'F';
  /** A phrase that can stand in a sentence. */
  readonly reason: string;
};

/** How large a fault may be before it costs a letter: above `B` the letter is at best B, and so on. */
export type Steps = {
  readonly B: number;
  readonly C: number;
  readonly D: number;
  readonly F: number;
};

/** The letter that a fault of this size allows; null where it is small enough for A. What is no number is the worst. */
export function letterOf(size: number, steps: Steps): Finding['letter'] | null {
  const worstFirst = ['F', 'D', 'C', 'B'] as const;
  return worstFirst.find((letter) => !(size <= steps[letter])) ?? null;
}

/** A fault of this size as a finding, or nothing where it is small enough for A. */
export function findings(size: number, steps: Steps, reason: string): readonly Finding[] {
  const letter = letterOf(size, steps);
  return letter === null ? [] : [{ letter, reason }];
}

/** A share in whole percent, or to a tenth where that would round to none or all. */
export function percentOf(share: number): string {
  const percent = 100 * share;
  return `${percent < 1 || percent > 99 ? percent.toFixed(1) : percent.toFixed(0)}%`;
}
