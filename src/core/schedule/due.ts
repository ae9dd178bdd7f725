import { dateAfter, instantOf, localDate } from './wall-clock.ts';

/** A time of day in a zone, every day. */
export type DailyTime = {
  readonly minuteOfDay: number;
  readonly zone: string;
  /** Occasions before this instant are nobody's. */
  readonly setAtMs: number;
};

export type DailyOccasion = {
  /** Local date: names the occasion. */
  readonly slot: string;
  readonly dueMs: number;
  /** `late` from five minutes on; `missed` after two hours, when a morning's levels are of no use. */
  readonly kind: 'on-time' | 'late' | 'missed';
};

const LATE_FROM_MS = 5 * 60_000;
const MISSED_FROM_MS = 2 * 3_600_000;

/** The newest occasion that has come, or null where none has since it was set. */
export function latestOccasion(time: DailyTime, nowMs: number): DailyOccasion | null {
  const today = localDate(nowMs, time.zone);
  for (const slot of [today, dateAfter(today, -1)]) {
    const dueMs = instantOf(slot, time.minuteOfDay, time.zone);
    if (dueMs > nowMs) continue;
    if (dueMs < time.setAtMs) return null;
    const delayMs = nowMs - dueMs;
    const lateness = delayMs > LATE_FROM_MS ? 'late' : 'on-time';
    return { slot, dueMs, kind: delayMs > MISSED_FROM_MS ? 'missed' : lateness };
  }
  return null;
}

/** The first occasion after an instant. */
export function nextOccasion(time: Omit<DailyTime, 'setAtMs'>, afterMs: number): number {
  const today = localDate(afterMs, time.zone);
  const candidates = [0, 1, 2].map((days) =>
    instantOf(dateAfter(today, days), time.minuteOfDay, time.zone),
  );
  return candidates.find((atMs) => atMs > afterMs) ?? afterMs + 86_400_000;
}

/** Name of the interval that an instant falls into: its start. Intervals begin at multiples of their length. */
export function intervalSlot(nowMs: number, intervalMs: number): string {
  return new Date(Math.floor(nowMs / intervalMs) * intervalMs).toISOString();
}
