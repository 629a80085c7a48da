import type { CallOptions } from '@sealkit/core/bytes';
import { KeyStoreError } from '../key-store-error.ts';

/**
 * A secret from the host: an access token, a PIN, keys of an API. Asked each time, kept nowhere.
 *
 * @throws {@link KeyStoreError} `KEY_STORE_SECRET_UNAVAILABLE`
 */
export async function hostSecret<Secret>(
  what: string,
  source: (call?: CallOptions) => Promise<Secret | undefined>,
  call?: CallOptions,
): Promise<Secret> {
  call?.signal?.throwIfAborted();
  let secret: Secret | undefined;
  try {
    secret = await source(call);
  } catch {
    call?.signal?.throwIfAborted();
    // The host's error may name paths or secrets: it does not travel.
    throw new KeyStoreError('KEY_STORE_SECRET_UNAVAILABLE', `${what} could not be had from the host`, { retryable: true });
  }
  if (secret === undefined) throw new KeyStoreError('KEY_STORE_SECRET_UNAVAILABLE', `expected ${what} from the host, got none`);
  return secret;
}
