/** Tables whose rows belong to a tenant each. */
const TENANT_TABLES = [
  'organisations',
  'persons',
  'seals',
  'seal_versions',
  'seal_acts',
  'grants',
  'envelopes',
  'permits',
  'approvals',
  'uses',
  'answers',
  'outbox',
  'events',
  'event_order',
  'use_log',
  'use_log_digests',
  'log_leaves',
  'log_hashes',
  'log_checkpoints',
] as const;

const ofTenant = (table: string): string => `
ALTER TABLE ${table} ENABLE ROW LEVEL SECURITY;
CREATE POLICY ${table}_of_tenant ON ${table} USING (tenant = nullif(current_setting('sealkit.tenant', true), ''));`;

/**
 * The second wall between tenants: whoever is not the owner sees and writes the rows of the tenant that the transaction named, and
 * none before it named one. One function looks over the wall, for the names of the tenants that the transparency log has work for.
 */
export const SQL_0004 = `
${TENANT_TABLES.map(ofTenant).join('\n')}

CREATE FUNCTION unlogged_tenants() RETURNS TABLE (tenant text) LANGUAGE sql STABLE SECURITY DEFINER SET search_path FROM CURRENT AS $$
  -- One look into the index for each tenant.
  WITH RECURSIVE known AS (
    (SELECT o.tenant FROM event_order o ORDER BY o.tenant LIMIT 1)
    UNION ALL
    SELECT (SELECT o.tenant FROM event_order o WHERE o.tenant > known.tenant ORDER BY o.tenant LIMIT 1) FROM known WHERE known.tenant IS NOT NULL
  )
  SELECT known.tenant FROM known WHERE known.tenant IS NOT NULL
    AND EXISTS (SELECT 1 FROM event_order o WHERE o.tenant = known.tenant AND o.position > coalesce((
      SELECT last.position FROM log_leaves l JOIN event_order last ON last.tenant = l.tenant AND last.event_id = l.event_id
      WHERE l.tenant = known.tenant ORDER BY l.position DESC LIMIT 1), 0))
  ORDER BY known.tenant
$$;
REVOKE ALL ON FUNCTION unlogged_tenants() FROM PUBLIC;
`;
