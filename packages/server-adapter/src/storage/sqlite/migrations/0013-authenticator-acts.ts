/** Acts by which persons add and remove authenticators. One is confirmed once, and none is ever about something else or removed. */
export const SQL_0013 = `
CREATE TABLE authenticator_acts (
  tenant TEXT NOT NULL, id TEXT NOT NULL, person_id TEXT NOT NULL, act TEXT NOT NULL, challenge TEXT NOT NULL, created_at TEXT NOT NULL,
  expires_at TEXT NOT NULL, confirmed_at TEXT, intent TEXT NOT NULL,
  PRIMARY KEY (tenant, id),
  CHECK ((confirmed_at IS NULL) = (intent = 'null'))
) STRICT;
CREATE TRIGGER authenticator_acts_never_changed BEFORE UPDATE ON authenticator_acts
WHEN OLD.tenant IS NOT NEW.tenant OR OLD.id IS NOT NEW.id OR OLD.person_id IS NOT NEW.person_id OR OLD.act IS NOT NEW.act
  OR OLD.challenge IS NOT NEW.challenge OR OLD.created_at IS NOT NEW.created_at OR OLD.expires_at IS NOT NEW.expires_at
  OR OLD.confirmed_at IS NOT NULL
BEGIN SELECT RAISE(ABORT, 'never-changed: authenticator_acts'); END;
CREATE TRIGGER authenticator_acts_never_deleted BEFORE DELETE ON authenticator_acts
BEGIN SELECT RAISE(ABORT, 'never-changed: authenticator_acts'); END;
-- INSERT OR REPLACE would remove a row without asking the triggers of DELETE.
CREATE TRIGGER authenticator_acts_never_replaced BEFORE INSERT ON authenticator_acts
WHEN EXISTS (SELECT 1 FROM authenticator_acts AS old WHERE old.tenant = NEW.tenant AND old.id = NEW.id)
BEGIN SELECT RAISE(ABORT, 'UNIQUE constraint failed: authenticator_acts.tenant, authenticator_acts.id'); END;
`;
