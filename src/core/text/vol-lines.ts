import type { Levels } from '../exposure/levels.ts';

const DAY_MS = 86_400_000;
const MONTH_DAYS = 30;

/** Implied beside realised vol, as printed: the premium is the difference of the two whole numbers that stand there. */
function premiumWords({ atmVol30Day, realisedVol }: Levels): readonly string[] {
  if (atmVol30Day === null || realisedVol === null) return [];
  const implied = Math.round(100 * atmVol30Day);
  const realised = Math.round(100 * realisedVol.vol);
  const premium = implied - realised;
  const points = `${Math.abs(premium)} ${Math.abs(premium) === 1 ? 'point' : 'points'}`;
  const words = premium === 0 ? 'no premium' : `premium ${premium < 0 ? '−' : '+'}${points}`;
  return [
    `implied ${implied}% over 30 days, realised ${realised}% over the last ${realisedVol.days}: ${words}`,
  ];
}

/** At the money at the nearest expiry, the one nearest to 30 days, and the last. */
function termWords({ termStructure, dataTimeMs }: Levels): readonly string[] {
  const terms = termStructure.map(({ expiryMs, vol }) => ({
    days: (expiryMs - dataTimeMs) / DAY_MS,
    vol,
  }));
  const [nearestToMonth] = terms.toSorted(
    (a, b) => Math.abs(a.days - MONTH_DAYS) - Math.abs(b.days - MONTH_DAYS),
  );
  const named = [...new Set([terms[0], nearestToMonth, terms.at(-1)])].filter(
    (term) => term !== undefined,
  );
  if (named.length < 2) return [];
  const words = named
    .toSorted((a, b) => a.days - b.days)
    .map(({ days, vol }) => `${daysWords(days)} ${(100 * vol).toFixed(1)}%`);
  return [`at the money ${words.join(', ')}`];
}

function daysWords(days: number): string {
  const whole = Math.round(days);
  if (whole < 1) return 'today';
  return whole === 1 ? '1 day' : `${whole} days`;
}

/** Which 25-delta wing is dearer at 30 days. */
function wingWords({ riskReversal25Delta }: Levels): readonly string[] {
  if (riskReversal25Delta === null) return [];
  const points = Math.abs(100 * riskReversal25Delta).toFixed(1);
  if (points === '0.0') return ['25-delta puts and calls alike'];
  const [dear, cheap] = riskReversal25Delta < 0 ? ['puts', 'calls'] : ['calls', 'puts'];
  return [`25-delta ${dear} ${points} points above ${cheap}`];
}

/** Implied beside realised vol, by expiry and by wing; nothing where none of it is known. */
export function volLines(levels: Levels): readonly string[] {
  const parts = [...premiumWords(levels), ...termWords(levels), ...wingWords(levels)];
  return parts.length === 0 ? [] : [`**Vol** ${parts.join(' · ')}`];
}
