-- Times are epoch milliseconds (suffix _ms), booleans 0 or 1, structured values JSON text.
-- Ids are never used twice (AUTOINCREMENT): a rule's id is part of dedupe keys that outlive the rule.

-- "HFLW": tells this program's files from other SQLite databases.
PRAGMA application_id = 1212566615;

CREATE TABLE schema_migrations (
  version INTEGER PRIMARY KEY,
  name TEXT NOT NULL,
  checksum TEXT NOT NULL,
  applied_at_ms INTEGER NOT NULL DEFAULT (CAST(unixepoch('subsec') * 1000 AS INTEGER))
) STRICT;

CREATE TABLE snapshots (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  symbol TEXT NOT NULL,
  venue TEXT NOT NULL,
  data_time_ms INTEGER NOT NULL,
  utc_day INTEGER NOT NULL GENERATED ALWAYS AS (data_time_ms / 86400000) VIRTUAL,
  recorded_at_ms INTEGER NOT NULL,
  contracts INTEGER NOT NULL,
  -- The quoted chain, compressed; NULL once past its retention.
  chain BLOB
) STRICT;
CREATE INDEX snapshots_by_age ON snapshots (recorded_at_ms);
CREATE INDEX snapshots_by_day ON snapshots (symbol, utc_day);
CREATE INDEX snapshots_with_chain ON snapshots (recorded_at_ms) WHERE chain IS NOT NULL;

CREATE TABLE levels (
  snapshot_id INTEGER PRIMARY KEY REFERENCES snapshots (id) ON DELETE CASCADE,
  symbol TEXT NOT NULL,
  data_time_ms INTEGER NOT NULL,
  spot REAL NOT NULL,
  gex_usd REAL NOT NULL,
  flip_status TEXT NOT NULL,
  flip_spot REAL,
  levels TEXT NOT NULL
) STRICT;
CREATE INDEX levels_by_time ON levels (symbol, data_time_ms, snapshot_id);

CREATE TABLE rules (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  guild_id TEXT NOT NULL,
  channel_id TEXT NOT NULL,
  owner_id TEXT NOT NULL,
  kind TEXT NOT NULL CHECK (kind IN ('flip_cross')),
  symbol TEXT NOT NULL,
  role_id TEXT,
  created_at_ms INTEGER NOT NULL,
  UNIQUE (guild_id, channel_id, kind, symbol)
) STRICT;
CREATE INDEX rules_by_symbol ON rules (symbol);

CREATE TABLE rule_states (
  rule_id INTEGER PRIMARY KEY REFERENCES rules (id) ON DELETE CASCADE,
  version INTEGER NOT NULL,
  state TEXT NOT NULL
) STRICT;

CREATE TABLE summaries (
  channel_id TEXT NOT NULL,
  symbol TEXT NOT NULL,
  guild_id TEXT NOT NULL,
  minute_of_day INTEGER NOT NULL CHECK (minute_of_day BETWEEN 0 AND 1439),
  zone TEXT NOT NULL,
  set_at_ms INTEGER NOT NULL,
  PRIMARY KEY (guild_id, channel_id, symbol)
) STRICT;

CREATE TABLE outbox (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  dedupe_key TEXT NOT NULL UNIQUE,
  channel_id TEXT NOT NULL,
  guild_id TEXT NOT NULL,
  kind TEXT NOT NULL CHECK (kind IN ('alert', 'summary', 'notice')),
  message TEXT NOT NULL,
  edits TEXT,
  silent INTEGER NOT NULL CHECK (silent IN (0, 1)),
  mention_role_id TEXT,
  expires_at_ms INTEGER NOT NULL,
  state TEXT NOT NULL CHECK (state IN ('pending', 'sending', 'sent', 'dead', 'expired')),
  nonce TEXT NOT NULL,
  attempts INTEGER NOT NULL,
  next_at_ms INTEGER NOT NULL,
  -- When it was first claimed: past Discord's nonce window a repeat needs a look first.
  first_tried_at_ms INTEGER,
  message_id TEXT,
  reason TEXT,
  created_at_ms INTEGER NOT NULL
) STRICT;
CREATE INDEX outbox_queue ON outbox (state, channel_id, id);
CREATE INDEX outbox_by_guild ON outbox (guild_id, id);
CREATE INDEX outbox_by_edits ON outbox (edits) WHERE edits IS NOT NULL;

CREATE TABLE runs (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  job TEXT NOT NULL,
  slot TEXT NOT NULL,
  state TEXT NOT NULL CHECK (state IN ('running', 'done', 'failed', 'missed', 'interrupted')),
  started_at_ms INTEGER NOT NULL,
  ended_at_ms INTEGER,
  detail TEXT,
  UNIQUE (job, slot)
) STRICT;
CREATE INDEX runs_by_start ON runs (job, started_at_ms, id);
CREATE INDEX runs_by_state ON runs (state);
