/** The first schema. A migration that has run anywhere is never edited: its checksum stands in the database. */
export const SQL_0001 = `
CREATE TABLE organisations (
  tenant TEXT NOT NULL, id TEXT NOT NULL, name TEXT NOT NULL,
  PRIMARY KEY (tenant, id)
) STRICT;

CREATE TABLE persons (
  tenant TEXT NOT NULL, id TEXT NOT NULL, name TEXT NOT NULL, organisation_id TEXT NOT NULL,
  roles TEXT NOT NULL, credential TEXT,
  PRIMARY KEY (tenant, id),
  FOREIGN KEY (tenant, organisation_id) REFERENCES organisations (tenant, id)
) STRICT;

CREATE TABLE seals (
  tenant TEXT NOT NULL, number TEXT NOT NULL, organisation_id TEXT NOT NULL,
  kind TEXT NOT NULL CHECK (kind IN ('official', 'contract', 'finance', 'hr', 'invoice', 'legal-representative', 'custom')),
  ordinal INTEGER NOT NULL CHECK (ordinal >= 0),
  ordinal_reason TEXT CHECK (ordinal = 0 OR ordinal_reason IS NOT NULL),
  name TEXT NOT NULL,
  state TEXT NOT NULL CHECK (state IN ('draft', 'pending-approval', 'approved', 'produced', 'active', 'suspended', 'abolished')),
  state_since TEXT NOT NULL, state_reason TEXT,
  epoch INTEGER NOT NULL, test_material INTEGER NOT NULL CHECK (test_material IN (0, 1)),
  PRIMARY KEY (tenant, number),
  FOREIGN KEY (tenant, organisation_id) REFERENCES organisations (tenant, id)
) STRICT;
CREATE UNIQUE INDEX one_seal_in_use ON seals (tenant, organisation_id, kind, ordinal) WHERE state IN ('active', 'suspended');

CREATE TABLE seal_versions (
  tenant TEXT NOT NULL, seal_number TEXT NOT NULL, version INTEGER NOT NULL CHECK (version >= 1),
  state TEXT NOT NULL CHECK (state IN ('prepared', 'current', 'superseded', 'discarded')),
  face_type TEXT NOT NULL CHECK (face_type IN ('SVG', 'PNG')), face BLOB NOT NULL,
  width_um INTEGER NOT NULL, height_um INTEGER NOT NULL,
  statement BLOB NOT NULL, statement_digest TEXT NOT NULL, credential TEXT NOT NULL,
  valid_from TEXT NOT NULL, valid_to TEXT NOT NULL,
  PRIMARY KEY (tenant, seal_number, version),
  FOREIGN KEY (tenant, seal_number) REFERENCES seals (tenant, number)
) STRICT;
CREATE UNIQUE INDEX one_current_version ON seal_versions (tenant, seal_number) WHERE state = 'current';

CREATE TABLE grants (
  tenant TEXT NOT NULL, id TEXT NOT NULL, seal_number TEXT NOT NULL, person_id TEXT NOT NULL,
  valid_from TEXT NOT NULL, valid_to TEXT, needs_approval INTEGER NOT NULL CHECK (needs_approval IN (0, 1)), revoked_at TEXT,
  PRIMARY KEY (tenant, id),
  FOREIGN KEY (tenant, seal_number) REFERENCES seals (tenant, number),
  FOREIGN KEY (tenant, person_id) REFERENCES persons (tenant, id)
) STRICT;
CREATE INDEX grants_of_person ON grants (tenant, seal_number, person_id);

CREATE TABLE envelopes (
  tenant TEXT NOT NULL, id TEXT NOT NULL, name TEXT NOT NULL,
  digest TEXT NOT NULL, length INTEGER NOT NULL CHECK (length > 0), pages INTEGER NOT NULL CHECK (pages > 0),
  created_at TEXT NOT NULL, created_by TEXT NOT NULL,
  PRIMARY KEY (tenant, id)
) STRICT;

CREATE TABLE permits (
  tenant TEXT NOT NULL, id TEXT NOT NULL, envelope_id TEXT NOT NULL,
  seal_number TEXT, seal_epoch INTEGER, person_id TEXT NOT NULL,
  payload TEXT NOT NULL, compact TEXT NOT NULL, digest TEXT NOT NULL,
  issued_at TEXT NOT NULL, expires_at TEXT NOT NULL, used_by TEXT, used_at TEXT,
  PRIMARY KEY (tenant, id),
  FOREIGN KEY (tenant, envelope_id) REFERENCES envelopes (tenant, id),
  FOREIGN KEY (tenant, seal_number) REFERENCES seals (tenant, number)
) STRICT;
CREATE TRIGGER permit_used_once BEFORE UPDATE ON permits WHEN OLD.used_by IS NOT NULL
BEGIN SELECT RAISE(ABORT, 'permit-used-once'); END;
-- INSERT OR REPLACE would delete without the trigger below.
CREATE TRIGGER permit_never_replaced BEFORE INSERT ON permits
WHEN EXISTS (SELECT 1 FROM permits WHERE tenant = NEW.tenant AND id = NEW.id)
BEGIN SELECT RAISE(ABORT, 'UNIQUE constraint failed: permits.tenant, permits.id'); END;
CREATE TRIGGER permit_never_deleted BEFORE DELETE ON permits
BEGIN SELECT RAISE(ABORT, 'permit-never-deleted'); END;

CREATE TABLE uses (
  tenant TEXT NOT NULL, id TEXT NOT NULL, permit_id TEXT NOT NULL, envelope_id TEXT NOT NULL,
  seal_number TEXT, seal_version INTEGER, seal_epoch INTEGER, person_id TEXT NOT NULL,
  status TEXT NOT NULL CHECK (status IN ('awaiting-intent', 'expired', 'signing', 'completed', 'discarded')), refusal TEXT,
  created_at TEXT NOT NULL, expires_at TEXT NOT NULL, signing_time TEXT NOT NULL,
  act TEXT NOT NULL, challenge TEXT NOT NULL,
  prepared TEXT NOT NULL, revision BLOB NOT NULL,
  intent TEXT, use_event_id TEXT, use_event_digest TEXT, signed_attributes BLOB, pending TEXT,
  completed TEXT, completed_revision BLOB,
  PRIMARY KEY (tenant, id),
  FOREIGN KEY (tenant, permit_id) REFERENCES permits (tenant, id),
  CHECK (status IN ('awaiting-intent', 'expired') OR use_event_id IS NOT NULL),
  CHECK (status <> 'completed' OR completed_revision IS NOT NULL)
) STRICT;
CREATE UNIQUE INDEX one_use_per_permit ON uses (tenant, permit_id) WHERE status IN ('signing', 'completed', 'discarded');
CREATE INDEX uses_awaiting_intent ON uses (tenant, expires_at) WHERE status = 'awaiting-intent';

CREATE TABLE events (
  tenant TEXT NOT NULL, id TEXT NOT NULL, v INTEGER NOT NULL,
  chain TEXT NOT NULL, sequence INTEGER NOT NULL CHECK (sequence >= 1), prev TEXT CHECK ((sequence = 1) = (prev IS NULL)),
  seal_number TEXT, seal_sequence INTEGER, seal_prev TEXT,
  type TEXT NOT NULL, time TEXT NOT NULL, actor TEXT NOT NULL, body TEXT NOT NULL, digest TEXT NOT NULL,
  PRIMARY KEY (tenant, id),
  CHECK ((seal_number IS NULL) = (seal_sequence IS NULL)),
  CHECK (seal_sequence IS NULL OR (seal_sequence = 1) = (seal_prev IS NULL))
) STRICT;
CREATE UNIQUE INDEX event_position ON events (tenant, chain, sequence);
CREATE UNIQUE INDEX event_seal_position ON events (tenant, seal_number, seal_sequence) WHERE seal_number IS NOT NULL;
CREATE TRIGGER event_never_replaced BEFORE INSERT ON events
BEGIN
  SELECT RAISE(ABORT, 'UNIQUE constraint failed: events.tenant, events.id')
    WHERE EXISTS (SELECT 1 FROM events WHERE tenant = NEW.tenant AND id = NEW.id);
  SELECT RAISE(ABORT, 'UNIQUE constraint failed: events.tenant, events.chain, events.sequence')
    WHERE EXISTS (SELECT 1 FROM events WHERE tenant = NEW.tenant AND chain = NEW.chain AND sequence = NEW.sequence);
  SELECT RAISE(ABORT, 'UNIQUE constraint failed: events.tenant, events.seal_number, events.seal_sequence')
    WHERE EXISTS (SELECT 1 FROM events WHERE tenant = NEW.tenant AND seal_number = NEW.seal_number AND seal_sequence = NEW.seal_sequence);
END;
CREATE TRIGGER event_never_changed BEFORE UPDATE ON events
BEGIN SELECT RAISE(ABORT, 'event-never-changed'); END;
CREATE TRIGGER event_never_deleted BEFORE DELETE ON events
BEGIN SELECT RAISE(ABORT, 'event-never-deleted'); END;

CREATE TABLE use_log (
  position INTEGER PRIMARY KEY AUTOINCREMENT,
  tenant TEXT NOT NULL, id TEXT NOT NULL, seal_number TEXT, envelope_id TEXT, person_id TEXT NOT NULL, time TEXT NOT NULL,
  result TEXT NOT NULL CHECK (result IN ('awaiting-intent', 'interrupted', 'completed', 'refused')), use_id TEXT, event_ids TEXT NOT NULL, search TEXT NOT NULL
) STRICT;
CREATE UNIQUE INDEX use_log_id ON use_log (tenant, id);
CREATE INDEX use_log_seal ON use_log (tenant, seal_number, position);

CREATE TABLE answers (
  tenant TEXT NOT NULL, person_id TEXT NOT NULL, route TEXT NOT NULL, key TEXT NOT NULL, fingerprint TEXT NOT NULL,
  owner TEXT NOT NULL, lease_until TEXT NOT NULL, expires_at TEXT NOT NULL, answer TEXT,
  PRIMARY KEY (tenant, person_id, route, key)
) STRICT;
CREATE INDEX answers_expiry ON answers (tenant, expires_at);

CREATE TABLE outbox (
  sequence INTEGER PRIMARY KEY AUTOINCREMENT,
  tenant TEXT NOT NULL, id TEXT NOT NULL, topic TEXT NOT NULL, payload TEXT NOT NULL, created_at TEXT NOT NULL, delivered_at TEXT
) STRICT;
CREATE UNIQUE INDEX outbox_id ON outbox (tenant, id);
`;
