/** The columns that say what a row is about: a row written again over itself may not change one of them. */
const fixed = (table: string, columns: readonly string[]): string => `
DROP TRIGGER IF EXISTS ${table}_identity;
CREATE TRIGGER ${table}_identity BEFORE UPDATE ON ${table}
WHEN ${columns.map((column) => `OLD.${column} IS NOT NEW.${column}`).join(' OR ')}
BEGIN SELECT RAISE(ABORT, 'never-changed: ${table}'); END;`;

/**
 * `INSERT OR REPLACE` removes a row without asking the triggers of DELETE and UPDATE. What they refuse is refused here as well, of
 * the row that a new one would take the place of.
 */
const replaced = (what: string, table: string, key: readonly string[], refused: string, rule = `never-changed: ${table}`): string => `
CREATE TRIGGER ${table}_replaced_${what} BEFORE INSERT ON ${table}
WHEN EXISTS (SELECT 1 FROM ${table} AS old WHERE ${key.map((column) => `old.${column} = NEW.${column}`).join(' AND ')} AND (${refused}))
BEGIN SELECT RAISE(ABORT, '${rule}'); END;`;

const differs = (columns: readonly string[]): string => columns.map((column) => `old.${column} IS NOT NEW.${column}`).join(' OR ');

const SEAL = ['tenant', 'number', 'organisation_id', 'kind', 'ordinal', 'ordinal_reason', 'test_material', 'design', 'requested'];
const VERSION = [
  'tenant',
  'seal_number',
  'version',
  'face_type',
  'face',
  'width_um',
  'height_um',
  'statement',
  'statement_digest',
  'credential',
  'valid_from',
  'valid_to',
  'likeness',
  'like_faces',
  'made',
];
const GRANT = ['tenant', 'id', 'seal_number', 'holder_type', 'holder_id', 'given', 'delegated_from'];
const APPROVAL = [
  'tenant',
  'id',
  'permit_id',
  'envelope_id',
  'seal_number',
  'seal_epoch',
  'grant_id',
  'requested_by',
  'requested_at',
  'expires_at',
  'reason',
  'request',
  'request_digest',
  'tier',
  'needs_attestation',
];
const ENVELOPE = ['tenant', 'id', 'name', 'digest', 'length', 'pages', 'document_class', 'amount', 'created_at', 'created_by'];
const PERMIT = [
  'tenant',
  'id',
  'envelope_id',
  'seal_number',
  'seal_epoch',
  'grant_id',
  'person_id',
  'payload',
  'compact',
  'digest',
  'issued_at',
  'expires_at',
];

const readOnly = (table: string): string =>
  ['INSERT', 'UPDATE', 'DELETE']
    .map(
      (act) => `
CREATE TRIGGER ${table}_read_only_${act.toLowerCase()} BEFORE ${act} ON ${table}
BEGIN SELECT RAISE(ABORT, 'never-changed: ${table}'); END;`,
    )
    .join('');

/** The rules of 0002 for whoever writes in whatever way: the steps themselves are fixed, rows are not replaced, permits not moved. */
export const SQL_0005 = `
${readOnly('seal_edges')}
${readOnly('seal_version_edges')}
${fixed('seals', SEAL)}
${fixed('seal_versions', VERSION)}
${fixed('grants', GRANT)}
${fixed('approvals', APPROVAL)}
${fixed('envelopes', ENVELOPE)}
${fixed('permits', PERMIT)}
${replaced('identity', 'seals', ['tenant', 'number'], differs(SEAL))}
${replaced(
  'step',
  'seals',
  ['tenant', 'number'],
  `old.epoch > NEW.epoch OR (old.state <> NEW.state AND (NEW.epoch <= old.epoch
    OR NOT EXISTS (SELECT 1 FROM seal_edges WHERE from_state = old.state AND to_state = NEW.state)))`,
  'known-transition: seals',
)}
${replaced('identity', 'seal_versions', ['tenant', 'seal_number', 'version'], differs(VERSION))}
${replaced(
  'step',
  'seal_versions',
  ['tenant', 'seal_number', 'version'],
  `old.state <> NEW.state AND NOT EXISTS (SELECT 1 FROM seal_version_edges WHERE from_state = old.state AND to_state = NEW.state)`,
  'known-transition: seal_versions',
)}
${replaced('identity', 'grants', ['tenant', 'id'], `old.withdrawn IS NOT NULL OR ${differs(GRANT)}`)}
${replaced('ended', 'approvals', ['tenant', 'id'], `old.state <> 'pending'`, 'approval-ended')}
${replaced('identity', 'approvals', ['tenant', 'id'], differs(APPROVAL))}
${replaced('row', 'envelopes', ['tenant', 'id'], '1', 'UNIQUE constraint failed: envelopes.tenant, envelopes.id')}
${replaced('row', 'seal_acts', ['tenant', 'id'], '1', 'UNIQUE constraint failed: seal_acts.tenant, seal_acts.id')}
`;
