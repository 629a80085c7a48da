/**
 * Keys that sign once, each made for one permit. What a key is for never changes, its certificate is set once, and once it is destroyed
 * that stays so; none is deleted.
 */
export const SQL_0015 = `
CREATE TABLE event_keys (
  tenant TEXT NOT NULL, id TEXT NOT NULL, permit_id TEXT NOT NULL, person_id TEXT NOT NULL, envelope_id TEXT NOT NULL, reference TEXT,
  made_at TEXT NOT NULL, until TEXT NOT NULL, credential TEXT, ended_at TEXT, ended_reason TEXT,
  PRIMARY KEY (tenant, id),
  CHECK ((ended_at IS NULL) = (ended_reason IS NULL))
) STRICT;
CREATE UNIQUE INDEX event_keys_of_permit ON event_keys (tenant, permit_id);
CREATE INDEX event_keys_left ON event_keys (tenant, until) WHERE ended_at IS NULL;
CREATE TRIGGER event_keys_never_changed BEFORE UPDATE ON event_keys
WHEN OLD.tenant IS NOT NEW.tenant OR OLD.id IS NOT NEW.id OR OLD.permit_id IS NOT NEW.permit_id OR OLD.person_id IS NOT NEW.person_id
  OR OLD.envelope_id IS NOT NEW.envelope_id OR OLD.reference IS NOT NEW.reference OR OLD.made_at IS NOT NEW.made_at
  OR (OLD.credential IS NOT NULL AND OLD.credential IS NOT NEW.credential) OR OLD.ended_at IS NOT NULL
BEGIN SELECT RAISE(ABORT, 'never-changed: event_keys'); END;
CREATE TRIGGER event_keys_never_deleted BEFORE DELETE ON event_keys
BEGIN SELECT RAISE(ABORT, 'never-changed: event_keys'); END;
-- INSERT OR REPLACE would remove a row without asking the triggers of DELETE.
CREATE TRIGGER event_keys_never_replaced BEFORE INSERT ON event_keys
WHEN EXISTS (SELECT 1 FROM event_keys AS old WHERE old.tenant = NEW.tenant AND (old.id = NEW.id OR old.permit_id = NEW.permit_id))
BEGIN SELECT RAISE(ABORT, 'UNIQUE constraint failed: event_keys.tenant, event_keys.id'); END;
`;
