import type { Generated, GeneratedAlways } from 'kysely';
import type { FeedState } from '../../core/feeds/feed-state.ts';
import type { OutboxState, RunState } from '../store.ts';

/** Columns as the migrations make them; times are whole epoch milliseconds, booleans 0 or 1. */
export type Tables = {
  readonly schema_migrations: {
    readonly version: number;
    readonly name: string;
    readonly checksum: string;
    readonly applied_at_ms: Generated<number>;
  };
  readonly snapshots: {
    readonly id: Generated<number>;
    readonly symbol: string;
    readonly venue: string;
    readonly data_time_ms: number;
    readonly utc_day: GeneratedAlways<number>;
    readonly recorded_at_ms: number;
    readonly contracts: number;
    readonly chain: Buffer | null;
  };
  readonly levels: {
    readonly snapshot_id: number;
    readonly symbol: string;
    readonly data_time_ms: number;
    readonly spot: number;
    readonly gex_usd: number;
    readonly flip_status: string;
    readonly flip_spot: number | null;
    readonly levels: string;
  };
  readonly rules: {
    readonly id: Generated<number>;
    readonly guild_id: string;
    readonly channel_id: string;
    readonly owner_id: string;
    readonly kind: 'flip_cross';
    readonly symbol: string;
    readonly role_id: string | null;
    readonly created_at_ms: number;
  };
  readonly rule_states: {
    readonly rule_id: number;
    readonly version: number;
    readonly state: string;
  };
  readonly summaries: {
    readonly channel_id: string;
    readonly symbol: string;
    readonly guild_id: string;
    readonly minute_of_day: number;
    readonly zone: string;
    readonly set_at_ms: number;
  };
  readonly outbox: {
    readonly id: Generated<number>;
    readonly dedupe_key: string;
    readonly channel_id: string;
    readonly guild_id: string;
    readonly kind: 'alert' | 'summary' | 'notice';
    readonly message: string;
    readonly edits: string | null;
    readonly silent: number;
    readonly mention_role_id: string | null;
    readonly expires_at_ms: number;
    readonly state: OutboxState;
    readonly nonce: string;
    readonly attempts: number;
    readonly next_at_ms: number;
    readonly first_tried_at_ms: number | null;
    readonly message_id: string | null;
    readonly reason: string | null;
    readonly created_at_ms: number;
  };
  readonly trade_positions: {
    readonly symbol: string;
    readonly instrument: string;
    readonly expiry_ms: number;
    readonly open_contracts: number;
    readonly unseen_sides: number;
    readonly signed_contracts: number;
    readonly revealed_signed: number;
    readonly left_contracts: number;
    readonly evidence_contracts: number;
    readonly unexplained_contracts: number;
    readonly since_volume: number;
    readonly since_seen: number;
    readonly since_signed: number;
    readonly since_last_ms: number | null;
  };
  readonly trade_cursors: {
    readonly symbol: string;
    readonly since_ms: number;
    readonly cursor_ms: number;
    readonly chain_ms: number | null;
    readonly gap_from_ms: number | null;
    readonly gap_until_ms: number | null;
  };
  readonly trade_ids: {
    readonly symbol: string;
    readonly id: string;
    readonly at_ms: number;
  };
  readonly feed_states: {
    readonly symbol: string;
    readonly kind: string;
    readonly status: FeedState['status'];
    readonly since_ms: number;
    readonly detail: string;
    readonly last_good_ms: number | null;
    readonly bad_polls: number;
    readonly good_polls: number;
    readonly good_since_ms: number | null;
  };
  readonly guild_settings: {
    readonly guild_id: string;
    readonly admin_channel_id: string | null;
    readonly left_at_ms: number | null;
  };
  readonly refused_channels: {
    readonly channel_id: string;
    readonly since_ms: number;
  };
  readonly runs: {
    readonly id: Generated<number>;
    readonly job: string;
    readonly slot: string;
    readonly state: RunState;
    readonly started_at_ms: number;
    readonly ended_at_ms: number | null;
    readonly detail: string | null;
  };
};
