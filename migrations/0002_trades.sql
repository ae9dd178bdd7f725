-- What trades have shown of dealers' positions. Times are epoch milliseconds.

CREATE TABLE trade_positions (
  symbol TEXT NOT NULL,
  instrument TEXT NOT NULL,
  expiry_ms INTEGER NOT NULL,
  -- Open interest that is accounted for, contracts. Each contract has two sides, a long and a short one.
  open_contracts REAL NOT NULL,
  -- Sides that were opened unseen.
  unseen_sides REAL NOT NULL,
  -- Dealers' position in the other sides; positive: long.
  signed_contracts REAL NOT NULL,
  -- Dealers' flow as far as it may have closed unseen sides, turned round; positive: they had been long.
  revealed_signed REAL NOT NULL,
  -- Contracts' worth of unseen sides that were closed, and the same weighed by how surely each trade was such a closing.
  left_contracts REAL NOT NULL,
  evidence_contracts REAL NOT NULL,
  -- Open interest of the newest chain beyond what is accounted for: a trade that is still to be told may explain it.
  unexplained_contracts REAL NOT NULL,
  -- Traded since that chain: all of it, what says who was the dealer, and that signed.
  since_volume REAL NOT NULL,
  since_seen REAL NOT NULL,
  since_signed REAL NOT NULL,
  -- The newest such trade; null where nothing was traded.
  since_last_ms INTEGER,
  PRIMARY KEY (symbol, instrument)
) STRICT, WITHOUT ROWID;
CREATE INDEX trade_positions_by_expiry ON trade_positions (expiry_ms);

CREATE TABLE trade_cursors (
  symbol TEXT PRIMARY KEY,
  -- From when on no trade was missed.
  since_ms INTEGER NOT NULL,
  -- Up to here every trade is counted; nothing older counts any more.
  cursor_ms INTEGER NOT NULL,
  -- Data time of the newest chain whose open interest the positions rest on.
  chain_ms INTEGER,
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
