import { createRequire } from 'node:module';
import { CKF, type Cryptoki } from './cryptoki.ts';
import { Pkcs11Error, translated } from './pkcs11-error.ts';

/** A library in use, with what ends the use. */
export interface LoadedCryptoki {
  readonly cryptoki: Cryptoki;
  readonly release: () => void;
}

interface SharedLibrary {
  readonly cryptoki: Cryptoki;
  readonly initializedHere: boolean;
  users: number;
}

// Module state, against the rule: PKCS #11 initialises a library once for the whole process, and ends it for all who use it.
const LIBRARIES = new Map<string, SharedLibrary>();
const require = createRequire(import.meta.url);

/**
 * Loads a PKCS #11 library, or joins those who use it already in this process. It ends with the last of them, unless somebody
 * else than this package initialised it.
 *
 * @throws {@link Pkcs11Error} `PKCS11_PACKAGE_MISSING`, `PKCS11_LIBRARY_UNUSABLE`
 */
export function loadCryptoki(library: string): LoadedCryptoki {
  let shared = LIBRARIES.get(library);
  if (shared === undefined) {
    shared = initialize(library);
    LIBRARIES.set(library, shared);
  }
  shared.users += 1;
  return { cryptoki: shared.cryptoki, release: once(() => leave(library)) };
}

function leave(library: string): void {
  const shared = LIBRARIES.get(library);
  if (shared === undefined) return;
  shared.users -= 1;
  if (shared.users > 0) return;
  LIBRARIES.delete(library);
  if (!shared.initializedHere) return;
  try {
    shared.cryptoki.C_Finalize();
  } catch (error) {
    throw translated(error);
  } finally {
    shared.cryptoki.close();
  }
}

function initialize(library: string): SharedLibrary {
  const PKCS11 = constructorOf();
  const cryptoki = new PKCS11();
  try {
    cryptoki.load(library);
  } catch (cause) {
    throw new Pkcs11Error('PKCS11_LIBRARY_UNUSABLE', `expected a PKCS #11 library at ${library}`, { cause });
  }
  try {
    // Signatures are made in Node's thread pool: the library has to lock by itself.
    cryptoki.C_Initialize({ flags: CKF.OS_LOCKING_OK });
    return { cryptoki, initializedHere: true, users: 0 };
  } catch (cause) {
    const ckr = cause instanceof Error ? cause.message : '';
    if (ckr === 'CKR_CRYPTOKI_ALREADY_INITIALIZED') return { cryptoki, initializedHere: false, users: 0 };
    cryptoki.close();
    throw new Pkcs11Error('PKCS11_LIBRARY_UNUSABLE', `the PKCS #11 library ${library} does not start (${ckr})`, { cause });
  }
}

function constructorOf(): new () => Cryptoki {
  try {
    return (require('pkcs11js') as { readonly PKCS11: new () => Cryptoki }).PKCS11;
  } catch (cause) {
    throw new Pkcs11Error('PKCS11_PACKAGE_MISSING', 'expected the optional package pkcs11js: npm install pkcs11js (it needs a compiler)', {
      cause,
    });
  }
}

function once(work: () => void): () => void {
  let done = false;
  return () => {
    if (done) return;
    done = true;
    work();
  };
}
