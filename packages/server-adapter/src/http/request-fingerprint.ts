import { createHash, createHmac } from 'node:crypto';
import type { Bytes } from '@sealkit/core/bytes';
import type { AdapterConfig } from '../adapter-config.ts';

const PURPOSE = 'sealkit: fingerprints of requests';

/**
 * The key under which the fingerprints of requests lie in the store; null where the host gave none. Numbers of persons come in where
 * they are verified, and there is a key for them then.
 *
 * @throws TypeError for a key shorter than 32 octets
 */
export function fingerprintKeyOf({ requestKey, identity }: Pick<AdapterConfig, 'requestKey' | 'identity'>): Bytes | null {
  if (requestKey !== undefined && requestKey.length < 32) throw new TypeError('requestKey: expected at least 32 octets');
  const key = requestKey ?? identity?.numberKey;
  return key === undefined ? null : new Uint8Array(createHmac('sha256', key).update(PURPOSE).digest());
}

/**
 * By what a repeated request is known again. A body may hold a number of which there are so few that a plain digest gives it away to
 * whoever reads the store: with a key, nobody tries them without it.
 */
export function requestFingerprint(key: Bytes | null, body: Uint8Array): string {
  if (key === null) return `sha256:${createHash('sha256').update(body).digest('hex')}`;
  return `hmac-sha256:${createHmac('sha256', key).update(body).digest('hex')}`;
}
