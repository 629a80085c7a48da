/**
 * What persons wrote in their own words, beside the log: events and rows hold salted digests. A value is written once, and the only
 * change is that salt and text are erased, under the event that says so.
 */
export const SQL_0010 = `
CREATE TABLE personal_values (
  tenant TEXT NOT NULL, digest TEXT NOT NULL, person_id TEXT NOT NULL, kept_at TEXT NOT NULL,
  salt BLOB CHECK (length(salt) = 32), text TEXT, erased_at TEXT, erased_by TEXT,
  PRIMARY KEY (tenant, digest),
  CHECK ((salt IS NULL) = (text IS NULL)),
  CHECK ((erased_at IS NULL) = (erased_by IS NULL)),
  CHECK ((text IS NULL) = (erased_at IS NOT NULL))
) STRICT;
CREATE INDEX personal_values_kept ON personal_values (tenant, person_id, digest) WHERE erased_at IS NULL;
CREATE TRIGGER personal_values_never_changed BEFORE UPDATE ON personal_values
WHEN OLD.tenant IS NOT NEW.tenant OR OLD.digest IS NOT NEW.digest OR OLD.person_id IS NOT NEW.person_id OR OLD.kept_at IS NOT NEW.kept_at
  OR OLD.erased_at IS NOT NULL OR NEW.erased_at IS NULL
BEGIN SELECT RAISE(ABORT, 'never-changed: personal_values'); END;
CREATE TRIGGER personal_values_never_deleted BEFORE DELETE ON personal_values
BEGIN SELECT RAISE(ABORT, 'never-changed: personal_values'); END;
-- INSERT OR REPLACE would remove a row without asking the triggers of DELETE.
CREATE TRIGGER personal_values_never_replaced BEFORE INSERT ON personal_values
WHEN EXISTS (SELECT 1 FROM personal_values AS old WHERE old.tenant = NEW.tenant AND old.digest = NEW.digest)
BEGIN SELECT RAISE(ABORT, 'UNIQUE constraint failed: personal_values.tenant, personal_values.digest'); END;
`;
