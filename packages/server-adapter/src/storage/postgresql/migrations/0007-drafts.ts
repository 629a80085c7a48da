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
`;
