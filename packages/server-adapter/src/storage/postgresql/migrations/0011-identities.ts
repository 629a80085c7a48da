import { fixed, neverDeleted, TEXT } from './sql-parts.ts';

/** Verifications of who somebody is. One that has ended stays as it is, and none is ever about somebody else or removed. */
export const SQL_0011 = `
CREATE TABLE identity_verifications (
  tenant ${TEXT} NOT NULL, id ${TEXT} NOT NULL, subject_kind ${TEXT} NOT NULL CHECK (subject_kind IN ('person', 'organisation')),
  subject_id ${TEXT} NOT NULL, state ${TEXT} NOT NULL CHECK (state IN ('pending', 'passed', 'failed')), started_at ${TEXT} NOT NULL,
  finished_at ${TEXT}, body ${TEXT} NOT NULL,
  PRIMARY KEY (tenant, id),
  CHECK ((state = 'pending') = (finished_at IS NULL))
);
CREATE INDEX identity_verifications_of_subject ON identity_verifications (tenant, subject_kind, subject_id, state, finished_at);
CREATE INDEX identity_verifications_in_order ON identity_verifications (tenant, started_at, id);
${fixed('identity_verifications', ['tenant', 'id', 'subject_kind', 'subject_id', 'started_at'])}
CREATE TRIGGER identity_verifications_ended BEFORE UPDATE ON identity_verifications FOR EACH ROW
  WHEN (OLD.state <> 'pending') EXECUTE FUNCTION refuse('never-changed');
${neverDeleted('identity_verifications')}
ALTER TABLE identity_verifications ENABLE ROW LEVEL SECURITY;
CREATE POLICY identity_verifications_of_tenant ON identity_verifications USING (tenant = nullif(current_setting('sealkit.tenant', true), ''));
`;
