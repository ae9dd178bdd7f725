/** Net and gross gamma at spot·e^x, dollars per +1 %. */
export type Sample = { readonly x: number; readonly net: number; readonly gross: number };

/** A stretch of a profile that has one sign, from its first sample to its last. */
export type Lobe = {
  readonly first: Sample;
  readonly last: Sample;
  /** The sample where |net| is largest. */
  readonly peak: Sample;
  /** |net| there as a share of gross, 0..1; the largest such share where stretches were merged. */
  readonly share: number;
};

/** Net below this share of gross is rounding: the sign of a book that cancels is not a finding. */
const ROUNDING_SHARE = 1e-12;

/**
 * Stretches of one sign, ascending; a sample whose sign rounding or the cut-off could have made says nothing. The
 * cut-off is what a profile may lack because bells end somewhere, dollars per +1 % at spot.
 */
export function lobesOf(samples: readonly Sample[], cutOffAtSpot: number): readonly Lobe[] {
  const lobes: { first: Sample; last: Sample; peak: Sample }[] = [];
  for (const sample of samples) {
    const doubt = ROUNDING_SHARE * sample.gross + cutOffAtSpot * Math.exp(sample.x);
    if (Math.abs(sample.net) <= doubt) continue;
    const lobe = lobes.at(-1);
    if (lobe === undefined || lobe.peak.net > 0 !== sample.net > 0) {
      lobes.push({ first: sample, last: sample, peak: sample });
      continue;
    }
    lobe.last = sample;
    if (Math.abs(sample.net) > Math.abs(lobe.peak.net)) lobe.peak = sample;
  }
  return lobes.map((lobe) => ({ ...lobe, share: Math.abs(lobe.peak.net) / lobe.peak.gross }));
}

/**
 * The lobes that are left when those below a share of gross are taken away, least first, and what lies on both sides of
 * each becomes one. A wiggle at a sign change so leaves one sign change, not none. In one pass: a lobe can go once it is
 * no larger than both neighbours, whatever comes later.
 */
export function mergedLobes(lobes: readonly Lobe[], shareMin: number): readonly Lobe[] {
  const kept: Lobe[] = [];
  for (const lobe of lobes) {
    kept.push(lobe);
    for (;;) {
      const [left, middle, right] = kept.slice(-3);
      if (left === undefined || middle === undefined || right === undefined) break;
      if (middle.share >= shareMin || middle.share > Math.min(left.share, right.share)) break;
      kept.splice(-3, 3, joined(left, right));
    }
  }
  return withoutMinorEnds(kept, shareMin);
}

function joined(left: Lobe, right: Lobe): Lobe {
  return {
    first: left.first,
    last: right.last,
    peak: Math.abs(left.peak.net) >= Math.abs(right.peak.net) ? left.peak : right.peak,
    share: Math.max(left.share, right.share),
  };
}

/** Lobes of alternating sign whose smallest ones stand at the ends, without those below the share; one is always left. */
function withoutMinorEnds(lobes: readonly Lobe[], shareMin: number): readonly Lobe[] {
  let [from, to] = [0, lobes.length - 1];
  while (from < to) {
    const [first, last] = [lobes[from]?.share ?? 0, lobes[to]?.share ?? 0];
    if (Math.min(first, last) >= shareMin) break;
    if (first < last) from += 1;
    else to -= 1;
  }
  return lobes.slice(from, to + 1);
}
