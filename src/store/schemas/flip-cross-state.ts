import { z } from 'zod';
import type { FlipCrossState } from '../../core/alerts/rule.ts';

const side = z.enum(['long', 'short']);

const unbroken = z.object({ sinceMs: z.number(), lastMs: z.number() });
/** States from before prices were read between chains: the next reading begins a new stretch. */
const NEVER = { sinceMs: 0, lastMs: 0 };

/** What a flip_cross rule remembers, as stored. */
export const flipCrossStateSchema: z.ZodType<FlipCrossState> = z.object({
  side: side.nullable(),
  sinceMs: z.number().nullable(),
  lastOnSide: z.object({ atMs: z.number(), spot: z.number(), flip: z.number() }).nullable(),
  pending: z
    .object({ side, count: z.number(), firstMs: z.number(), unbroken: unbroken.default(NEVER) })
    .nullable(),
  lastReadingMs: z.number().nullable(),
  episode: z.number(),
  open: z.object({ dedupeKey: z.string(), crossedMs: z.number() }).nullable(),
  crossingsMs: z.array(z.number()),
  mutedSinceMs: z.number().nullable(),
});
