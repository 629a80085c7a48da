import { fixed, neverDeleted, TEXT } from './sql-parts.ts';

/**
 * Keys that sign once, each made for one permit. What a key is for never changes, its certificate is set once, and once it is destroyed
 * that stays so; none is deleted.
 */
export const SQL_0014 = `
CREATE TABLE event_keys (
  tenant ${TEXT} NOT NULL, id ${TEXT} NOT NULL, permit_id ${TEXT} NOT NULL, person_id ${TEXT} NOT NULL, envelope_id ${TEXT} NOT NULL,
  reference ${TEXT}, made_at ${TEXT} NOT NULL, until ${TEXT} NOT NULL, credential ${TEXT}, ended_at ${TEXT}, ended_reason ${TEXT},
  PRIMARY KEY (tenant, id),
  CHECK ((ended_at IS NULL) = (ended_reason IS NULL))
);
CREATE UNIQUE INDEX event_keys_of_permit ON event_keys (tenant, permit_id);
CREATE INDEX event_keys_left ON event_keys (tenant, until) WHERE ended_at IS NULL;
${fixed('event_keys', ['tenant', 'id', 'permit_id', 'person_id', 'envelope_id', 'reference', 'made_at'])}
CREATE TRIGGER event_keys_written_once BEFORE UPDATE ON event_keys FOR EACH ROW
  WHEN (OLD.ended_at IS NOT NULL OR (OLD.credential IS NOT NULL AND OLD.credential IS DISTINCT FROM NEW.credential))
  EXECUTE FUNCTION refuse('never-changed');
${neverDeleted('event_keys')}
ALTER TABLE event_keys ENABLE ROW LEVEL SECURITY;
CREATE POLICY event_keys_of_tenant ON event_keys USING (tenant = nullif(current_setting('sealkit.tenant', true), ''));
`;
