import { SQL_0001 } from './0001-register-permits-uses-events.ts';

export interface Migration {
  readonly version: number;
  readonly name: string;
  readonly sql: string;
}

/** In order, without gaps. */
export const MIGRATIONS: readonly Migration[] = [{ version: 1, name: 'register, permits, uses, events', sql: SQL_0001 }];
