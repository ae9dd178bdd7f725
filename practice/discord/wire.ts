import { z } from 'zod';

/** The parts of Discord's bodies that the practice server reads; the whole shape is judged by the API description. */

const embedField = z.object({
  name: z.string(),
  value: z.string(),
  inline: z.boolean().nullish(),
});

const embedMedia = z.object({ url: z.string().nullish(), description: z.string().nullish() });

export const wireEmbed = z.object({
  title: z.string().nullish(),
  description: z.string().nullish(),
  url: z.string().nullish(),
  color: z.number().nullish(),
  timestamp: z.string().nullish(),
  footer: z.object({ text: z.string().nullish(), icon_url: z.string().nullish() }).nullish(),
  author: z
    .object({ name: z.string(), url: z.string().nullish(), icon_url: z.string().nullish() })
    .nullish(),
  image: embedMedia.nullish(),
  thumbnail: embedMedia.nullish(),
  fields: z.array(embedField).nullish(),
});
export type WireEmbed = z.infer<typeof wireEmbed>;

const selectOption = z.looseObject({ label: z.string(), value: z.string() });

export const wireComponent = z.looseObject({
  type: z.number(),
  id: z.number().nullish(),
  custom_id: z.string().nullish(),
  style: z.number().nullish(),
  label: z.string().nullish(),
  url: z.string().nullish(),
  sku_id: z.string().nullish(),
  disabled: z.boolean().nullish(),
  content: z.string().nullish(),
  min_values: z.number().nullish(),
  max_values: z.number().nullish(),
  options: z.array(selectOption).nullish(),
  get components() {
    return z.array(wireComponent).nullish();
  },
  get accessory() {
    return wireComponent.nullish();
  },
});
export type WireComponent = z.infer<typeof wireComponent>;

const attachmentNote = z.object({
  id: z.string(),
  filename: z.string().nullish(),
  description: z.string().nullish(),
});

const allowedMentions = z.object({
  parse: z.array(z.string()).nullish(),
  roles: z.array(z.string()).nullish(),
  users: z.array(z.string()).nullish(),
});

/** What a bot may send as a message, an edit, or an interaction's answer. */
export const messageBody = z.object({
  content: z.string().nullish(),
  embeds: z.array(wireEmbed).nullish(),
  components: z.array(wireComponent).nullish(),
  attachments: z.array(attachmentNote).nullish(),
  allowed_mentions: allowedMentions.nullish(),
  flags: z.number().nullish(),
  nonce: z.union([z.string(), z.number()]).nullish(),
  enforce_nonce: z.boolean().nullish(),
  poll: z.unknown().optional(),
  sticker_ids: z.array(z.string()).nullish(),
});
export type MessageBody = z.infer<typeof messageBody>;

export const wireOption = z.looseObject({
  type: z.number(),
  name: z.string(),
  description: z.string(),
  required: z.boolean().nullish(),
  autocomplete: z.boolean().nullish(),
  min_value: z.number().nullish(),
  max_value: z.number().nullish(),
  max_length: z.number().nullish(),
  choices: z
    .array(z.looseObject({ name: z.string(), value: z.union([z.string(), z.number()]) }))
    .nullish(),
  get options() {
    return z.array(wireOption).nullish();
  },
});
export type WireOption = z.infer<typeof wireOption>;

export const wireCommand = z.looseObject({
  name: z.string(),
  type: z.number().nullish(),
  description: z.string().nullish(),
  default_member_permissions: z.union([z.string(), z.number()]).nullish(),
  options: z.array(wireOption).nullish(),
});
export type WireCommand = z.infer<typeof wireCommand>;

/** Message flags this server knows. */
export const messageFlags = {
  ephemeral: 1 << 6,
  loading: 1 << 7,
  suppressNotifications: 1 << 12,
  componentsV2: 1 << 15,
} as const;

/** Types of components. */
export const componentType = { row: 1, button: 2, textDisplay: 10 } as const;
