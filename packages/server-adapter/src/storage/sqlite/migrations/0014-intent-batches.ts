/** Batches of uses that one proof of intent confirms. What a batch is about never changes, and it is confirmed once; none is deleted. */
export const SQL_0014 = `
CREATE TABLE intent_batches (
  tenant TEXT NOT NULL, id TEXT NOT NULL, person_id TEXT NOT NULL, act TEXT NOT NULL, challenge TEXT NOT NULL, uses TEXT NOT NULL,
  created_at TEXT NOT NULL, expires_at TEXT NOT NULL, proven TEXT, event_id TEXT, event_digest TEXT,
  PRIMARY KEY (tenant, id),
  CHECK ((proven IS NULL) = (event_id IS NULL) AND (proven IS NULL) = (event_digest IS NULL))
) STRICT;
CREATE TRIGGER intent_batches_never_changed BEFORE UPDATE ON intent_batches
WHEN OLD.tenant IS NOT NEW.tenant OR OLD.id IS NOT NEW.id OR OLD.person_id IS NOT NEW.person_id OR OLD.act IS NOT NEW.act
  OR OLD.challenge IS NOT NEW.challenge OR OLD.uses IS NOT NEW.uses OR OLD.created_at IS NOT NEW.created_at
  OR OLD.expires_at IS NOT NEW.expires_at OR OLD.proven IS NOT NULL
BEGIN SELECT RAISE(ABORT, 'never-changed: intent_batches'); END;
CREATE TRIGGER intent_batches_never_deleted BEFORE DELETE ON intent_batches
BEGIN SELECT RAISE(ABORT, 'never-changed: intent_batches'); END;
-- INSERT OR REPLACE would remove a row without asking the triggers of DELETE.
CREATE TRIGGER intent_batches_never_replaced BEFORE INSERT ON intent_batches
WHEN EXISTS (SELECT 1 FROM intent_batches AS old WHERE old.tenant = NEW.tenant AND old.id = NEW.id)
BEGIN SELECT RAISE(ABORT, 'UNIQUE constraint failed: intent_batches.tenant, intent_batches.id'); END;
`;
