import type { Levels } from '../exposure/levels.ts';

/** Implied beside realised vol, as printed: the premium is the difference of the two whole numbers that stand there. */
export function volLines({ atmVol30Day, realisedVol }: Levels): readonly string[] {
  if (atmVol30Day === null || realisedVol === null) return [];
  const implied = Math.round(100 * atmVol30Day);
  const realised = Math.round(100 * realisedVol.vol);
  const premium = implied - realised;
  const points = `${Math.abs(premium)} ${Math.abs(premium) === 1 ? 'point' : 'points'}`;
  const words = premium === 0 ? 'no premium' : `premium ${premium < 0 ? '−' : '+'}${points}`;
  return [
    `**Vol** implied ${implied}% over 30 days, realised ${realised}% over the last ${realisedVol.days}: ${words}`,
  ];
}
