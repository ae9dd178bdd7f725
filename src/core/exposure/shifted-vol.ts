/** Fraction per year; a vol that is shifted down stops here. */
const VOL_FLOOR = 0.001;

/** A vol after a shift, fractions per year; one that is lower than the floor already does not fall. */
export function shiftedVol(vol: number, shift: number): number {
  return Math.max(Math.min(vol, VOL_FLOOR), vol + shift);
}
