-- What trades have shown of dealers' positions. Times are epoch milliseconds.

CREATE TABLE trade_positions (
  symbol TEXT NOT NULL,
  instrument TEXT NOT NULL,
  expiry_ms INTEGER NOT NULL,
  -- Contracts, weighed; positive: dealers are long.
  signed_contracts REAL NOT NULL,
  -- Contracts seen being traded, weighed.
  seen_contracts REAL NOT NULL,
  last_ms INTEGER NOT NULL,
  PRIMARY KEY (symbol, instrument)
) STRICT, WITHOUT ROWID;
CREATE INDEX trade_positions_by_expiry ON trade_positions (expiry_ms);

CREATE TABLE trade_cursors (
  symbol TEXT PRIMARY KEY,
  -- From when on no trade was missed.
  since_ms INTEGER NOT NULL,
  -- Up to here every trade is counted; nothing older counts any more.
  cursor_ms INTEGER NOT NULL,
  -- The newest stretch that the venue's history no longer held.
  gap_from_ms INTEGER,
  gap_until_ms INTEGER
) STRICT, WITHOUT ROWID;

-- Trades at or after the cursor that are counted already, so that none counts twice.
CREATE TABLE trade_ids (
  symbol TEXT NOT NULL,
  id TEXT NOT NULL,
  at_ms INTEGER NOT NULL,
  PRIMARY KEY (symbol, id)
) STRICT, WITHOUT ROWID;
CREATE INDEX trade_ids_by_time ON trade_ids (symbol, at_ms);
