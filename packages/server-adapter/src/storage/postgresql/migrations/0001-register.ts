import { fixed, neverChanged, neverDeleted, TEXT } from './sql-parts.ts';

/**
 * Register of seals and their grants. The steps of the life cycle stand in the database as data. A migration that has run anywhere
 * is never edited: its checksum stands in the database.
 */
export const SQL_0001 = `
-- Refuses what the trigger was made for, under the name of the rule.
CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION '%: %', TG_ARGV[0], TG_TABLE_NAME USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = TG_ARGV[0];
END $$;

CREATE TABLE organisations (
  tenant ${TEXT} NOT NULL, id ${TEXT} NOT NULL, name ${TEXT} NOT NULL, verified_name ${TEXT} NOT NULL,
  PRIMARY KEY (tenant, id)
);

CREATE TABLE persons (
  tenant ${TEXT} NOT NULL, id ${TEXT} NOT NULL, name ${TEXT} NOT NULL, organisation_id ${TEXT} NOT NULL,
  roles ${TEXT} NOT NULL, groups ${TEXT} NOT NULL, credential ${TEXT}, stopped ${TEXT},
  PRIMARY KEY (tenant, id),
  FOREIGN KEY (tenant, organisation_id) REFERENCES organisations (tenant, id)
);

CREATE TABLE seals (
  tenant ${TEXT} NOT NULL, number ${TEXT} NOT NULL, organisation_id ${TEXT} NOT NULL,
  kind ${TEXT} NOT NULL CHECK (kind IN ('official', 'contract', 'finance', 'hr', 'invoice', 'legal-representative', 'custom')),
  ordinal bigint NOT NULL CHECK (ordinal >= 0),
  ordinal_reason ${TEXT} CHECK (ordinal = 0 OR ordinal_reason IS NOT NULL),
  name ${TEXT} NOT NULL,
  state ${TEXT} NOT NULL CHECK (state IN ('draft', 'pending-approval', 'approved', 'produced', 'active', 'suspended', 'abolished')),
  state_since ${TEXT} NOT NULL, state_reason ${TEXT},
  epoch bigint NOT NULL, test_material smallint NOT NULL CHECK (test_material IN (0, 1)),
  keeper_id ${TEXT}, design ${TEXT}, requested ${TEXT}, pending_transition ${TEXT},
  PRIMARY KEY (tenant, number),
  FOREIGN KEY (tenant, organisation_id) REFERENCES organisations (tenant, id)
);
CREATE UNIQUE INDEX one_seal_in_use ON seals (tenant, organisation_id, kind, ordinal) WHERE state IN ('active', 'suspended');
CREATE INDEX seals_of_organisation ON seals (tenant, organisation_id, number);

CREATE TABLE seal_versions (
  tenant ${TEXT} NOT NULL, seal_number ${TEXT} NOT NULL, version bigint NOT NULL CHECK (version >= 1),
  state ${TEXT} NOT NULL CHECK (state IN ('prepared', 'current', 'superseded', 'discarded')),
  face_type ${TEXT} NOT NULL CHECK (face_type IN ('SVG', 'PNG')), face bytea NOT NULL,
  width_um bigint NOT NULL, height_um bigint NOT NULL,
  statement bytea NOT NULL, statement_digest ${TEXT} NOT NULL, credential ${TEXT} NOT NULL,
  valid_from ${TEXT} NOT NULL, valid_to ${TEXT} NOT NULL,
  likeness bytea, like_faces ${TEXT} NOT NULL, likeness_accepted ${TEXT}, made ${TEXT},
  PRIMARY KEY (tenant, seal_number, version),
  FOREIGN KEY (tenant, seal_number) REFERENCES seals (tenant, number)
);
CREATE UNIQUE INDEX one_current_version ON seal_versions (tenant, seal_number) WHERE state = 'current';

CREATE TABLE seal_edges (from_state ${TEXT} NOT NULL, to_state ${TEXT} NOT NULL, PRIMARY KEY (from_state, to_state));
INSERT INTO seal_edges (from_state, to_state) VALUES
  ('draft', 'pending-approval'), ('pending-approval', 'approved'), ('pending-approval', 'draft'), ('approved', 'produced'),
  ('produced', 'active'), ('active', 'suspended'), ('suspended', 'active'), ('active', 'abolished'), ('suspended', 'abolished');
CREATE TABLE seal_version_edges (from_state ${TEXT} NOT NULL, to_state ${TEXT} NOT NULL, PRIMARY KEY (from_state, to_state));
INSERT INTO seal_version_edges (from_state, to_state) VALUES
  ('prepared', 'current'), ('prepared', 'discarded'), ('current', 'superseded');
CREATE FUNCTION refuse_unknown_step() RETURNS trigger LANGUAGE plpgsql SET search_path FROM CURRENT AS $$
DECLARE known boolean;
BEGIN
  IF TG_TABLE_NAME = 'seals' THEN
    known := NEW.epoch > OLD.epoch AND EXISTS (SELECT 1 FROM seal_edges WHERE from_state = OLD.state AND to_state = NEW.state);
  ELSE
    known := EXISTS (SELECT 1 FROM seal_version_edges WHERE from_state = OLD.state AND to_state = NEW.state);
  END IF;
  IF NOT known THEN
    RAISE EXCEPTION 'known-transition: %', TG_TABLE_NAME USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'known-transition';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER seal_step_known BEFORE UPDATE ON seals FOR EACH ROW
  WHEN (OLD.state <> NEW.state) EXECUTE FUNCTION refuse_unknown_step();
CREATE TRIGGER seal_version_step_known BEFORE UPDATE ON seal_versions FOR EACH ROW
  WHEN (OLD.state <> NEW.state) EXECUTE FUNCTION refuse_unknown_step();
CREATE TRIGGER seal_likeness_decided BEFORE UPDATE ON seal_versions FOR EACH ROW
  WHEN (NEW.state = 'current' AND NEW.like_faces <> '[]' AND NEW.likeness_accepted IS NULL) EXECUTE FUNCTION refuse('likeness-decided');
${fixed('seals', ['tenant', 'number', 'organisation_id', 'kind', 'ordinal', 'ordinal_reason', 'test_material'])}
${fixed('seal_versions', ['tenant', 'seal_number', 'version', 'face', 'width_um', 'height_um', 'statement', 'statement_digest', 'credential', 'like_faces'])}

CREATE TABLE seal_acts (
  position bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  tenant ${TEXT} NOT NULL, id ${TEXT} NOT NULL, seal_number ${TEXT} NOT NULL,
  act ${TEXT} NOT NULL CHECK (act IN ('filing', 'collection', 'destruction')),
  reference ${TEXT} NOT NULL, note ${TEXT} NOT NULL, at ${TEXT} NOT NULL, recorded_at ${TEXT} NOT NULL, recorded_by ${TEXT} NOT NULL,
  FOREIGN KEY (tenant, seal_number) REFERENCES seals (tenant, number)
);
CREATE UNIQUE INDEX seal_act_id ON seal_acts (tenant, id);
CREATE INDEX acts_of_seal ON seal_acts (tenant, seal_number, position);
${neverChanged('seal_acts')}

CREATE TABLE grants (
  tenant ${TEXT} NOT NULL, id ${TEXT} NOT NULL, seal_number ${TEXT} NOT NULL,
  holder_type ${TEXT} NOT NULL CHECK (holder_type IN ('person', 'role', 'group', 'application')), holder_id ${TEXT} NOT NULL,
  terms ${TEXT} NOT NULL, given ${TEXT} NOT NULL, delegated_from ${TEXT}, withdrawn ${TEXT},
  PRIMARY KEY (tenant, id),
  FOREIGN KEY (tenant, seal_number) REFERENCES seals (tenant, number)
);
CREATE INDEX grants_of_seal ON grants (tenant, seal_number, id);
CREATE TRIGGER grant_withdrawn_for_good BEFORE UPDATE ON grants FOR EACH ROW
  WHEN (OLD.withdrawn IS NOT NULL) EXECUTE FUNCTION refuse('never-changed');
${fixed('grants', ['tenant', 'id', 'seal_number', 'holder_type', 'holder_id', 'given', 'delegated_from'])}
${['organisations', 'persons', 'seals', 'seal_versions', 'grants'].map(neverDeleted).join('\n')}
`;
