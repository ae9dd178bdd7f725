import { z } from 'zod';
import type { ButtonAction, Message } from '../../core/text/message.ts';

/** As an object, so that the compiler misses an action that is not listed. */
const BUTTON_ACTIONS: { readonly [Action in ButtonAction]: Action } = {
  flip: 'flip',
  gex: 'gex',
  flow: 'flow',
  'flow-2': 'flow-2',
  'flow+2': 'flow+2',
  'by-hour': 'by-hour',
  levels: 'levels',
  'why-differs': 'why-differs',
  help: 'help',
  'share:flip': 'share:flip',
  'share:gex': 'share:gex',
  'share:flow': 'share:flow',
  'share:by-hour': 'share:by-hour',
  'share:levels': 'share:levels',
  'share:why-differs': 'share:why-differs',
};

const chartFrame = {
  symbol: z.string(),
  title: z.string(),
  note: z.string(),
  alt: z.string(),
};

const chart = z.discriminatedUnion('kind', [
  z.object({
    ...chartFrame,
    kind: z.literal('gamma-profile'),
    spots: z.array(z.number()),
    gexUsd: z.array(z.number()),
    spot: z.number(),
    flip: z.object({ spot: z.number(), low: z.number(), high: z.number() }).nullable(),
    isWithheld: z.boolean(),
  }),
  z.object({
    ...chartFrame,
    kind: z.literal('hedge-ladder'),
    rungs: z.array(z.object({ move: z.number(), spot: z.number(), usd: z.number() })),
    spot: z.number(),
    flipSpot: z.number().nullable(),
  }),
  z.object({
    ...chartFrame,
    kind: z.literal('gamma-strikes'),
    strikes: z.array(
      z.object({
        strike: z.number(),
        callGexUsd: z.number(),
        putGexUsd: z.number(),
        netGexUsd: z.number(),
      }),
    ),
    spot: z.number(),
    flipSpot: z.number().nullable(),
  }),
]);

/** A message as it waits in the outbox. */
export const messageSchema: z.ZodType<Message> = z.object({
  content: z.string(),
  embed: z
    .object({
      title: z.string(),
      lines: z.array(z.string()),
      footer: z.string(),
      tone: z.enum(['long', 'short', 'none']),
    })
    .nullable(),
  chart: chart.nullable(),
  buttons: z.array(
    z.object({
      action: z.enum(BUTTON_ACTIONS),
      label: z.string(),
      symbol: z.string(),
    }),
  ),
});
