import { fixed, neverDeleted, TEXT } from './sql-parts.ts';

const ofTenant = (table: string): string => `
ALTER TABLE ${table} ENABLE ROW LEVEL SECURITY;
CREATE POLICY ${table}_of_tenant ON ${table} USING (tenant = nullif(current_setting('sealkit.tenant', true), ''));`;

/**
 * Secondary verification: authenticators of persons, proofs of intent under way, what is counted against guessing, and what seals and
 * envelopes ask for. A proof that has ended never goes on; nothing is ever deleted.
 */
export const SQL_0010 = `
CREATE TABLE authenticators (
  tenant ${TEXT} NOT NULL, id ${TEXT} NOT NULL, person_id ${TEXT} NOT NULL, method ${TEXT} NOT NULL, name ${TEXT} NOT NULL,
  state ${TEXT} NOT NULL, revision integer NOT NULL CHECK (revision >= 1), created_at ${TEXT} NOT NULL, confirmed_at ${TEXT},
  last_used_at ${TEXT}, removed_at ${TEXT},
  PRIMARY KEY (tenant, id)
);
CREATE INDEX authenticators_of_person ON authenticators (tenant, person_id, created_at) WHERE removed_at IS NULL;
CREATE TABLE intents (
  tenant ${TEXT} NOT NULL, id ${TEXT} NOT NULL, use_id ${TEXT} NOT NULL, person_id ${TEXT} NOT NULL, method ${TEXT} NOT NULL,
  challenge ${TEXT} NOT NULL, state ${TEXT} NOT NULL, tries integer NOT NULL CHECK (tries >= 0), started_at ${TEXT} NOT NULL,
  expires_at ${TEXT} NOT NULL, ended_at ${TEXT}, outcome ${TEXT} CHECK (outcome IN ('passed', 'superseded')),
  PRIMARY KEY (tenant, id),
  CHECK ((ended_at IS NULL) = (outcome IS NULL))
);
CREATE INDEX intents_of_use ON intents (tenant, use_id) WHERE ended_at IS NULL;
CREATE TABLE intent_counts (
  tenant ${TEXT} NOT NULL, subject ${TEXT} NOT NULL, total integer NOT NULL CHECK (total >= 0), times ${TEXT} NOT NULL,
  PRIMARY KEY (tenant, subject)
);
CREATE TABLE intent_policies (
  tenant ${TEXT} NOT NULL, subject ${TEXT} NOT NULL, policy ${TEXT} NOT NULL, set_at ${TEXT} NOT NULL, set_by ${TEXT} NOT NULL,
  PRIMARY KEY (tenant, subject)
);
${fixed('authenticators', ['tenant', 'id', 'person_id', 'method', 'name', 'created_at'])}
CREATE TRIGGER authenticators_in_order BEFORE UPDATE ON authenticators FOR EACH ROW
  WHEN (OLD.removed_at IS NOT NULL OR NEW.revision <> OLD.revision + 1) EXECUTE FUNCTION refuse('never-changed');
${neverDeleted('authenticators')}
${fixed('intents', ['tenant', 'id', 'use_id', 'person_id', 'method', 'challenge', 'state', 'started_at', 'expires_at'])}
CREATE TRIGGER intents_end_once BEFORE UPDATE ON intents FOR EACH ROW
  WHEN (OLD.ended_at IS NOT NULL OR NEW.tries < OLD.tries) EXECUTE FUNCTION refuse('never-changed');
${neverDeleted('intents')}
${neverDeleted('intent_counts')}
${neverDeleted('intent_policies')}
${ofTenant('authenticators')}
${ofTenant('intents')}
${ofTenant('intent_counts')}
${ofTenant('intent_policies')}
`;
