import { fixed, TEXT } from './sql-parts.ts';

/** A draft may be revised as long as it is one, and abandoned; who asked for a seal stays. */
export const SQL_0007 = `
ALTER TABLE seals ADD COLUMN revisions ${TEXT} NOT NULL DEFAULT '[]';
DROP TRIGGER seals_identity ON seals;
${fixed('seals', ['tenant', 'number', 'organisation_id', 'kind', 'ordinal', 'ordinal_reason', 'test_material', 'requested'])}
CREATE TRIGGER seals_draft_fixed BEFORE UPDATE ON seals FOR EACH ROW
  WHEN ((OLD.state <> 'draft' OR NEW.state <> 'draft') AND (OLD.design IS DISTINCT FROM NEW.design OR OLD.revisions IS DISTINCT FROM NEW.revisions))
  EXECUTE FUNCTION refuse('never-changed');
INSERT INTO seal_edges (from_state, to_state) VALUES ('draft', 'abolished');

-- The order in which a person looks for seals, and pages of requests.
ALTER TABLE seals ADD COLUMN standing smallint GENERATED ALWAYS AS (CASE state WHEN 'active' THEN 0 WHEN 'pending-approval' THEN 1 WHEN 'approved' THEN 1 WHEN 'produced' THEN 1 WHEN 'suspended' THEN 2 WHEN 'draft' THEN 3 ELSE 4 END) STORED;
CREATE INDEX seals_in_order ON seals (tenant, standing, name, number);

CREATE INDEX approvals_of_requester ON approvals (tenant, requested_by, position);
CREATE INDEX approvals_open ON approvals (tenant, position) WHERE state = 'pending';
CREATE INDEX approvals_ended ON approvals (tenant, position) WHERE state <> 'pending';
`;
