/** No row of these tables is ever removed. */
const KEPT_TABLES = [
  'organisations',
  'persons',
  'seals',
  'seal_versions',
  'seal_acts',
  'grants',
  'approvals',
  'envelopes',
  'uses',
  'use_log',
  'use_log_digests',
] as const;

const neverDeleted = (table: string): string => `
CREATE TRIGGER ${table}_never_deleted BEFORE DELETE ON ${table}
BEGIN SELECT RAISE(ABORT, 'never-changed: ${table}'); END;`;

/** The columns that say what a row is about: an update that changes one of them is refused. */
const fixed = (table: string, columns: readonly string[]): string => `
CREATE TRIGGER ${table}_identity BEFORE UPDATE ON ${table}
WHEN ${columns.map((column) => `OLD.${column} IS NOT NEW.${column}`).join(' OR ')}
BEGIN SELECT RAISE(ABORT, 'never-changed: ${table}'); END;`;

/**
 * Life cycle, grants with terms, and approvals. The steps of the life cycle stand in the database as data, so that no program
 * and no hand takes a seal or a version along one that does not exist.
 */
export const SQL_0002 = `
ALTER TABLE organisations ADD COLUMN verified_name TEXT;
UPDATE organisations SET verified_name = name;

ALTER TABLE persons ADD COLUMN groups TEXT NOT NULL DEFAULT '[]';
ALTER TABLE persons ADD COLUMN stopped TEXT;

ALTER TABLE seals ADD COLUMN keeper_id TEXT;
ALTER TABLE seals ADD COLUMN design TEXT;
ALTER TABLE seals ADD COLUMN requested TEXT;
ALTER TABLE seals ADD COLUMN pending_transition TEXT;
CREATE INDEX seals_of_organisation ON seals (tenant, organisation_id, number);

ALTER TABLE seal_versions ADD COLUMN likeness BLOB;
ALTER TABLE seal_versions ADD COLUMN like_faces TEXT NOT NULL DEFAULT '[]';
ALTER TABLE seal_versions ADD COLUMN likeness_accepted TEXT;
ALTER TABLE seal_versions ADD COLUMN made TEXT;

ALTER TABLE envelopes ADD COLUMN document_class TEXT;
ALTER TABLE envelopes ADD COLUMN amount TEXT;

ALTER TABLE permits ADD COLUMN grant_id TEXT;
CREATE INDEX permits_of_grant ON permits (tenant, grant_id) WHERE grant_id IS NOT NULL;

CREATE TABLE seal_edges (from_state TEXT NOT NULL, to_state TEXT NOT NULL, PRIMARY KEY (from_state, to_state)) STRICT;
INSERT INTO seal_edges (from_state, to_state) VALUES
  ('draft', 'pending-approval'), ('pending-approval', 'approved'), ('pending-approval', 'draft'), ('approved', 'produced'),
  ('produced', 'active'), ('active', 'suspended'), ('suspended', 'active'), ('active', 'abolished'), ('suspended', 'abolished');
CREATE TABLE seal_version_edges (from_state TEXT NOT NULL, to_state TEXT NOT NULL, PRIMARY KEY (from_state, to_state)) STRICT;
INSERT INTO seal_version_edges (from_state, to_state) VALUES
  ('prepared', 'current'), ('prepared', 'discarded'), ('current', 'superseded');
CREATE TRIGGER seal_step_known BEFORE UPDATE OF state ON seals
WHEN OLD.state <> NEW.state AND (NEW.epoch <= OLD.epoch
  OR NOT EXISTS (SELECT 1 FROM seal_edges WHERE from_state = OLD.state AND to_state = NEW.state))
BEGIN SELECT RAISE(ABORT, 'known-transition: seals'); END;
CREATE TRIGGER seal_version_step_known BEFORE UPDATE OF state ON seal_versions
WHEN OLD.state <> NEW.state
  AND NOT EXISTS (SELECT 1 FROM seal_version_edges WHERE from_state = OLD.state AND to_state = NEW.state)
BEGIN SELECT RAISE(ABORT, 'known-transition: seal_versions'); END;
CREATE TRIGGER seal_likeness_decided BEFORE UPDATE OF state ON seal_versions
WHEN NEW.state = 'current' AND NEW.like_faces <> '[]' AND NEW.likeness_accepted IS NULL
BEGIN SELECT RAISE(ABORT, 'likeness-decided'); END;

CREATE INDEX events_of_seal_life ON events (tenant, seal_number, seal_sequence)
  WHERE seal_number IS NOT NULL AND type NOT GLOB 'use*' AND type <> 'permit-issued';

ALTER TABLE use_log ADD COLUMN seal_version INTEGER;
ALTER TABLE use_log ADD COLUMN digests TEXT NOT NULL DEFAULT '[]';
CREATE TABLE use_log_digests (tenant TEXT NOT NULL, digest TEXT NOT NULL, row_id TEXT NOT NULL, PRIMARY KEY (tenant, digest, row_id)) STRICT;

CREATE TABLE seal_acts (
  position INTEGER PRIMARY KEY AUTOINCREMENT,
  tenant TEXT NOT NULL, id TEXT NOT NULL, seal_number TEXT NOT NULL,
  act TEXT NOT NULL CHECK (act IN ('filing', 'collection', 'destruction')),
  reference TEXT NOT NULL, note TEXT NOT NULL, at TEXT NOT NULL, recorded_at TEXT NOT NULL, recorded_by TEXT NOT NULL,
  FOREIGN KEY (tenant, seal_number) REFERENCES seals (tenant, number)
) STRICT;
CREATE UNIQUE INDEX seal_act_id ON seal_acts (tenant, id);
CREATE INDEX acts_of_seal ON seal_acts (tenant, seal_number, position);
CREATE TRIGGER seal_act_never_changed BEFORE UPDATE ON seal_acts
BEGIN SELECT RAISE(ABORT, 'never-changed: seal_acts'); END;

CREATE TABLE grants_with_terms (
  tenant TEXT NOT NULL, id TEXT NOT NULL, seal_number TEXT NOT NULL,
  holder_type TEXT NOT NULL CHECK (holder_type IN ('person', 'role', 'group', 'application')), holder_id TEXT NOT NULL,
  terms TEXT NOT NULL, given TEXT NOT NULL, delegated_from TEXT, withdrawn TEXT,
  PRIMARY KEY (tenant, id),
  FOREIGN KEY (tenant, seal_number) REFERENCES seals (tenant, number)
) STRICT;
INSERT INTO grants_with_terms (tenant, id, seal_number, holder_type, holder_id, terms, given, delegated_from, withdrawn)
  SELECT tenant, id, seal_number, 'person', person_id,
    json_object('documentClasses', NULL, 'amountCeiling', NULL, 'maxUses', NULL, 'validFrom', valid_from, 'validTo', valid_to,
      'schedule', NULL, 'networks', NULL, 'approval', NULL, 'mayDelegate', json('false')),
    json_object('by', 'setup', 'at', valid_from, 'reason', ''), NULL,
    CASE WHEN revoked_at IS NULL THEN NULL ELSE json_object('by', 'setup', 'at', revoked_at, 'reason', '') END
  FROM grants;
DROP TABLE grants;
ALTER TABLE grants_with_terms RENAME TO grants;
CREATE INDEX grants_of_seal ON grants (tenant, seal_number, id);
CREATE TRIGGER grant_withdrawn_for_good BEFORE UPDATE ON grants WHEN OLD.withdrawn IS NOT NULL
BEGIN SELECT RAISE(ABORT, 'never-changed: grants'); END;

CREATE TABLE approvals (
  position INTEGER PRIMARY KEY AUTOINCREMENT,
  tenant TEXT NOT NULL, id TEXT NOT NULL, permit_id TEXT NOT NULL,
  state TEXT NOT NULL CHECK (state IN ('pending', 'approved', 'rejected', 'withdrawn', 'expired')),
  envelope_id TEXT NOT NULL, seal_number TEXT NOT NULL, seal_epoch INTEGER NOT NULL, grant_id TEXT NOT NULL,
  requested_by TEXT NOT NULL, requested_at TEXT NOT NULL, expires_at TEXT NOT NULL, reason TEXT NOT NULL,
  request TEXT NOT NULL, request_digest TEXT NOT NULL, tier TEXT NOT NULL,
  needs_attestation INTEGER NOT NULL CHECK (needs_attestation IN (0, 1)),
  decisions TEXT NOT NULL, waiting_for TEXT NOT NULL,
  FOREIGN KEY (tenant, seal_number) REFERENCES seals (tenant, number),
  FOREIGN KEY (tenant, envelope_id) REFERENCES envelopes (tenant, id),
  FOREIGN KEY (tenant, grant_id) REFERENCES grants (tenant, id)
) STRICT;
CREATE UNIQUE INDEX approval_id ON approvals (tenant, id);
CREATE UNIQUE INDEX approval_of_permit ON approvals (tenant, permit_id);
CREATE INDEX approvals_waiting ON approvals (tenant, expires_at) WHERE state = 'pending';
CREATE INDEX approvals_of_seal ON approvals (tenant, seal_number, position);
CREATE TRIGGER approval_ended BEFORE UPDATE ON approvals WHEN OLD.state <> 'pending'
BEGIN SELECT RAISE(ABORT, 'approval-ended'); END;
${fixed('approvals', ['tenant', 'id', 'permit_id', 'seal_number', 'grant_id', 'requested_by', 'request', 'request_digest', 'tier'])}
${fixed('seals', ['tenant', 'number', 'organisation_id', 'kind', 'ordinal', 'ordinal_reason', 'test_material'])}
${fixed('seal_versions', ['tenant', 'seal_number', 'version', 'face', 'width_um', 'height_um', 'statement', 'statement_digest', 'credential', 'like_faces'])}
${fixed('grants', ['tenant', 'id', 'seal_number', 'holder_type', 'holder_id', 'given', 'delegated_from'])}
${KEPT_TABLES.map(neverDeleted).join('\n')}
`;
