import { AdapterError } from '../adapter-error.ts';

/** A value out of the path. What no id can be is not found, as any id of another tenant is. */
export function pathValue(path: Readonly<Record<string, string>>, name: string): string {
  const value = path[name] ?? '';
  if (!/^[A-Za-z0-9._-]{1,64}$/.test(value)) throw new AdapterError('NOT_FOUND');
  return value;
}
