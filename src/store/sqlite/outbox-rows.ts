import { createHash } from 'node:crypto';
import type { Message } from '../../core/text/message.ts';
import { fromJson, toJson } from '../schemas/json.ts';
import { messageSchema } from '../schemas/message.ts';
import type { NewOutboxRow, OutboxRow, OutboxState } from '../store.ts';
import { wholeMs } from './columns.ts';
import { type Engine, type Queries, reportUnreadable } from './engine.ts';

/** Discord takes at most 25 characters. */
const NONCE_LENGTH = 24;

/** The same for each attempt at one message, so that Discord answers a repeat with the first message. */
function nonceOf(dedupeKey: string): string {
  return createHash('sha256').update(dedupeKey).digest('base64url').slice(0, NONCE_LENGTH);
}

/** Inserts the rows whose key is new as due at once, in the caller's transaction; returns how many. */
export async function insertMessages(
  transaction: Queries,
  rows: readonly NewOutboxRow[],
  nowMs: number,
): Promise<number> {
  let inserted = 0n;
  for (const row of rows) {
    const { numInsertedOrUpdatedRows = 0n } = await transaction
      .insertInto('outbox')
      .values({
        dedupe_key: row.dedupeKey,
        channel_id: row.channelId,
        guild_id: row.guildId,
        kind: row.kind,
        message: toJson(messageSchema, row.message),
        edits: row.edits,
        silent: row.silent ? 1 : 0,
        mention_role_id: row.mentionRoleId,
        expires_at_ms: wholeMs(row.expiresAtMs),
        state: 'pending',
        nonce: nonceOf(row.dedupeKey),
        attempts: 0,
        next_at_ms: wholeMs(nowMs),
        created_at_ms: wholeMs(nowMs),
      })
      .onConflict((conflict) => conflict.column('dedupe_key').doNothing())
      .executeTakeFirstOrThrow();
    inserted += numInsertedOrUpdatedRows;
  }
  return Number(inserted);
}

/** Rows with what is known of the row they edit. */
export function selectRows(queries: Queries) {
  return queries
    .selectFrom('outbox')
    .leftJoin('outbox as edited', 'edited.dedupe_key', 'outbox.edits')
    .selectAll('outbox')
    .select(['edited.message_id as edits_message_id', 'edited.state as edits_state']);
}

type SelectedRow = Awaited<ReturnType<ReturnType<typeof selectRows>['execute']>>[number];

function rowOf(row: SelectedRow, message: Message): OutboxRow {
  return {
    id: row.id,
    dedupeKey: row.dedupe_key,
    channelId: row.channel_id,
    guildId: row.guild_id,
    kind: row.kind,
    message,
    edits: row.edits,
    silent: row.silent === 1,
    mentionRoleId: row.mention_role_id,
    expiresAtMs: row.expires_at_ms,
    state: row.state,
    nonce: row.nonce,
    attempts: row.attempts,
    nextAtMs: row.next_at_ms,
    firstTriedAtMs: row.first_tried_at_ms,
    messageId: row.message_id,
    editsMessageId: row.edits_message_id,
    editsState: row.edits_state,
    reason: row.reason,
    createdAtMs: row.created_at_ms,
  };
}

/** The rows whose message still reads, in order; the ids of the others, which are reported. */
export function readRows(
  engine: Engine,
  rows: readonly SelectedRow[],
): { readonly readable: readonly OutboxRow[]; readonly unreadableIds: readonly number[] } {
  const readable: OutboxRow[] = [];
  const unreadableIds: number[] = [];
  for (const row of rows) {
    const message = fromJson(messageSchema, row.message);
    if (message.ok) {
      readable.push(rowOf(row, message.value));
      continue;
    }
    unreadableIds.push(row.id);
    reportUnreadable(engine, { table: 'outbox', id: row.id }, message.failure);
  }
  return { readable, unreadableIds };
}

/** States of a row whose outcome is still open; such a row holds back the later ones of its channel. */
export const OPEN_STATES: readonly OutboxState[] = ['pending', 'sending'];
