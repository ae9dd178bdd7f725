-- Faults of the venues' data that are suspected or hold now; a fault that is over has no row.
CREATE TABLE feed_states (
  symbol TEXT NOT NULL,
  kind TEXT NOT NULL,
  status TEXT NOT NULL CHECK (status IN ('suspected', 'holding')),
  since_ms INTEGER NOT NULL,
  detail TEXT NOT NULL,
  -- Data time of the last snapshot before the fault.
  last_good_ms INTEGER,
  bad_polls INTEGER NOT NULL,
  good_polls INTEGER NOT NULL,
  good_since_ms INTEGER,
  PRIMARY KEY (symbol, kind)
) STRICT, WITHOUT ROWID;

CREATE TABLE guild_settings (
  guild_id TEXT PRIMARY KEY,
  -- Where notices about the bot itself go; NULL where nowhere.
  admin_channel_id TEXT,
  -- When the bot left the server; NULL while it is there.
  left_at_ms INTEGER
) STRICT, WITHOUT ROWID;

-- Channels that Discord refuses, once that was told; one that takes messages again has no row.
CREATE TABLE refused_channels (
  channel_id TEXT PRIMARY KEY,
  since_ms INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
