/** Verifications of who somebody is. One that has ended stays as it is, and none is ever about somebody else or removed. */
export const SQL_0012 = `
CREATE TABLE identity_verifications (
  tenant TEXT NOT NULL, id TEXT NOT NULL, subject_kind TEXT NOT NULL CHECK (subject_kind IN ('person', 'organisation')),
  subject_id TEXT NOT NULL, state TEXT NOT NULL CHECK (state IN ('pending', 'passed', 'failed')), started_at TEXT NOT NULL,
  finished_at TEXT, body TEXT NOT NULL,
  PRIMARY KEY (tenant, id),
  CHECK ((state = 'pending') = (finished_at IS NULL))
) STRICT;
CREATE INDEX identity_verifications_of_subject ON identity_verifications (tenant, subject_kind, subject_id, state, finished_at);
CREATE INDEX identity_verifications_in_order ON identity_verifications (tenant, started_at, id);
CREATE TRIGGER identity_verifications_never_changed BEFORE UPDATE ON identity_verifications
WHEN OLD.state <> 'pending' OR OLD.tenant IS NOT NEW.tenant OR OLD.id IS NOT NEW.id OR OLD.subject_kind IS NOT NEW.subject_kind
  OR OLD.subject_id IS NOT NEW.subject_id OR OLD.started_at IS NOT NEW.started_at
BEGIN SELECT RAISE(ABORT, 'never-changed: identity_verifications'); END;
CREATE TRIGGER identity_verifications_never_deleted BEFORE DELETE ON identity_verifications
BEGIN SELECT RAISE(ABORT, 'never-changed: identity_verifications'); END;
-- INSERT OR REPLACE would remove a row without asking the triggers of DELETE.
CREATE TRIGGER identity_verifications_never_replaced BEFORE INSERT ON identity_verifications
WHEN EXISTS (SELECT 1 FROM identity_verifications AS old WHERE old.tenant = NEW.tenant AND old.id = NEW.id
  AND (old.state <> 'pending' OR old.subject_kind IS NOT NEW.subject_kind OR old.subject_id IS NOT NEW.subject_id))
BEGIN SELECT RAISE(ABORT, 'never-changed: identity_verifications'); END;
`;
