import { stat } from 'node:fs/promises';
import { erasePersonalValues, type PersonalValueErasure } from '../audit/personal-values/erase-personal-values.ts';
import { createPostgresStore } from '../storage/postgresql/index.ts';
import { createSqliteStore } from '../storage/sqlite/index.ts';
import { StoreError } from '../storage/store-error.ts';
import type { Store } from '../storage/store.ts';
import { EXIT, type ExitCode, usageError } from './cli-error.ts';
import type { CommandIo } from './command-io.ts';
import { nameOfStore, readDatabaseUrl } from './database-url.ts';
import { type ParsedArguments, parseArguments } from './parse-arguments.ts';

/** `sealkit erase`: takes away for good what a person wrote, or what one event holds of it; the log says that it was done. */
export async function runErase(words: readonly string[], io: CommandIo): Promise<ExitCode> {
  const request = parseArguments(words, {
    '--tenant': 'value',
    '--person': 'value',
    '--event': 'value',
    '--reason': 'value',
    '--by': 'value',
    '--schema': 'value',
    '--json': 'flag',
  });
  const [name] = request.files;
  if (name === undefined || request.files.length > 1) throw usageError('expected one store: a file of SQLite, or a URL of PostgreSQL');
  const erasure = { tenant: required(request, '--tenant'), of: whoseOf(request), reason: required(request, '--reason') };
  const actor = required(request, '--by');
  const store = await openStore(name, request.value('--schema'));
  try {
    const done = await erasePersonalValues({ store, actor }, erasure);
    if (request.has('--json')) io.print(JSON.stringify({ store: nameOfStore(name), ...done }));
    else
      io.print(
        `${nameOfStore(name)}: ${done.erased} texts erased${done.eventIds.map((id) => `, event ${id}`).join('')}${FILES[String(done.scrubbed)]}`,
      );
  } finally {
    await store.close();
  }
  return EXIT.done;
}

/** What is said of the files. */
const FILES: Readonly<Record<string, string>> = {
  true: '',
  false: '; others use the file, and its write-ahead log may still hold them: run it again when they have ended',
  null: '; VACUUM personal_values as its owner, and mind archived logs and backups',
};

function whoseOf(request: ParsedArguments): PersonalValueErasure['of'] {
  const [personId, eventId] = [request.value('--person'), request.value('--event')];
  if (personId !== undefined && eventId === undefined) return { personId };
  if (eventId !== undefined && personId === undefined) return { eventId };
  throw usageError('expected --person or --event');
}

function required(request: ParsedArguments, option: string): string {
  const value = request.value(option) ?? '';
  if (value === '') throw usageError(`expected ${option}`);
  return value;
}

async function openStore(name: string, schema: string | undefined): Promise<Store> {
  if (readDatabaseUrl(name) !== undefined)
    return createPostgresStore({ connectionString: name, ...(schema === undefined ? {} : { schema }) });
  if (schema !== undefined) throw usageError('--schema is for PostgreSQL');
  const found = await stat(name).catch((cause: unknown) => {
    throw new StoreError('STORE_NOT_FOUND', 'there is no such file', { cause });
  });
  if (!found.isFile() || found.size === 0) throw new StoreError('STORE_FOREIGN_DATABASE', 'expected a file of SQLite');
  return createSqliteStore({ file: name });
}
