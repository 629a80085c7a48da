import { usageError } from './cli-error.ts';

/** A URL may say by whom and how to connect: its host and database are enough. */
export function nameOfStore(store: string): string {
  return readDatabaseUrl(store)?.name ?? store;
}

/**
 * The form that `pg` reads, in which the host may be empty; undefined for a file.
 *
 * @throws {@link CliError} with exit code 64 for one with a password, which everybody on the machine could read
 */
export function readDatabaseUrl(store: string): { readonly name: string } | undefined {
  const [, scheme, user = '', place = '', query = ''] = /^(postgres(?:ql)?:\/\/)(?:([^@/?]*)@)?([^?]*)\??(.*)$/.exec(store) ?? [];
  if (scheme === undefined) return undefined;
  if (user.includes(':') || new URLSearchParams(query).has('password'))
    throw usageError('expected a URL without a password: PGPASSFILE names a file with it');
  return { name: `${scheme}${place}` };
}
