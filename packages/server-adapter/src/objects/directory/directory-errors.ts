import { errnoOf } from '../../bytes/index.ts';
import { ObjectStoreError, type ObjectStoreErrorCode } from '../object-store-error.ts';

/** What the system says, and what that means for who asked. Every other fault may pass. */
const CODES: ReadonlyMap<string, ObjectStoreErrorCode> = new Map([
  ['ENOSPC', 'OBJECT_STORE_FULL'],
  ['EDQUOT', 'OBJECT_STORE_FULL'],
  ['EFBIG', 'OBJECT_STORE_FULL'],
  ['EACCES', 'OBJECT_STORE_REFUSED'],
  ['EPERM', 'OBJECT_STORE_REFUSED'],
  ['EROFS', 'OBJECT_STORE_REFUSED'],
  ['ENOTDIR', 'OBJECT_STORE_REFUSED'],
]);

/** Does work on files and turns what the system says into an error of the port; errors of other kinds pass. */
export async function onFiles<T>(what: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (cause) {
    const errno = errnoOf(cause);
    if (!/^E[A-Z0-9]+$/.test(errno)) throw cause;
    throw new ObjectStoreError(CODES.get(errno) ?? 'OBJECT_STORE_UNAVAILABLE', `${what} (${errno})`, { cause });
  }
}
