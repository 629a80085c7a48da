import { assertSchemaName, quoteName } from './schema-name.ts';

/** What the application may do with a table besides reading it. */
export interface TablePrivileges {
  readonly insert: boolean;
  readonly delete: boolean;
  /** Columns that the store changes; no other one can be. */
  readonly update: readonly string[];
}

const READ: TablePrivileges = { insert: false, delete: false, update: [] };
const ADD: TablePrivileges = { ...READ, insert: true };
const change = (...update: readonly string[]): TablePrivileges => ({ ...ADD, update });

/**
 * The privileges of the application by table: everything that the store does, and nothing else. Only answers under their idempotency
 * keys and settled messages are ever deleted. `event_order` is written by a trigger.
 */
export const APPLICATION_PRIVILEGES: ReadonlyMap<string, TablePrivileges> = new Map([
  ['schema_migrations', READ],
  ['organisations', change('name', 'verified_name')],
  ['persons', change('name', 'organisation_id', 'roles', 'groups', 'credential', 'stopped')],
  [
    'seals',
    change('name', 'state', 'state_since', 'state_reason', 'epoch', 'keeper_id', 'design', 'requested', 'revisions', 'pending_transition'),
  ],
  ['seal_versions', change('state', 'likeness_accepted')],
  ['seal_edges', READ],
  ['seal_version_edges', READ],
  ['seal_acts', ADD],
  ['grants', change('terms', 'withdrawn')],
  ['envelopes', ADD],
  ['envelope_edges', READ],
  ['envelope_parties', ADD],
  ['envelope_versions', ADD],
  [
    'envelope_progress',
    change(
      'state',
      'state_since',
      'ended',
      'revision',
      'waiting_for',
      'claimed_by',
      'claimed_until',
      'reminded_at',
      'document_stored_at',
      'event_id',
    ),
  ],
  ['permits', change('used_by', 'used_at')],
  ['approvals', change('state', 'decisions', 'waiting_for')],
  [
    'uses',
    change(
      'status',
      'refusal',
      'intent',
      'use_event_id',
      'use_event_digest',
      'signed_attributes',
      'pending',
      'completed',
      'completed_revision',
    ),
  ],
  ['authenticators', change('state', 'revision', 'confirmed_at', 'last_used_at', 'removed_at')],
  ['authenticator_acts', change('confirmed_at', 'intent')],
  ['intents', change('tries', 'ended_at', 'outcome')],
  ['intent_counts', change('total', 'times')],
  ['intent_policies', change('policy', 'set_at', 'set_by')],
  ['answers', { ...change('owner', 'lease_until', 'expires_at', 'answer'), delete: true }],
  ['outbox', { ...change('attempts', 'next_attempt_at', 'delivered_at', 'given_up_at'), delete: true }],
  ['events', ADD],
  ['personal_values', change('salt', 'text', 'erased_at', 'erased_by')],
  ['intent_batches', change('proven', 'event_id', 'event_digest')],
  ['event_keys', change('until', 'credential', 'ended_at', 'ended_reason')],
  ['identity_verifications', change('subject_kind', 'subject_id', 'state', 'finished_at', 'body')],
  ['event_order', READ],
  [
    'use_log',
    change('seal_number', 'envelope_id', 'person_id', 'time', 'result', 'use_id', 'seal_version', 'digests', 'event_ids', 'search'),
  ],
  ['use_log_digests', ADD],
  ['log_leaves', ADD],
  ['log_hashes', ADD],
  ['log_checkpoints', ADD],
]);

/**
 * The statements that give a role exactly what the application needs, for a database that is migrated; the owner runs them.
 * `migratePostgresStore` does so where it is told the role.
 *
 * @throws RangeError for a schema name that would need quotes
 */
export function postgresGrants(options: { readonly schema: string; readonly applicationRole: string }): string {
  assertSchemaName(options.schema);
  const { schema } = options;
  const role = quoteName(options.applicationRole);
  const statements = [
    `REVOKE ALL ON ALL TABLES IN SCHEMA ${schema} FROM ${role}`,
    `REVOKE ALL ON ALL FUNCTIONS IN SCHEMA ${schema} FROM PUBLIC, ${role}`,
    `REVOKE ALL ON SCHEMA ${schema} FROM ${role}`,
    `GRANT USAGE ON SCHEMA ${schema} TO ${role}`,
    `GRANT EXECUTE ON FUNCTION ${schema}.unlogged_tenants() TO ${role}`,
  ];
  for (const [table, privileges] of APPLICATION_PRIVILEGES) {
    const granted = ['SELECT'];
    if (privileges.insert) granted.push('INSERT');
    if (privileges.delete) granted.push('DELETE');
    if (privileges.update.length > 0) granted.push(`UPDATE (${privileges.update.join(', ')})`);
    statements.push(`GRANT ${granted.join(', ')} ON ${schema}.${table} TO ${role}`);
  }
  return `${statements.join(';\n')};\n`;
}
