import type { SqlDatabase } from '../storage/sql/sql-database.ts';
import type { Store } from '../storage/store.ts';
import type { DoctorCheckResult } from './doctor-report.ts';

/** A database as it was at one moment, to be read and never written. Servers may go on meanwhile. */
export interface Snapshot {
  /** All of its transactions see that moment. What writes is refused by the database. */
  readonly store: Store;
  /** Statements that the port has not, with what belongs to a tenant in sight. */
  readonly sqlOf: (tenant: string) => SqlDatabase;
  /** Sorted. */
  readonly tenants: readonly string[];
  /** What was found of the database itself: `database`, `settings`, `schema`. */
  readonly database: readonly DoctorCheckResult[];
}
