/** What a seal is: never changed, in whatever state. */
const SEAL = ['tenant', 'number', 'organisation_id', 'kind', 'ordinal', 'ordinal_reason', 'test_material', 'requested'];

/** What a draft asks for and who wrote on it: changed as long as it is a draft, which nobody approved. */
const DRAFT = ['design', 'revisions'];

const differ = (old: string, columns: readonly string[]): string =>
  columns.map((column) => `${old}.${column} IS NOT NEW.${column}`).join(' OR ');

const changed = (old: string): string =>
  `${differ(old, SEAL)} OR ((${old}.state <> 'draft' OR NEW.state <> 'draft') AND (${differ(old, DRAFT)}))`;

/** A draft may be revised, and abandoned. The steps are read-only for every hand; a migration that adds one opens them for itself. */
export const SQL_0008 = `
ALTER TABLE seals ADD COLUMN revisions TEXT NOT NULL DEFAULT '[]';

DROP TRIGGER seals_identity;
CREATE TRIGGER seals_identity BEFORE UPDATE ON seals WHEN ${changed('OLD')}
BEGIN SELECT RAISE(ABORT, 'never-changed: seals'); END;
DROP TRIGGER seals_replaced_identity;
CREATE TRIGGER seals_replaced_identity BEFORE INSERT ON seals
WHEN EXISTS (SELECT 1 FROM seals AS old WHERE old.tenant = NEW.tenant AND old.number = NEW.number AND (${changed('old')}))
BEGIN SELECT RAISE(ABORT, 'never-changed: seals'); END;

DROP TRIGGER seal_edges_read_only_insert;
INSERT INTO seal_edges (from_state, to_state) VALUES ('draft', 'abolished');
CREATE TRIGGER seal_edges_read_only_insert BEFORE INSERT ON seal_edges
BEGIN SELECT RAISE(ABORT, 'never-changed: seal_edges'); END;

-- The order in which a person looks for seals, and pages of requests.
ALTER TABLE seals ADD COLUMN standing INTEGER GENERATED ALWAYS AS (CASE state WHEN 'active' THEN 0 WHEN 'pending-approval' THEN 1 WHEN 'approved' THEN 1 WHEN 'produced' THEN 1 WHEN 'suspended' THEN 2 WHEN 'draft' THEN 3 ELSE 4 END) VIRTUAL;
CREATE INDEX seals_in_order ON seals (tenant, standing, name, number);

CREATE INDEX approvals_of_requester ON approvals (tenant, requested_by, position);
CREATE INDEX approvals_open ON approvals (tenant, position) WHERE state = 'pending';
CREATE INDEX approvals_ended ON approvals (tenant, position) WHERE state <> 'pending';
`;
