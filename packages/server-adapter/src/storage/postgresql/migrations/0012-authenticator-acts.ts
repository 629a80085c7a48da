import { fixed, neverDeleted, TEXT } from './sql-parts.ts';

/** Acts by which persons add and remove authenticators. One is confirmed once, and none is ever about something else or removed. */
export const SQL_0012 = `
CREATE TABLE authenticator_acts (
  tenant ${TEXT} NOT NULL, id ${TEXT} NOT NULL, person_id ${TEXT} NOT NULL, act ${TEXT} NOT NULL, challenge ${TEXT} NOT NULL,
  created_at ${TEXT} NOT NULL, expires_at ${TEXT} NOT NULL, confirmed_at ${TEXT}, intent ${TEXT} NOT NULL,
  PRIMARY KEY (tenant, id),
  CHECK ((confirmed_at IS NULL) = (intent = 'null'))
);
${fixed('authenticator_acts', ['tenant', 'id', 'person_id', 'act', 'challenge', 'created_at', 'expires_at'])}
CREATE TRIGGER authenticator_acts_confirmed_once BEFORE UPDATE ON authenticator_acts FOR EACH ROW
  WHEN (OLD.confirmed_at IS NOT NULL) EXECUTE FUNCTION refuse('never-changed');
${neverDeleted('authenticator_acts')}
ALTER TABLE authenticator_acts ENABLE ROW LEVEL SECURITY;
CREATE POLICY authenticator_acts_of_tenant ON authenticator_acts USING (tenant = nullif(current_setting('sealkit.tenant', true), ''));
`;
