import { fixed, neverDeleted, TEXT } from './sql-parts.ts';

/**
 * What persons wrote in their own words, beside the log: events and rows hold salted digests. A value is written once, and the only
 * change is that salt and text are erased, under the event that says so.
 */
export const SQL_0009 = `
CREATE TABLE personal_values (
  tenant ${TEXT} NOT NULL, digest ${TEXT} NOT NULL, person_id ${TEXT} NOT NULL, kept_at ${TEXT} NOT NULL,
  salt bytea CHECK (length(salt) = 32), text ${TEXT}, erased_at ${TEXT}, erased_by ${TEXT},
  PRIMARY KEY (tenant, digest),
  CHECK ((salt IS NULL) = (text IS NULL)),
  CHECK ((erased_at IS NULL) = (erased_by IS NULL)),
  CHECK ((text IS NULL) = (erased_at IS NOT NULL))
);
CREATE INDEX personal_values_kept ON personal_values (tenant, person_id, digest) WHERE erased_at IS NULL;
${fixed('personal_values', ['tenant', 'digest', 'person_id', 'kept_at'])}
CREATE TRIGGER personal_values_erased_only BEFORE UPDATE ON personal_values FOR EACH ROW
  WHEN (OLD.erased_at IS NOT NULL OR NEW.erased_at IS NULL) EXECUTE FUNCTION refuse('never-changed');
${neverDeleted('personal_values')}
ALTER TABLE personal_values ENABLE ROW LEVEL SECURITY;
CREATE POLICY personal_values_of_tenant ON personal_values USING (tenant = nullif(current_setting('sealkit.tenant', true), ''));
`;
