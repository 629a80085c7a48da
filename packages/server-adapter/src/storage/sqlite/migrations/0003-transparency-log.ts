/**
 * The transparency log: which event is which leaf, the hashes of the tiles, the checkpoints. Rows are added in order and never
 * changed or removed. `event_order` fixes the order in which events of all chains came in: a row's own number may change when a
 * database is compacted.
 */
export const SQL_0003 = `
CREATE TABLE event_order (
  position INTEGER PRIMARY KEY AUTOINCREMENT, tenant TEXT NOT NULL, event_id TEXT NOT NULL
) STRICT;
CREATE UNIQUE INDEX event_order_event ON event_order (tenant, event_id);
CREATE INDEX event_order_tenant ON event_order (tenant, position);
INSERT INTO event_order (tenant, event_id) SELECT tenant, id FROM events ORDER BY rowid;
CREATE TRIGGER event_ordered AFTER INSERT ON events
BEGIN INSERT INTO event_order (tenant, event_id) VALUES (NEW.tenant, NEW.id); END;
-- INSERT OR REPLACE would delete without the triggers below, here and in the tables that follow.
CREATE TRIGGER event_order_never_replaced BEFORE INSERT ON event_order
WHEN EXISTS (SELECT 1 FROM event_order WHERE position = NEW.position OR (tenant = NEW.tenant AND event_id = NEW.event_id))
BEGIN SELECT RAISE(ABORT, 'event-order-never-replaced'); END;
CREATE TRIGGER event_order_never_changed BEFORE UPDATE ON event_order
BEGIN SELECT RAISE(ABORT, 'event-order-never-changed'); END;
CREATE TRIGGER event_order_never_deleted BEFORE DELETE ON event_order
BEGIN SELECT RAISE(ABORT, 'event-order-never-deleted'); END;

CREATE TABLE log_leaves (
  tenant TEXT NOT NULL, position INTEGER NOT NULL CHECK (position >= 0), event_id TEXT NOT NULL,
  PRIMARY KEY (tenant, position)
) STRICT;
CREATE UNIQUE INDEX log_leaf_event ON log_leaves (tenant, event_id);
CREATE TRIGGER log_leaf_next BEFORE INSERT ON log_leaves
WHEN NEW.position <> (SELECT coalesce(max(position) + 1, 0) FROM log_leaves WHERE tenant = NEW.tenant)
  OR EXISTS (SELECT 1 FROM log_leaves WHERE tenant = NEW.tenant AND event_id = NEW.event_id)
BEGIN SELECT RAISE(ABORT, 'log-position'); END;
CREATE TRIGGER log_leaf_never_changed BEFORE UPDATE ON log_leaves
BEGIN SELECT RAISE(ABORT, 'log-leaf-never-changed'); END;
CREATE TRIGGER log_leaf_never_deleted BEFORE DELETE ON log_leaves
BEGIN SELECT RAISE(ABORT, 'log-leaf-never-deleted'); END;

CREATE TABLE log_hashes (
  tenant TEXT NOT NULL, level INTEGER NOT NULL CHECK (level BETWEEN 0 AND 63), position INTEGER NOT NULL CHECK (position >= 0),
  hash BLOB NOT NULL CHECK (length(hash) = 32),
  PRIMARY KEY (tenant, level, position)
) STRICT, WITHOUT ROWID;
CREATE TRIGGER log_hash_never_replaced BEFORE INSERT ON log_hashes
WHEN EXISTS (SELECT 1 FROM log_hashes WHERE tenant = NEW.tenant AND level = NEW.level AND position = NEW.position)
BEGIN SELECT RAISE(ABORT, 'log-position'); END;
CREATE TRIGGER log_hash_never_changed BEFORE UPDATE ON log_hashes
BEGIN SELECT RAISE(ABORT, 'log-hash-never-changed'); END;
CREATE TRIGGER log_hash_never_deleted BEFORE DELETE ON log_hashes
BEGIN SELECT RAISE(ABORT, 'log-hash-never-deleted'); END;

CREATE TABLE log_checkpoints (
  tenant TEXT NOT NULL, size INTEGER NOT NULL CHECK (size >= 0), note TEXT NOT NULL, timestamp_token BLOB, created_at TEXT NOT NULL,
  PRIMARY KEY (tenant, size)
) STRICT;
CREATE TRIGGER log_checkpoint_never_replaced BEFORE INSERT ON log_checkpoints
WHEN EXISTS (SELECT 1 FROM log_checkpoints WHERE tenant = NEW.tenant AND size = NEW.size)
BEGIN SELECT RAISE(ABORT, 'log-position'); END;
CREATE TRIGGER log_checkpoint_never_changed BEFORE UPDATE ON log_checkpoints
BEGIN SELECT RAISE(ABORT, 'log-checkpoint-never-changed'); END;
CREATE TRIGGER log_checkpoint_never_deleted BEFORE DELETE ON log_checkpoints
BEGIN SELECT RAISE(ABORT, 'log-checkpoint-never-deleted'); END;
`;
