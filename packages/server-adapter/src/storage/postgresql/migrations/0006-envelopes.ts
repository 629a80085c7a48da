import { fixed, neverChanged, neverDeleted, TEXT } from './sql-parts.ts';

const TABLES = ['envelope_parties', 'envelope_versions', 'envelope_progress'] as const;

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
export const SQL_0006 = `
ALTER TABLE envelopes ADD COLUMN storage ${TEXT} NOT NULL DEFAULT 'hash-only' CHECK (storage IN ('hash-only', 'stored'));
ALTER TABLE envelopes ADD COLUMN expires_at ${TEXT};
${fixed('envelopes', ENVELOPE)}

CREATE TABLE envelope_edges (from_state ${TEXT} NOT NULL, to_state ${TEXT} NOT NULL, PRIMARY KEY (from_state, to_state));
INSERT INTO envelope_edges (from_state, to_state) VALUES
  ('in-progress', 'completed'), ('in-progress', 'declined'), ('in-progress', 'voided'), ('in-progress', 'expired');

CREATE TABLE envelope_parties (
  tenant ${TEXT} NOT NULL, envelope_id ${TEXT} NOT NULL, position bigint NOT NULL CHECK (position >= 1), id ${TEXT} NOT NULL,
  name ${TEXT} NOT NULL, organisation_id ${TEXT}, turn bigint NOT NULL CHECK (turn >= 1), person_ids ${TEXT}, acts ${TEXT} NOT NULL,
  PRIMARY KEY (tenant, envelope_id, id),
  FOREIGN KEY (tenant, envelope_id) REFERENCES envelopes (tenant, id),
  FOREIGN KEY (tenant, organisation_id) REFERENCES organisations (tenant, id)
);

CREATE TABLE envelope_versions (
  tenant ${TEXT} NOT NULL, envelope_id ${TEXT} NOT NULL, version bigint NOT NULL CHECK (version >= 1),
  digest ${TEXT} NOT NULL, length bigint NOT NULL CHECK (length > 0), previous ${TEXT} CHECK ((version = 1) = (previous IS NULL)),
  created_at ${TEXT} NOT NULL, party_id ${TEXT}, act bigint, use_id ${TEXT},
  PRIMARY KEY (tenant, envelope_id, version),
  FOREIGN KEY (tenant, envelope_id) REFERENCES envelopes (tenant, id),
  FOREIGN KEY (tenant, envelope_id, party_id) REFERENCES envelope_parties (tenant, envelope_id, id),
  FOREIGN KEY (tenant, use_id) REFERENCES uses (tenant, id),
  CHECK ((version = 1) = (use_id IS NULL)), CHECK ((party_id IS NULL) = (act IS NULL))
);
CREATE UNIQUE INDEX version_of_act ON envelope_versions (tenant, envelope_id, party_id, act) WHERE party_id IS NOT NULL;

CREATE TABLE envelope_progress (
  position bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  tenant ${TEXT} NOT NULL, envelope_id ${TEXT} NOT NULL, participants ${TEXT} NOT NULL,
  state ${TEXT} NOT NULL CHECK (state IN ('in-progress', 'completed', 'declined', 'voided', 'expired')), state_since ${TEXT} NOT NULL,
  ended ${TEXT}, revision bigint NOT NULL CHECK (revision >= 1), waiting_for ${TEXT} NOT NULL,
  claimed_by ${TEXT}, claimed_until ${TEXT}, reminded_at ${TEXT}, document_stored_at ${TEXT}, event_id ${TEXT},
  FOREIGN KEY (tenant, envelope_id) REFERENCES envelopes (tenant, id),
  CHECK ((claimed_by IS NULL) = (claimed_until IS NULL)),
  CHECK (state NOT IN ('declined', 'voided') OR ended IS NOT NULL)
);
CREATE UNIQUE INDEX progress_of_envelope ON envelope_progress (tenant, envelope_id);
CREATE INDEX progress_of_tenant ON envelope_progress (tenant, position);
CREATE INDEX envelopes_with_end ON envelopes (tenant, expires_at) WHERE expires_at IS NOT NULL;

INSERT INTO envelope_versions (tenant, envelope_id, version, digest, length, created_at)
  SELECT tenant, id, 1, digest, length, created_at FROM envelopes;
INSERT INTO envelope_progress (tenant, envelope_id, participants, state, state_since, revision, waiting_for)
  SELECT tenant, id, json_build_array('person:' || created_by)::text, 'in-progress', created_at, 1, '[]' FROM envelopes ORDER BY created_at, id;

CREATE FUNCTION refuse_late_party() RETURNS trigger LANGUAGE plpgsql SET search_path FROM CURRENT AS $$
BEGIN
  -- The parties stand before the envelope is on its way.
  IF EXISTS (SELECT 1 FROM envelope_progress p WHERE p.tenant = NEW.tenant AND p.envelope_id = NEW.envelope_id) THEN
    RAISE EXCEPTION 'never-changed: envelope_parties' USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'never-changed';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER envelope_parties_fixed BEFORE INSERT ON envelope_parties FOR EACH ROW EXECUTE FUNCTION refuse_late_party();

CREATE FUNCTION refuse_other_version() RETURNS trigger LANGUAGE plpgsql SET search_path FROM CURRENT AS $$
DECLARE last envelope_versions;
BEGIN
  SELECT * INTO last FROM envelope_versions v WHERE v.tenant = NEW.tenant AND v.envelope_id = NEW.envelope_id ORDER BY v.version DESC LIMIT 1;
  IF NEW.version <> coalesce(last.version, 0) + 1 OR NEW.previous IS DISTINCT FROM last.digest THEN
    RAISE EXCEPTION 'version-position: envelope_versions'
      USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'version-position';
  END IF;
  IF EXISTS (SELECT 1 FROM envelope_progress p WHERE p.tenant = NEW.tenant AND p.envelope_id = NEW.envelope_id AND p.state <> 'in-progress')
  THEN
    RAISE EXCEPTION 'envelope-ended: envelope_versions' USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'envelope-ended';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER envelope_version_next BEFORE INSERT ON envelope_versions FOR EACH ROW EXECUTE FUNCTION refuse_other_version();

CREATE FUNCTION refuse_unknown_envelope_step() RETURNS trigger LANGUAGE plpgsql SET search_path FROM CURRENT AS $$
BEGIN
  IF NOT EXISTS (SELECT 1 FROM envelope_edges WHERE from_state = OLD.state AND to_state = NEW.state) THEN
    RAISE EXCEPTION 'known-transition: envelope_progress'
      USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'known-transition';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER envelope_ended BEFORE UPDATE ON envelope_progress FOR EACH ROW
  WHEN (OLD.state <> 'in-progress') EXECUTE FUNCTION refuse('envelope-ended');
CREATE TRIGGER envelope_revision_next BEFORE UPDATE ON envelope_progress FOR EACH ROW
  WHEN (NEW.revision <> OLD.revision + 1) EXECUTE FUNCTION refuse('envelope-revision');
CREATE TRIGGER envelope_step_known BEFORE UPDATE ON envelope_progress FOR EACH ROW
  WHEN (OLD.state <> NEW.state) EXECUTE FUNCTION refuse_unknown_envelope_step();
${fixed('envelope_progress', ['position', 'tenant', 'envelope_id', 'participants'])}
${neverChanged('envelope_edges')}
${neverChanged('envelope_parties')}
${neverChanged('envelope_versions')}
${neverDeleted('envelope_progress')}
${TABLES.map(
  (table) => `
ALTER TABLE ${table} ENABLE ROW LEVEL SECURITY;
CREATE POLICY ${table}_of_tenant ON ${table} USING (tenant = nullif(current_setting('sealkit.tenant', true), ''));`,
).join('\n')}
`;
