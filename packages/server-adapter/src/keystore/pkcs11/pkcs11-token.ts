import { CKF, CKS, CKU, type Cryptoki, type Handle } from './cryptoki.ts';
import { findToken, type FoundToken, type TokenIdentity, type TokenName } from './find-token.ts';
import { loadCryptoki, type LoadedCryptoki } from './load-cryptoki.ts';
import { ckrOf, Pkcs11Error, translated } from './pkcs11-error.ts';
import { createSessionPool, type SessionPool } from './session-pool.ts';

/** Where a PIN comes from; undefined has it typed on the token's own keypad. It is asked for when it is needed, and not kept. */
export type PinSource = (token: TokenIdentity) => Promise<string | undefined>;

export interface Pkcs11TokenOptions {
  /** Path of the library of the token's maker, such as `/usr/lib/softhsm/libsofthsm2.so`. */
  readonly library: string;
  readonly token?: TokenName;
  readonly pin: PinSource;
  /** Most signatures at a time; four by default. */
  readonly maxSessions?: number;
}

/** A token that is open. Close it when nothing more is to be signed: then it is logged out. */
export interface Pkcs11Token {
  readonly identity: TokenIdentity;
  readonly sessions: SessionPool;
  /** Lends a session that may write, for keys and certificates. */
  readonly writing: SessionPool;
  /** Asks for the PIN once more, for a key that wants it for each signature. */
  confirm(session: Handle): Promise<void>;
  close(): Promise<void>;
}

const FOUR = 4;

/**
 * Opens a token. It is logged in with the first session that is used; a PIN that the token refused is never tried a second time,
 * since tokens lock themselves after a few.
 *
 * @throws {@link Pkcs11Error} `PKCS11_PACKAGE_MISSING`, `PKCS11_LIBRARY_UNUSABLE`, `PKCS11_TOKEN_NOT_FOUND`,
 * `PKCS11_TOKEN_AMBIGUOUS`
 */
export function openPkcs11Token(options: Pkcs11TokenOptions): Pkcs11Token {
  return openTokenOf(loadCryptoki(options.library), options);
}

/** The same over a library that is loaded already. */
export function openTokenOf({ cryptoki, release }: LoadedCryptoki, options: Omit<Pkcs11TokenOptions, 'library'>): Pkcs11Token {
  try {
    return tokenOf({ cryptoki, release }, findToken(cryptoki, options.token ?? {}), options);
  } catch (error) {
    release();
    throw error;
  }
}

function tokenOf(
  { cryptoki, release }: LoadedCryptoki,
  token: FoundToken,
  { pin, maxSessions = FOUR }: Omit<Pkcs11TokenOptions, 'library'>,
): Pkcs11Token {
  if (!Number.isInteger(maxSessions) || maxSessions < 1) throw new RangeError(`maxSessions: expected 1 or more, got ${maxSessions}`);
  const login = createLogin(cryptoki, token, pin);
  const poolOf = (flags: number, size: number): SessionPool =>
    createSessionPool({
      cryptoki,
      maxSessions: size,
      open: async () => {
        const session = cryptoki.C_OpenSession(token.slot, flags);
        try {
          await login.ensure(session);
          return session;
        } catch (error) {
          cryptoki.C_CloseSession(session);
          throw error;
        }
      },
    });
  const sessions = poolOf(CKF.SERIAL_SESSION, maxSessions);
  const writing = poolOf(CKF.SERIAL_SESSION | CKF.RW_SESSION, 1);
  let closing: Promise<void> | undefined;
  const closeAll = async (): Promise<void> => {
    await Promise.all([sessions.close(), writing.close()]);
    release();
  };
  return {
    identity: token.identity,
    sessions,
    writing,
    confirm: (session) => login.confirm(session),
    close: () => (closing ??= closeAll()),
  };
}

interface Login {
  /** All sessions of a process with a token are logged in together; asks for the PIN where none of them is. */
  ensure(session: Handle): Promise<void>;
  confirm(session: Handle): Promise<void>;
}

function createLogin(cryptoki: Cryptoki, token: FoundToken, pin: PinSource): Login {
  let refused: unknown;
  let underWay: Promise<void> | undefined;
  const login = async (session: Handle, user: number): Promise<void> => {
    if (refused !== undefined) throw refused;
    const secret = await askPin(token, pin);
    try {
      cryptoki.C_Login(session, user, secret);
    } catch (error) {
      if (ckrOf(error) === 'CKR_USER_ALREADY_LOGGED_IN') return;
      const failure = translated(error);
      if (failure instanceof Pkcs11Error && failure.code.startsWith('PKCS11_PIN_')) refused = failure;
      throw failure;
    }
  };
  return {
    async ensure(session) {
      if (!token.needsLogin || isUser(cryptoki.C_GetSessionInfo(session).state)) return;
      underWay ??= login(session, CKU.USER).finally(() => (underWay = undefined));
      await underWay;
    },
    confirm: (session) => login(session, CKU.CONTEXT_SPECIFIC),
  };
}

function isUser(state: number): boolean {
  return state === CKS.RO_USER_FUNCTIONS || state === CKS.RW_USER_FUNCTIONS;
}

async function askPin({ identity, hasPinPad }: FoundToken, pin: PinSource): Promise<string | undefined> {
  let secret: string | undefined;
  try {
    secret = await pin(identity);
  } catch {
    // The host's error may name paths or secrets: it does not travel.
    throw new Pkcs11Error('PKCS11_PIN_UNAVAILABLE', `the PIN of the token ${identity.label} could not be loaded`, { retryable: true });
  }
  if (secret === undefined && !hasPinPad)
    throw new Pkcs11Error('PKCS11_PIN_NEEDED', `expected the PIN of the token ${identity.label}, which has no keypad of its own`);
  return secret;
}
