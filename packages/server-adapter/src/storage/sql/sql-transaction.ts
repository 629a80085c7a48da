import type { StoreTransaction } from '../store.ts';
import { sqlApprovalTable } from './sql-approvals.ts';
import { sqlAuditTable } from './sql-audit.ts';
import type { SqlDatabase } from './sql-database.ts';
import { sqlEnvelopeTable } from './sql-envelopes.ts';
import { sqlEventKeyTable } from './sql-event-keys.ts';
import { sqlIdentityTable } from './sql-identities.ts';
import { sqlIntentTable } from './sql-intents.ts';
import { sqlLogTable } from './sql-log.ts';
import { sqlPersonalValueTable } from './sql-personal-values.ts';
import { sqlRegisterTable } from './sql-register.ts';
import { sqlAnswerTable, sqlOutboxTable, sqlPermitTable } from './sql-tables.ts';
import { sqlUseTable } from './sql-uses.ts';

/** All tables over one open transaction. */
export function sqlTransaction(database: SqlDatabase): StoreTransaction {
  return {
    audit: sqlAuditTable(database),
    personal: sqlPersonalValueTable(database),
    identities: sqlIdentityTable(database),
    eventKeys: sqlEventKeyTable(database),
    log: sqlLogTable(database),
    register: sqlRegisterTable(database),
    envelopes: sqlEnvelopeTable(database),
    permits: sqlPermitTable(database),
    approvals: sqlApprovalTable(database),
    uses: sqlUseTable(database),
    intents: sqlIntentTable(database),
    answers: sqlAnswerTable(database),
    outbox: sqlOutboxTable(database),
  };
}
