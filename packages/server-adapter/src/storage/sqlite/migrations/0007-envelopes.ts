const neverDeleted = (table: string): string => `
CREATE TRIGGER ${table}_never_deleted BEFORE DELETE ON ${table}
BEGIN SELECT RAISE(ABORT, 'never-changed: ${table}'); END;`;

const neverChanged = (table: string): string => `
CREATE TRIGGER ${table}_never_changed BEFORE UPDATE ON ${table}
BEGIN SELECT RAISE(ABORT, 'never-changed: ${table}'); END;`;

/** `INSERT OR REPLACE` would remove a row without asking the triggers of DELETE. */
const neverReplaced = (table: string, key: readonly string[], rule: string): string => `
CREATE TRIGGER ${table}_never_replaced BEFORE INSERT ON ${table}
WHEN EXISTS (SELECT 1 FROM ${table} AS old WHERE ${key.map((column) => `old.${column} = NEW.${column}`).join(' AND ')})
BEGIN SELECT RAISE(ABORT, '${rule}'); END;`;

const differs = (columns: readonly string[]): string => columns.map((column) => `OLD.${column} IS NOT NEW.${column}`).join(' OR ');

const ENVELOPE = [
  'tenant',
  'id',
  'name',
  'digest',
  'length',
  'pages',
  'document_class',
  'amount',
  'created_at',
  'created_by',
  'storage',
  'expires_at',
];

/**
 * Envelopes with parties: what an envelope is and who its parties are is written once, its versions are a chain that only grows, and
 * its progress goes one revision at a time along the steps that stand in the database as data, until it has ended.
 */
export const SQL_0007 = `
ALTER TABLE envelopes ADD COLUMN storage TEXT NOT NULL DEFAULT 'hash-only' CHECK (storage IN ('hash-only', 'stored'));
ALTER TABLE envelopes ADD COLUMN expires_at TEXT;
DROP TRIGGER envelopes_identity;
CREATE TRIGGER envelopes_identity BEFORE UPDATE ON envelopes WHEN ${differs(ENVELOPE)}
BEGIN SELECT RAISE(ABORT, 'never-changed: envelopes'); END;

CREATE TABLE envelope_edges (from_state TEXT NOT NULL, to_state TEXT NOT NULL, PRIMARY KEY (from_state, to_state)) STRICT;
INSERT INTO envelope_edges (from_state, to_state) VALUES
  ('in-progress', 'completed'), ('in-progress', 'declined'), ('in-progress', 'voided'), ('in-progress', 'expired');
${['INSERT', 'UPDATE', 'DELETE']
  .map(
    (act) => `
