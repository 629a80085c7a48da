/**
 * Secondary verification: authenticators of persons, proofs of intent under way, what is counted against guessing, and what seals and
 * envelopes ask for. A proof that has ended never goes on; nothing is ever deleted.
 */
export const SQL_0011 = `
CREATE TABLE authenticators (
  tenant TEXT NOT NULL, id TEXT NOT NULL, person_id TEXT NOT NULL, method TEXT NOT NULL, name TEXT NOT NULL, state TEXT NOT NULL,
  revision INTEGER NOT NULL CHECK (revision >= 1), created_at TEXT NOT NULL, confirmed_at TEXT, last_used_at TEXT, removed_at TEXT,
  PRIMARY KEY (tenant, id)
) STRICT;
CREATE INDEX authenticators_of_person ON authenticators (tenant, person_id, created_at) WHERE removed_at IS NULL;
CREATE TABLE intents (
  tenant TEXT NOT NULL, id TEXT NOT NULL, use_id TEXT NOT NULL, person_id TEXT NOT NULL, method TEXT NOT NULL, challenge TEXT NOT NULL,
  state TEXT NOT NULL, tries INTEGER NOT NULL CHECK (tries >= 0), started_at TEXT NOT NULL, expires_at TEXT NOT NULL,
  ended_at TEXT, outcome TEXT CHECK (outcome IN ('passed', 'superseded')),
  PRIMARY KEY (tenant, id),
  CHECK ((ended_at IS NULL) = (outcome IS NULL))
) STRICT;
CREATE INDEX intents_of_use ON intents (tenant, use_id) WHERE ended_at IS NULL;
CREATE TABLE intent_counts (
  tenant TEXT NOT NULL, subject TEXT NOT NULL, total INTEGER NOT NULL CHECK (total >= 0), times TEXT NOT NULL,
  PRIMARY KEY (tenant, subject)
) STRICT;
CREATE TABLE intent_policies (
  tenant TEXT NOT NULL, subject TEXT NOT NULL, policy TEXT NOT NULL, set_at TEXT NOT NULL, set_by TEXT NOT NULL,
  PRIMARY KEY (tenant, subject)
) STRICT;
CREATE TRIGGER authenticators_never_changed BEFORE UPDATE ON authenticators
WHEN OLD.tenant IS NOT NEW.tenant OR OLD.id IS NOT NEW.id OR OLD.person_id IS NOT NEW.person_id OR OLD.method IS NOT NEW.method
  OR OLD.name IS NOT NEW.name OR OLD.created_at IS NOT NEW.created_at OR OLD.removed_at IS NOT NULL OR NEW.revision IS NOT OLD.revision + 1
BEGIN SELECT RAISE(ABORT, 'never-changed: authenticators'); END;
CREATE TRIGGER authenticators_never_deleted BEFORE DELETE ON authenticators
BEGIN SELECT RAISE(ABORT, 'never-changed: authenticators'); END;
CREATE TRIGGER intents_never_changed BEFORE UPDATE ON intents
WHEN OLD.tenant IS NOT NEW.tenant OR OLD.id IS NOT NEW.id OR OLD.use_id IS NOT NEW.use_id OR OLD.person_id IS NOT NEW.person_id
  OR OLD.method IS NOT NEW.method OR OLD.challenge IS NOT NEW.challenge OR OLD.state IS NOT NEW.state
  OR OLD.started_at IS NOT NEW.started_at OR OLD.expires_at IS NOT NEW.expires_at OR OLD.ended_at IS NOT NULL OR NEW.tries < OLD.tries
BEGIN SELECT RAISE(ABORT, 'never-changed: intents'); END;
CREATE TRIGGER intents_never_deleted BEFORE DELETE ON intents
BEGIN SELECT RAISE(ABORT, 'never-changed: intents'); END;
-- INSERT OR REPLACE would remove a row without asking the triggers of DELETE.
CREATE TRIGGER authenticators_never_replaced BEFORE INSERT ON authenticators
WHEN EXISTS (SELECT 1 FROM authenticators AS old WHERE old.tenant = NEW.tenant AND old.id = NEW.id)
BEGIN SELECT RAISE(ABORT, 'UNIQUE constraint failed: authenticators.tenant, authenticators.id'); END;
CREATE TRIGGER intents_never_replaced BEFORE INSERT ON intents
WHEN EXISTS (SELECT 1 FROM intents AS old WHERE old.tenant = NEW.tenant AND old.id = NEW.id)
BEGIN SELECT RAISE(ABORT, 'UNIQUE constraint failed: intents.tenant, intents.id'); END;
CREATE TRIGGER intent_counts_never_deleted BEFORE DELETE ON intent_counts
BEGIN SELECT RAISE(ABORT, 'never-changed: intent_counts'); END;
CREATE TRIGGER intent_policies_never_deleted BEFORE DELETE ON intent_policies
BEGIN SELECT RAISE(ABORT, 'never-changed: intent_policies'); END;
`;
