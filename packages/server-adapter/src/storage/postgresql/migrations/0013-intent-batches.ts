import { fixed, neverDeleted, TEXT } from './sql-parts.ts';

/** Batches of uses that one proof of intent confirms. What a batch is about never changes, and it is confirmed once; none is deleted. */
export const SQL_0013 = `
CREATE TABLE intent_batches (
  tenant ${TEXT} NOT NULL, id ${TEXT} NOT NULL, person_id ${TEXT} NOT NULL, act ${TEXT} NOT NULL, challenge ${TEXT} NOT NULL,
  uses ${TEXT} NOT NULL, created_at ${TEXT} NOT NULL, expires_at ${TEXT} NOT NULL, proven ${TEXT}, event_id ${TEXT}, event_digest ${TEXT},
  PRIMARY KEY (tenant, id),
  CHECK ((proven IS NULL) = (event_id IS NULL) AND (proven IS NULL) = (event_digest IS NULL))
);
${fixed('intent_batches', ['tenant', 'id', 'person_id', 'act', 'challenge', 'uses', 'created_at', 'expires_at'])}
CREATE TRIGGER intent_batches_confirmed_once BEFORE UPDATE ON intent_batches FOR EACH ROW
  WHEN (OLD.proven IS NOT NULL) EXECUTE FUNCTION refuse('never-changed');
${neverDeleted('intent_batches')}
ALTER TABLE intent_batches ENABLE ROW LEVEL SECURITY;
CREATE POLICY intent_batches_of_tenant ON intent_batches USING (tenant = nullif(current_setting('sealkit.tenant', true), ''));
`;
