import type { CallOptions } from '@sealkit/core/bytes';
import { generateMemoryKey, type MemoryKey } from '../memory-key.ts';

/** A key that was made for one signature. */
export interface OneTimeKey extends MemoryKey {
  /** What finds the key again where it lives outside of the process, so that one that was left can be destroyed; absent for one in memory. */
  readonly reference?: string;
  /** Takes the private key away for good. */
  destroy(call?: CallOptions): Promise<void>;
}

/** Where keys that sign once are made. */
export interface OneTimeKeys {
  readonly make: () => Promise<OneTimeKey>;
  /** Destroys a key that a process left behind; one that is gone already is no error. Never asked for keys without a `reference`. */
  readonly destroyLeft: (reference: string) => Promise<void>;
}

/**
 * A P-256 key in memory, not extractable. Destroying it drops the only reference; when the runtime clears the memory behind it is not
 * for JavaScript to say, and a token or HSM says more (`tokenOneTimeKey`).
 */
export async function memoryOneTimeKey(): Promise<OneTimeKey> {
  let key: MemoryKey | null = await generateMemoryKey();
  const { algorithm, publicKey } = key;
  return {
    algorithm,
    publicKey,
    async sign(input, call) {
      if (key === null) throw new TypeError('key: expected one that is not destroyed');
      return key.sign(input, call);
    },
    destroy: () => {
      key = null;
      return Promise.resolve();
    },
  };
}
