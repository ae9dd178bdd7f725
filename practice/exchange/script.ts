import { z } from 'zod';
import type { TimedFault, Wrong } from './faults/fault.ts';

const DAY_MS = 86_400_000;
const UNITS_MS: Readonly<Record<string, number>> = { s: 1_000, m: 60_000, h: 3_600_000 };
/** Entries of one script: more than a day has minutes to put them in. */
const ENTRIES_MAX = 500;

const common = {
  /** `10:00` or `10:00:30` UTC, the next time the simulated clock shows it, or an instant such as `2026-11-24T10:00:00Z`. */
  at: z.string().regex(/^(\d{2}:\d{2}(:\d{2})?|\d{4}-\d{2}-\d{2}T[\d:.]+Z)$/),
  /** `90s`, `30m`, `2h`; for ever where absent. */
  for: z
    .string()
    .regex(/^\d+[smh]$/)
    .optional(),
  /** Part of the paths it hits; all where absent. */
  path: z.string().default('/api/'),
  /** Answers by path that it hits while it lasts; all where absent. */
  times: z.number().int().positive().optional(),
};
const every = z.number().int().positive().optional();

const entry = z.discriminatedUnion('fault', [
  z.object({
    ...common,
    fault: z.literal('F12'),
    retryAfter: z.enum(['absent', 'seconds', 'date']).default('absent'),
    seconds: z.number().int().positive().default(60),
  }),
  z.object({
    ...common,
    fault: z.literal('F13'),
    status: z.union([z.literal(500), z.literal(502), z.literal(503), z.literal(504)]).default(503),
  }),
  z.object({
    ...common,
    fault: z.literal('F14'),
    how: z.enum(['no-answer', 'hang-after-headers', 'drip', 'half-open']),
    everyMs: z.number().positive().default(1_000),
  }),
  z.object({
    ...common,
    fault: z.literal('F15'),
    how: z.enum(['truncated-json', 'wrong-length', 'html', 'empty', 'gzip-bomb', 'huge']),
  }),
  z.object({
    ...common,
    fault: z.literal('F16'),
    how: z.enum(['nan', 'infinite', 'strings', 'missing-fields', 'extra-fields', 'null-vol']),
    every,
  }),
  z.object({
    ...common,
    fault: z.literal('F17'),
    how: z.enum([
      'negative-open-interest',
      'zero-strike',
      'huge-vol',
      'zero-vol',
      'past-expiry',
      'zero-spot',
    ]),
    every,
  }),
  z.object({
    ...common,
    fault: z.literal('F18'),
    how: z.enum(['duplicates', 'conflicts', 'unsorted']),
    every,
  }),
  z.object({
    ...common,
    fault: z.literal('F19'),
    how: z.enum([
      'frozen-body',
      'frozen-timestamp',
      'future-timestamp',
      'yesterdays-open-interest',
    ]),
  }),
  z.object({
    ...common,
    fault: z.literal('F20'),
    how: z.enum(['missing-expiry', 'half-without-open-interest']),
  }),
  z.object({ ...common, fault: z.literal('F21'), factor: z.number().positive().default(1.3) }),
  z.object({ ...common, fault: z.literal('F22'), factor: z.number().positive().default(1.02) }),
]);

/** What goes wrong and when, one entry a fault; also as JSON. */
export type Script = readonly z.input<typeof entry>[];

const script = z.array(entry).max(ENTRIES_MAX);

type Entry = z.output<typeof entry>;

function wrongBy(step: Entry): Wrong {
  switch (step.fault) {
    case 'F12':
      return {
        kind: 'status',
        status: 429,
        ...(step.retryAfter === 'absent' ? {} : { retryAfterSeconds: step.seconds }),
        retryAfterAsDate: step.retryAfter === 'date',
      };
    case 'F13':
      return { kind: 'status', status: step.status };
    case 'F14':
      return slowness(step);
    case 'F15':
      return { kind: 'body', how: step.how };
    case 'F16':
    case 'F17':
    case 'F18':
      return { kind: 'rows', how: step.how, ...(step.every ? { every: step.every } : {}) };
    case 'F19':
      return step.how === 'frozen-body' ? { kind: 'stale' } : { kind: 'rows', how: step.how };
    case 'F20':
      return { kind: 'rows', how: step.how };
    case 'F21':
      return { kind: 'rows', how: 'spot-times', factor: step.factor };
    case 'F22':
      return { kind: 'rows', how: 'perpetual-apart', factor: step.factor };
  }
}

function slowness({ how, everyMs }: Extract<Entry, { fault: 'F14' }>): Wrong {
  switch (how) {
    case 'no-answer':
      // A timer cannot wait longer than this; no client does.
      return { kind: 'delay', delayMs: DAY_MS };
    case 'hang-after-headers':
      return { kind: 'hang', after: 'headers' };
    case 'half-open':
      return { kind: 'hang', after: 'half' };
    case 'drip':
      return { kind: 'drip', delayMs: everyMs };
  }
}

function startMs(at: string, nowMs: number): number {
  if (at.includes('T')) return Date.parse(at);
  const [hours = 0, minutes = 0, seconds = 0] = at.split(':').map(Number);
  const today = Math.floor(nowMs / DAY_MS) * DAY_MS;
  const atMs = today + ((hours * 60 + minutes) * 60 + seconds) * 1_000;
  return atMs < nowMs ? atMs + DAY_MS : atMs;
}

function lengthMs(length: string | undefined): number {
  if (length === undefined) return Number.POSITIVE_INFINITY;
  return Number(length.slice(0, -1)) * (UNITS_MS[length.slice(-1)] ?? Number.NaN);
}

/** Reads a script, typed or from JSON, on the simulated clock; throws with what is wrong where it is none. */
export function readScript(document: unknown, nowMs: number): readonly TimedFault[] {
  return script.parse(document).map((step) => {
    const fromMs = startMs(step.at, nowMs);
    return {
      path: step.path,
      ...(step.times === undefined ? {} : { times: step.times }),
      ...wrongBy(step),
      fromMs,
      untilMs: fromMs + lengthMs(step.for),
    };
  });
}
