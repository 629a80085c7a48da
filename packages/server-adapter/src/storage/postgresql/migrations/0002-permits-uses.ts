import { fixed, neverDeleted, TEXT } from './sql-parts.ts';

/** Envelopes, permits, approvals and uses; answers under their idempotency keys; messages for the world outside. */
export const SQL_0002 = `
CREATE TABLE envelopes (
  tenant ${TEXT} NOT NULL, id ${TEXT} NOT NULL, name ${TEXT} NOT NULL,
  digest ${TEXT} NOT NULL, length bigint NOT NULL CHECK (length > 0), pages bigint NOT NULL CHECK (pages > 0),
  document_class ${TEXT}, amount ${TEXT}, created_at ${TEXT} NOT NULL, created_by ${TEXT} NOT NULL,
  PRIMARY KEY (tenant, id)
);

CREATE TABLE permits (
  tenant ${TEXT} NOT NULL, id ${TEXT} NOT NULL, envelope_id ${TEXT} NOT NULL,
  seal_number ${TEXT}, seal_epoch bigint, grant_id ${TEXT}, person_id ${TEXT} NOT NULL,
  payload ${TEXT} NOT NULL, compact ${TEXT} NOT NULL, digest ${TEXT} NOT NULL,
  issued_at ${TEXT} NOT NULL, expires_at ${TEXT} NOT NULL, used_by ${TEXT}, used_at ${TEXT},
  PRIMARY KEY (tenant, id),
  FOREIGN KEY (tenant, envelope_id) REFERENCES envelopes (tenant, id),
  FOREIGN KEY (tenant, seal_number) REFERENCES seals (tenant, number)
);
CREATE INDEX permits_of_grant ON permits (tenant, grant_id) WHERE grant_id IS NOT NULL;
CREATE TRIGGER permit_used_once BEFORE UPDATE ON permits FOR EACH ROW
  WHEN (OLD.used_by IS NOT NULL) EXECUTE FUNCTION refuse('permit-used-once');

CREATE TABLE approvals (
  position bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  tenant ${TEXT} NOT NULL, id ${TEXT} NOT NULL, permit_id ${TEXT} NOT NULL,
  state ${TEXT} NOT NULL CHECK (state IN ('pending', 'approved', 'rejected', 'withdrawn', 'expired')),
  envelope_id ${TEXT} NOT NULL, seal_number ${TEXT} NOT NULL, seal_epoch bigint NOT NULL, grant_id ${TEXT} NOT NULL,
  requested_by ${TEXT} NOT NULL, requested_at ${TEXT} NOT NULL, expires_at ${TEXT} NOT NULL, reason ${TEXT} NOT NULL,
  request ${TEXT} NOT NULL, request_digest ${TEXT} NOT NULL, tier ${TEXT} NOT NULL,
  needs_attestation smallint NOT NULL CHECK (needs_attestation IN (0, 1)),
  decisions ${TEXT} NOT NULL, waiting_for ${TEXT} NOT NULL,
  FOREIGN KEY (tenant, seal_number) REFERENCES seals (tenant, number),
  FOREIGN KEY (tenant, envelope_id) REFERENCES envelopes (tenant, id),
  FOREIGN KEY (tenant, grant_id) REFERENCES grants (tenant, id)
);
CREATE UNIQUE INDEX approval_id ON approvals (tenant, id);
CREATE UNIQUE INDEX approval_of_permit ON approvals (tenant, permit_id);
CREATE INDEX approvals_waiting ON approvals (tenant, expires_at) WHERE state = 'pending';
CREATE INDEX approvals_of_seal ON approvals (tenant, seal_number, position);
CREATE TRIGGER approval_ended BEFORE UPDATE ON approvals FOR EACH ROW
  WHEN (OLD.state <> 'pending') EXECUTE FUNCTION refuse('approval-ended');
${fixed('approvals', ['tenant', 'id', 'permit_id', 'seal_number', 'grant_id', 'requested_by', 'request', 'request_digest', 'tier'])}

CREATE TABLE uses (
  tenant ${TEXT} NOT NULL, id ${TEXT} NOT NULL, permit_id ${TEXT} NOT NULL, envelope_id ${TEXT} NOT NULL,
  seal_number ${TEXT}, seal_version bigint, seal_epoch bigint, person_id ${TEXT} NOT NULL,
  status ${TEXT} NOT NULL CHECK (status IN ('awaiting-intent', 'expired', 'signing', 'completed', 'discarded')), refusal ${TEXT},
  created_at ${TEXT} NOT NULL, expires_at ${TEXT} NOT NULL, signing_time ${TEXT} NOT NULL,
  act ${TEXT} NOT NULL, challenge ${TEXT} NOT NULL,
  prepared ${TEXT} NOT NULL, revision bytea NOT NULL,
  intent ${TEXT}, use_event_id ${TEXT}, use_event_digest ${TEXT}, signed_attributes bytea, pending ${TEXT},
  completed ${TEXT}, completed_revision bytea,
  PRIMARY KEY (tenant, id),
  FOREIGN KEY (tenant, permit_id) REFERENCES permits (tenant, id),
  CHECK (status IN ('awaiting-intent', 'expired') OR use_event_id IS NOT NULL),
  CHECK (status <> 'completed' OR completed_revision IS NOT NULL)
);
CREATE UNIQUE INDEX one_use_per_permit ON uses (tenant, permit_id) WHERE status IN ('signing', 'completed', 'discarded');
CREATE INDEX uses_awaiting_intent ON uses (tenant, expires_at) WHERE status = 'awaiting-intent';

CREATE TABLE answers (
  tenant ${TEXT} NOT NULL, person_id ${TEXT} NOT NULL, route ${TEXT} NOT NULL, key ${TEXT} NOT NULL, fingerprint ${TEXT} NOT NULL,
  owner ${TEXT} NOT NULL, lease_until ${TEXT} NOT NULL, expires_at ${TEXT} NOT NULL, answer ${TEXT},
  PRIMARY KEY (tenant, person_id, route, key)
);
CREATE INDEX answers_expiry ON answers (tenant, expires_at);

CREATE TABLE outbox (
  sequence bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  tenant ${TEXT} NOT NULL, id ${TEXT} NOT NULL, endpoint ${TEXT} NOT NULL, topic ${TEXT} NOT NULL, payload ${TEXT} NOT NULL,
  created_at ${TEXT} NOT NULL, attempts bigint NOT NULL, next_attempt_at ${TEXT} NOT NULL, delivered_at ${TEXT}, given_up_at ${TEXT}
);
CREATE UNIQUE INDEX outbox_id ON outbox (tenant, id);
CREATE INDEX outbox_open ON outbox (tenant, endpoint, sequence) WHERE delivered_at IS NULL AND given_up_at IS NULL;
CREATE INDEX outbox_settled ON outbox (tenant, coalesce(delivered_at, given_up_at));
${['envelopes', 'permits', 'approvals', 'uses'].map(neverDeleted).join('\n')}
`;
