import type { Migration } from '../../sql/migration.ts';
import { SQL_0001 } from './0001-register-permits-uses-events.ts';
import { SQL_0002 } from './0002-lifecycle-grants-approvals.ts';
import { SQL_0003 } from './0003-transparency-log.ts';
import { SQL_0004 } from './0004-webhook-outbox.ts';
import { SQL_0005 } from './0005-rules-for-every-hand.ts';
import { SQL_0006 } from './0006-use-log-indexes.ts';
import { SQL_0007 } from './0007-envelopes.ts';
import { SQL_0008 } from './0008-drafts.ts';
import { SQL_0010 } from './0010-personal-values.ts';
import { SQL_0011 } from './0011-intents.ts';
import { SQL_0012 } from './0012-identities.ts';
import { SQL_0013 } from './0013-authenticator-acts.ts';
import { SQL_0014 } from './0014-intent-batches.ts';
import { SQL_0015 } from './0015-event-keys.ts';

/** In order. */
export const MIGRATIONS: readonly Migration[] = [
  { version: 1, name: 'register, permits, uses, events', sql: SQL_0001 },
  { version: 2, name: 'life cycle, grants with terms, approvals', sql: SQL_0002 },
  { version: 3, name: 'transparency log', sql: SQL_0003 },
  { version: 4, name: 'webhook outbox', sql: SQL_0004 },
  { version: 5, name: 'rules for every hand', sql: SQL_0005 },
  { version: 6, name: 'indexes of the use log', sql: SQL_0006 },
  { version: 7, name: 'envelopes with parties', sql: SQL_0007 },
  { version: 8, name: 'drafts that are revised', sql: SQL_0008 },
  { version: 10, name: 'personal values', sql: SQL_0010 },
  { version: 11, name: 'proofs of intent', sql: SQL_0011 },
  { version: 12, name: 'identities', sql: SQL_0012 },
  { version: 13, name: 'acts on authenticators', sql: SQL_0013 },
  { version: 14, name: 'batches of intent', sql: SQL_0014 },
  { version: 15, name: 'keys that sign once', sql: SQL_0015 },
];
