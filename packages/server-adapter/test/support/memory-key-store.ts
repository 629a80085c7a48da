import { digest } from '@sealkit/core/crypto';
import { type KeyStore, PortError, type Signer } from '@sealkit/core/ports';
import { equalBytes } from '@sealkit/core/bytes';

/** Where a test may step in between; each hook runs before the step. */
export interface KeyStoreHooks {
  beforeOpen?: () => Promise<void> | void;
  beforeAuthorize?: () => Promise<void> | void;
  beforeSign?: () => Promise<void> | void;
  /** What leaves instead of the value. */
  spoil?: (value: Uint8Array<ArrayBuffer>) => Uint8Array<ArrayBuffer>;
  /** Steps that answer `pending` once. */
  pauseAt?: 'open' | 'authorize' | undefined;
}

export interface MemoryKeyStore extends KeyStore {
  readonly hooks: KeyStoreHooks;
  /** How often a value was made. */
  signatures: number;
  /** Octets of every signed input, in order. */
  readonly signed: Uint8Array[];
}

/** Software keys in memory behind the three steps of the port. */
export function memoryKeyStore(keys: Readonly<Record<string, Signer>>): MemoryKeyStore {
  const hooks: KeyStoreHooks = {};
  const signed: Uint8Array[] = [];
  const tokens = new Map<string, readonly Uint8Array[]>();
  const keyOf = (id: string): Signer => {
    const key = keys[id];
    if (key === undefined) throw new PortError('key-store', 'KEY_NOT_FOUND', `expected a key named ${id}`, { retryable: false });
    return key;
  };
  const pause = (step: 'open' | 'authorize', resume: string | undefined) =>
    hooks.pauseAt === step && resume === undefined
      ? ({ status: 'pending', resume: `${step}-resume`, pollAfterMs: 5, expiresAt: new Date('2026-06-01T13:00:00Z') } as const)
      : undefined;
  const store: MemoryKeyStore = {
    name: 'memory',
    hooks,
    signatures: 0,
    signed,
    async open({ credentialId, resume }) {
      await hooks.beforeOpen?.();
      const { certificates, algorithm } = keyOf(credentialId);
      return (
        pause('open', resume) ?? {
          status: 'done',
          value: { id: credentialId, certificates, algorithm, notAfter: new Date('2044-12-31T23:59:59Z') },
        }
      );
    },
    async authorize({ digests, resume }) {
      await hooks.beforeAuthorize?.();
      const token = `token-${tokens.size}`;
      tokens.set(token, digests);
      return pause('authorize', resume) ?? { status: 'done', value: { token, expiresAt: new Date('2044-12-31T23:59:59Z') } };
    },
    async sign({ credential, authorization, inputs }) {
      await hooks.beforeSign?.();
      const consented = tokens.get(authorization.token) ?? [];
      tokens.delete(authorization.token);
      const values: Uint8Array<ArrayBuffer>[] = [];
      for (const input of inputs) {
        const own = await digest(credential.algorithm.digest, input.dtbs);
        if (!equalBytes(own, input.digest) || !consented.some((agreed) => equalBytes(agreed, own))) {
          throw new PortError('key-store', 'DIGEST_NOT_AUTHORIZED', 'expected a digest that was authorised', { retryable: false });
        }
        signed.push(input.dtbs);
        store.signatures += 1;
        const value = await keyOf(credential.id).sign(input);
        values.push(hooks.spoil?.(value) ?? value);
      }
      return values;
    },
  };
  return store;
}
