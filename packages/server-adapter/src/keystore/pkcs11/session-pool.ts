import type { CallOptions } from '@sealkit/core/bytes';
import { type Cryptoki, type Handle } from './cryptoki.ts';
import { ckrOf, Pkcs11Error, translated } from './pkcs11-error.ts';

/** An open session, lent to one piece of work at a time: PKCS #11 has one operation per session. */
export interface TokenSession {
  readonly cryptoki: Cryptoki;
  readonly handle: Handle;
}

export interface SessionPool {
  /**
   * Lends a session to `work`. After a failure the session is closed, since its operation may still be under way, and after a
   * lost one so are all that lie idle: the next work opens a new one.
   *
   * @throws {@link Pkcs11Error} what PKCS #11 answered, or `PKCS11_CLOSED`.
   */
  use<T>(work: (session: TokenSession) => Promise<T>, options?: CallOptions): Promise<T>;
  /** Lets the work under way end, refuses what waits, and closes every session. */
  close(): Promise<void>;
}

export interface SessionPoolOptions {
  readonly cryptoki: Cryptoki;
  /** Opens a session that may use private keys. */
  readonly open: () => Promise<Handle>;
  readonly maxSessions: number;
}

/** Failures that one session shares with all others. */
const LOST: ReadonlySet<string> = new Set(['PKCS11_SESSION_LOST', 'PKCS11_TOKEN_REMOVED']);

/** Sessions with one token: as many as are needed at a time, at most `maxSessions` or what the token allows. */
export function createSessionPool({ cryptoki, open, maxSessions }: SessionPoolOptions): SessionPool {
  const idle: TokenSession[] = [];
  let waiting: Waiting[] = [];
  let lent = 0;
  let opened = 0;
  let closed = false;
  let allReturned: (() => void) | undefined;

  const closeSession = (session: TokenSession): void => {
    opened -= 1;
    try {
      cryptoki.C_CloseSession(session.handle);
    } catch (error) {
      // A session that PKCS #11 knows no more is closed.
      if (ckrOf(error) === undefined) throw error;
    }
  };
  const openSession = async (): Promise<TokenSession | undefined> => {
    opened += 1;
    try {
      return { cryptoki, handle: await open() };
    } catch (error) {
      opened -= 1;
      // The token allows fewer than we do: whoever has one gives it on.
      if (ckrOf(error) === 'CKR_SESSION_COUNT' && opened > 0) return undefined;
      waiting.shift()?.resolve(undefined);
      throw error;
    }
  };
  const take = async (options: CallOptions): Promise<TokenSession> => {
    options.signal?.throwIfAborted();
    if (closed) throw closedError();
    // Looked at again after the pause: one may have come back meanwhile.
    const session = idle.pop() ?? (opened < maxSessions ? await openSession() : undefined) ?? idle.pop();
    if (session !== undefined) return session;
    return new Promise<TokenSession | undefined>((resolve, reject) => {
      const entry: Waiting = { resolve, reject };
      waiting.push(entry);
      const withdraw = (): void => {
        waiting = waiting.filter((other) => other !== entry);
        reject(options.signal?.reason);
      };
      options.signal?.addEventListener('abort', withdraw, { once: true });
    }).then((given) => given ?? take(options));
  };
  const giveBack = (session: TokenSession, failure: unknown): void => {
    if (failure !== undefined) closeSession(session);
    if (failure instanceof Pkcs11Error && LOST.has(failure.code)) for (const other of idle.splice(0)) closeSession(other);
    const next = waiting.shift();
    if (failure === undefined && next === undefined) idle.push(session);
    else next?.resolve(failure === undefined ? session : undefined);
  };
  return {
    async use(work, options = {}) {
      lent += 1;
      try {
        const session = await take(options);
        let failure: unknown;
        try {
          return await work(session);
        } catch (error) {
          failure = translated(error);
          throw failure;
        } finally {
          giveBack(session, failure);
        }
      } catch (error) {
        throw translated(error);
      } finally {
        lent -= 1;
        if (lent === 0) allReturned?.();
      }
    },
    async close() {
      closed = true;
      for (const { reject } of waiting.splice(0)) reject(closedError());
      if (lent > 0) await new Promise<void>((resolve) => (allReturned = resolve));
      for (const session of idle.splice(0)) closeSession(session);
    },
  };
}

interface Waiting {
  /** With a session, or with none where one may be opened anew. */
  readonly resolve: (session: TokenSession | undefined) => void;
  readonly reject: (reason: unknown) => void;
}

function closedError(): Pkcs11Error {
  return new Pkcs11Error('PKCS11_CLOSED', 'expected a token that is open, got one that was closed');
}
