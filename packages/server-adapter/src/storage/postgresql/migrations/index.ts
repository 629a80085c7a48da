import type { Migration } from '../../sql/migration.ts';
import { SQL_0001 } from './0001-register.ts';
import { SQL_0002 } from './0002-permits-uses.ts';
import { SQL_0003 } from './0003-audit.ts';
import { SQL_0004 } from './0004-row-level-security.ts';
import { SQL_0005 } from './0005-use-log-indexes.ts';
import { SQL_0006 } from './0006-envelopes.ts';
import { SQL_0007 } from './0007-drafts.ts';
import { SQL_0009 } from './0009-personal-values.ts';
import { SQL_0010 } from './0010-intents.ts';
import { SQL_0011 } from './0011-identities.ts';
import { SQL_0012 } from './0012-authenticator-acts.ts';
import { SQL_0013 } from './0013-intent-batches.ts';
import { SQL_0014 } from './0014-event-keys.ts';

/** In order. */
export const MIGRATIONS: readonly Migration[] = [
  { version: 1, name: 'register', sql: SQL_0001 },
  { version: 2, name: 'permits, approvals, uses', sql: SQL_0002 },
  { version: 3, name: 'events, use log, transparency log', sql: SQL_0003 },
  { version: 4, name: 'row-level security', sql: SQL_0004 },
  { version: 5, name: 'indexes of the use log', sql: SQL_0005 },
  { version: 6, name: 'envelopes with parties', sql: SQL_0006 },
  { version: 7, name: 'drafts that are revised', sql: SQL_0007 },
  { version: 9, name: 'personal values', sql: SQL_0009 },
  { version: 10, name: 'proofs of intent', sql: SQL_0010 },
  { version: 11, name: 'identities', sql: SQL_0011 },
  { version: 12, name: 'acts on authenticators', sql: SQL_0012 },
  { version: 13, name: 'batches of intent', sql: SQL_0013 },
  { version: 14, name: 'keys that sign once', sql: SQL_0014 },
];
