const TIME_OF_DAY = /^([01]?\d|2[0-3]):([0-5]\d)$/;

/** Minutes after midnight of a time typed as `8:00` or `08:00`; null for anything else. */
export function minuteOfDayFrom(typed: string): number | null {
  const [, hours, minutes] = TIME_OF_DAY.exec(typed.trim()) ?? [];
  return hours === undefined || minutes === undefined ? null : Number(hours) * 60 + Number(minutes);
}

/** Minutes after midnight as `08:00`. */
export function timeOfDay(minuteOfDay: number): string {
  const two = (count: number) => String(count).padStart(2, '0');
  return `${two(Math.floor(minuteOfDay / 60))}:${two(minuteOfDay % 60)}`;
}