CREATE TRIGGER envelope_edges_read_only_${act.toLowerCase()} BEFORE ${act} ON envelope_edges
BEGIN SELECT RAISE(ABORT, 'never-changed: envelope_edges'); END;`,
  )
  .join('')}

CREATE TABLE envelope_parties (
  tenant TEXT NOT NULL, envelope_id TEXT NOT NULL, position INTEGER NOT NULL CHECK (position >= 1), id TEXT NOT NULL, name TEXT NOT NULL,
  organisation_id TEXT, turn INTEGER NOT NULL CHECK (turn >= 1), person_ids TEXT, acts TEXT NOT NULL,
  PRIMARY KEY (tenant, envelope_id, id),
  FOREIGN KEY (tenant, envelope_id) REFERENCES envelopes (tenant, id),
  FOREIGN KEY (tenant, organisation_id) REFERENCES organisations (tenant, id)
) STRICT;

CREATE TABLE envelope_versions (
  tenant TEXT NOT NULL, envelope_id TEXT NOT NULL, version INTEGER NOT NULL CHECK (version >= 1),
  digest TEXT NOT NULL, length INTEGER NOT NULL CHECK (length > 0), previous TEXT CHECK ((version = 1) = (previous IS NULL)),
  created_at TEXT NOT NULL, party_id TEXT, act INTEGER, use_id TEXT,
  PRIMARY KEY (tenant, envelope_id, version),
  FOREIGN KEY (tenant, envelope_id) REFERENCES envelopes (tenant, id),
  FOREIGN KEY (tenant, envelope_id, party_id) REFERENCES envelope_parties (tenant, envelope_id, id),
  FOREIGN KEY (tenant, use_id) REFERENCES uses (tenant, id),
  CHECK ((version = 1) = (use_id IS NULL)), CHECK ((party_id IS NULL) = (act IS NULL))
) STRICT;
CREATE UNIQUE INDEX version_of_act ON envelope_versions (tenant, envelope_id, party_id, act) WHERE party_id IS NOT NULL;

CREATE TABLE envelope_progress (
  position INTEGER PRIMARY KEY AUTOINCREMENT,
  tenant TEXT NOT NULL, envelope_id TEXT NOT NULL, participants TEXT NOT NULL,
  state TEXT NOT NULL CHECK (state IN ('in-progress', 'completed', 'declined', 'voided', 'expired')), state_since TEXT NOT NULL,
  ended TEXT, revision INTEGER NOT NULL CHECK (revision >= 1), waiting_for TEXT NOT NULL,
  claimed_by TEXT, claimed_until TEXT, reminded_at TEXT, document_stored_at TEXT, event_id TEXT,
  FOREIGN KEY (tenant, envelope_id) REFERENCES envelopes (tenant, id),
  CHECK ((claimed_by IS NULL) = (claimed_until IS NULL)),
  CHECK (state NOT IN ('declined', 'voided') OR ended IS NOT NULL)
) STRICT;
CREATE UNIQUE INDEX progress_of_envelope ON envelope_progress (tenant, envelope_id);
CREATE INDEX progress_of_tenant ON envelope_progress (tenant, position);
CREATE INDEX envelopes_with_end ON envelopes (tenant, expires_at) WHERE expires_at IS NOT NULL;

INSERT INTO envelope_versions (tenant, envelope_id, version, digest, length, created_at)
  SELECT tenant, id, 1, digest, length, created_at FROM envelopes;
INSERT INTO envelope_progress (tenant, envelope_id, participants, state, state_since, revision, waiting_for)
  SELECT tenant, id, json_array('person:' || created_by), 'in-progress', created_at, 1, '[]' FROM envelopes ORDER BY created_at, id;

-- The parties stand before the envelope is on its way.
CREATE TRIGGER envelope_parties_fixed BEFORE INSERT ON envelope_parties
WHEN EXISTS (SELECT 1 FROM envelope_progress AS p WHERE p.tenant = NEW.tenant AND p.envelope_id = NEW.envelope_id)
BEGIN SELECT RAISE(ABORT, 'never-changed: envelope_parties'); END;

CREATE TRIGGER envelope_version_next BEFORE INSERT ON envelope_versions
BEGIN
  SELECT RAISE(ABORT, 'version-position: envelope_versions') WHERE NEW.version <>
      (SELECT coalesce(max(version) + 1, 1) FROM envelope_versions WHERE tenant = NEW.tenant AND envelope_id = NEW.envelope_id)
    OR NEW.previous IS NOT
      (SELECT digest FROM envelope_versions WHERE tenant = NEW.tenant AND envelope_id = NEW.envelope_id AND version = NEW.version - 1)
    OR EXISTS (SELECT 1 FROM envelope_versions AS v WHERE v.tenant = NEW.tenant AND v.envelope_id = NEW.envelope_id
      AND v.party_id = NEW.party_id AND v.act = NEW.act);
  SELECT RAISE(ABORT, 'envelope-ended: envelope_versions') WHERE EXISTS (SELECT 1 FROM envelope_progress AS p
    WHERE p.tenant = NEW.tenant AND p.envelope_id = NEW.envelope_id AND p.state <> 'in-progress');
END;

CREATE TRIGGER envelope_ended BEFORE UPDATE ON envelope_progress WHEN OLD.state <> 'in-progress'
BEGIN SELECT RAISE(ABORT, 'envelope-ended: envelope_progress'); END;
CREATE TRIGGER envelope_revision_next BEFORE UPDATE ON envelope_progress WHEN NEW.revision <> OLD.revision + 1
BEGIN SELECT RAISE(ABORT, 'envelope-revision: envelope_progress'); END;
CREATE TRIGGER envelope_step_known BEFORE UPDATE ON envelope_progress WHEN OLD.state <> NEW.state
  AND NOT EXISTS (SELECT 1 FROM envelope_edges WHERE from_state = OLD.state AND to_state = NEW.state)
BEGIN SELECT RAISE(ABORT, 'known-transition: envelope_progress'); END;
CREATE TRIGGER envelope_progress_identity BEFORE UPDATE ON envelope_progress
WHEN ${differs(['position', 'tenant', 'envelope_id', 'participants'])}
BEGIN SELECT RAISE(ABORT, 'never-changed: envelope_progress'); END;
${neverChanged('envelope_parties')}
${neverChanged('envelope_versions')}
${['envelope_parties', 'envelope_versions', 'envelope_progress'].map(neverDeleted).join('')}
${neverReplaced('envelope_parties', ['tenant', 'envelope_id', 'id'], 'never-changed: envelope_parties')}
${neverReplaced('envelope_progress', ['tenant', 'envelope_id'], 'UNIQUE constraint failed: envelope_progress.tenant, envelope_progress.envelope_id')}
CREATE TRIGGER envelope_progress_position_kept BEFORE INSERT ON envelope_progress
WHEN EXISTS (SELECT 1 FROM envelope_progress AS old WHERE old.position = NEW.position)
BEGIN SELECT RAISE(ABORT, 'never-changed: envelope_progress'); END;
`;
