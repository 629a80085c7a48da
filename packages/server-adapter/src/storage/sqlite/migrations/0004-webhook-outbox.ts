/** The outbox by receiver: what is open, tries so far, and when the next one is due. */
export const SQL_0004 = `
ALTER TABLE outbox ADD COLUMN endpoint TEXT NOT NULL DEFAULT '';
ALTER TABLE outbox ADD COLUMN attempts INTEGER NOT NULL DEFAULT 0;
ALTER TABLE outbox ADD COLUMN next_attempt_at TEXT NOT NULL DEFAULT '';
ALTER TABLE outbox ADD COLUMN given_up_at TEXT;
UPDATE outbox SET next_attempt_at = created_at;
CREATE INDEX outbox_open ON outbox (tenant, endpoint, sequence) WHERE delivered_at IS NULL AND given_up_at IS NULL;
CREATE INDEX outbox_settled ON outbox (tenant, coalesce(delivered_at, given_up_at));
`;
