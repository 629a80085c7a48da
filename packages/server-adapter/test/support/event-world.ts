import type { Clock, IdentityClaims } from '@sealkit/core/ports';
import type { IdentityVerificationView } from '@sealkit/core/protocol';
import {
  type AdapterConfig,
  createMemoryStore,
  createTestAuthority,
  type EventCertificates,
  type IdentityConfig,
  memoryOneTimeKey,
  type OneTimeKeys,
  type Store,
  type TestAuthority,
} from '../../src/index.ts';
import { testPki } from '@sealkit/testkit';
import { redirectProvider } from './redirect-provider.ts';
import { createWorld, expectStatus, START, TENANT, type World } from './world.ts';

export const ADA_NAME = '张爱达';
const CLAIMS: IdentityClaims = {
  kind: 'person',
  name: ADA_NAME,
  personalNumber: { type: 'resident-id', number: '11010519491231002X' },
};

/** How often each key worked, its request for a certificate counted; and whether it was destroyed. */
export interface CountedKeys extends OneTimeKeys {
  readonly keys: { signed: number; destroyed: boolean }[];
}

export function countedKeys(make = memoryOneTimeKey): CountedKeys {
  const keys: CountedKeys['keys'] = [];
  return {
    keys,
    async make() {
      const key = await make();
      const counted = { signed: 0, destroyed: false };
      keys.push(counted);
      return {
        ...key,
        sign: (input, call) => {
          counted.signed++;
          return key.sign(input, call);
        },
        destroy: (call) => {
          counted.destroyed = true;
          return key.destroy(call);
        },
      };
    },
    destroyLeft: () => Promise.reject(new Error('no key in memory is left')),
  };
}

export interface EventWorld extends World {
  readonly authority: TestAuthority;
  readonly counted: CountedKeys;
  /** Another process over the same store, with keys of its own. */
  restart(): Promise<EventWorld>;
}

export interface EventWorldOptions {
  readonly certificates?: Partial<EventCertificates>;
  readonly identity?: Partial<IdentityConfig>;
  readonly config?: Partial<AdapterConfig>;
  readonly store?: Store;
  readonly clock?: Clock;
  readonly isVerified?: boolean;
}

/** A world in which personal signatures are made with certificates for one act each; `ada` is verified. */
export async function createEventWorld(options: EventWorldOptions = {}): Promise<EventWorld> {
  const { store = createMemoryStore(), clock, isVerified = true } = options;
  let now = (): Date => clock?.now() ?? START;
  const authority = await createTestAuthority({ clock: { now: () => now() }, validityMs: { event: 3_600_000 } });
  const open = async (seeded: boolean): Promise<EventWorld> => {
    const counted = countedKeys();
    const eventCertificates = { issuer: authority.issuer, keys: counted, ...options.certificates };
    const anchors = [authority.certificate, (await testPki()).root.certificate];
    const identity = { anchors, revocation: 'off', numberKey: new Uint8Array(32).fill(9), ...options.identity } as const;
    const world = await createWorld({
      store,
      seeded,
      identity: { ...identity, providers: [redirectProvider()], eventCertificates },
      ...(clock === undefined ? {} : { clock }),
      ...options.config,
    });
    if (clock === undefined) now = world.now;
    return { ...world, authority, counted, restart: () => open(true) };
  };
  const world = await open(false);
  if (isVerified) await verifyAda(world);
  return world;
}

export async function verifyAda(world: World): Promise<void> {
  const request = { subject: { kind: 'person', id: 'ada' }, provider: 'face-page', method: 'face', claims: CLAIMS, documents: [] };
  const { id } = expectStatus(await world.as('ada').post<IdentityVerificationView>('/identity-verifications', request), 201);
  expectStatus(await world.as('ada').post(`/identity-verifications/${id}/steps`, { answer: 'ok' }), 200);
}

/** Events of keys that sign once, in all envelopes and in their order, each as `type reason`. */
export async function keyEvents({ store }: Pick<World, 'store'>): Promise<readonly string[]> {
  const placed = await store.transaction((tx) => tx.audit.listInOrder({ tenant: TENANT, after: 0, limit: 10_000 }));
  return placed
    .flatMap(({ event }) => event ?? [])
    .filter(({ type }) => type.startsWith('one-time-'))
    .map(({ type, body }) => `${type.replace('one-time-', '')}${typeof body['reason'] === 'string' ? ` ${body['reason']}` : ''}`);
}
