import { neverChanged, neverDeleted, TEXT } from './sql-parts.ts';

/**
 * Events with their order, use log, transparency log. Rows of events and log are added in order and never changed or removed.
 * `event_order` gives each event its place under the lock of its tenant, which is held until the commit: a place is never smaller
 * than one that somebody has seen.
 */
export const SQL_0003 = `
CREATE TABLE events (
  tenant ${TEXT} NOT NULL, id ${TEXT} NOT NULL, v bigint NOT NULL,
  chain ${TEXT} NOT NULL, sequence bigint NOT NULL CHECK (sequence >= 1), prev ${TEXT} CHECK ((sequence = 1) = (prev IS NULL)),
  seal_number ${TEXT}, seal_sequence bigint, seal_prev ${TEXT},
  type ${TEXT} NOT NULL, time ${TEXT} NOT NULL, actor ${TEXT} NOT NULL, body ${TEXT} NOT NULL, digest ${TEXT} NOT NULL,
  PRIMARY KEY (tenant, id),
  CHECK ((seal_number IS NULL) = (seal_sequence IS NULL)),
  CHECK (seal_sequence IS NULL OR (seal_sequence = 1) = (seal_prev IS NULL))
);
CREATE UNIQUE INDEX event_position ON events (tenant, chain, sequence);
CREATE UNIQUE INDEX event_seal_position ON events (tenant, seal_number, seal_sequence) WHERE seal_number IS NOT NULL;
CREATE INDEX events_of_seal_life ON events (tenant, seal_number, seal_sequence)
  WHERE seal_number IS NOT NULL AND type NOT LIKE 'use%' AND type <> 'permit-issued';

CREATE TABLE event_order (
  position bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, tenant ${TEXT} NOT NULL, event_id ${TEXT} NOT NULL
);
CREATE UNIQUE INDEX event_order_event ON event_order (tenant, event_id);
CREATE INDEX event_order_tenant ON event_order (tenant, position);
CREATE FUNCTION order_event() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path FROM CURRENT AS $$
BEGIN
  -- The store holds this lock already; whoever else writes takes it here.
  PERFORM pg_advisory_xact_lock(hashtextextended(TG_TABLE_SCHEMA || '/' || NEW.tenant, 0));
  INSERT INTO event_order (tenant, event_id) VALUES (NEW.tenant, NEW.id);
  RETURN NULL;
END $$;
CREATE TRIGGER event_ordered AFTER INSERT ON events FOR EACH ROW EXECUTE FUNCTION order_event();

CREATE TABLE use_log (
  position bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  tenant ${TEXT} NOT NULL, id ${TEXT} NOT NULL, seal_number ${TEXT}, envelope_id ${TEXT}, person_id ${TEXT} NOT NULL, time ${TEXT} NOT NULL,
  result ${TEXT} NOT NULL CHECK (result IN ('awaiting-intent', 'interrupted', 'completed', 'refused')),
  use_id ${TEXT}, seal_version bigint, digests ${TEXT} NOT NULL, event_ids ${TEXT} NOT NULL, search ${TEXT} NOT NULL
);
CREATE UNIQUE INDEX use_log_id ON use_log (tenant, id);
CREATE INDEX use_log_tenant ON use_log (tenant, position);
CREATE INDEX use_log_seal ON use_log (tenant, seal_number, position);
CREATE TABLE use_log_digests (
  tenant ${TEXT} NOT NULL, digest ${TEXT} NOT NULL, row_id ${TEXT} NOT NULL, PRIMARY KEY (tenant, digest, row_id)
);

CREATE TABLE log_leaves (
  tenant ${TEXT} NOT NULL, position bigint NOT NULL CHECK (position >= 0), event_id ${TEXT} NOT NULL,
  PRIMARY KEY (tenant, position)
);
CREATE UNIQUE INDEX log_leaf_event ON log_leaves (tenant, event_id);
CREATE FUNCTION refuse_other_leaf() RETURNS trigger LANGUAGE plpgsql SET search_path FROM CURRENT AS $$
BEGIN
  IF NEW.position <> (SELECT coalesce(max(position) + 1, 0) FROM log_leaves WHERE tenant = NEW.tenant) THEN
    RAISE EXCEPTION 'log-position: log_leaves' USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'log-position';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER log_leaf_next BEFORE INSERT ON log_leaves FOR EACH ROW EXECUTE FUNCTION refuse_other_leaf();

CREATE TABLE log_hashes (
  tenant ${TEXT} NOT NULL, level bigint NOT NULL CHECK (level BETWEEN 0 AND 63), position bigint NOT NULL CHECK (position >= 0),
  hash bytea NOT NULL CHECK (octet_length(hash) = 32),
  PRIMARY KEY (tenant, level, position)
);

CREATE TABLE log_checkpoints (
  tenant ${TEXT} NOT NULL, size bigint NOT NULL CHECK (size >= 0), note ${TEXT} NOT NULL, timestamp_token bytea, created_at ${TEXT} NOT NULL,
  PRIMARY KEY (tenant, size)
);
${['events', 'event_order', 'log_leaves', 'log_hashes', 'log_checkpoints'].map(neverChanged).join('\n')}
${['use_log', 'use_log_digests'].map(neverDeleted).join('\n')}
`;
