import type { Clock } from '@sealkit/core/ports';
import { errors, jwtVerify, SignJWT } from 'jose';
import { z } from 'zod';
import type { Principal, SessionScope } from '../adapter-config.ts';
import { newId } from '../new-id.ts';
import { systemClock } from '../system-clock.ts';
import { ACTIONS_OF_SCOPE } from './session-scopes.ts';

export interface SessionTokensOptions {
  /**
   * Secrets of at least 32 octets under names of the host's. The first one signs, all of them verify: a new one is put in front,
   * and an old one is taken away when its last token has expired.
   */
  readonly secrets: readonly { readonly name: string; readonly secret: Uint8Array }[];
  /** How long a token holds, in milliseconds; 15 minutes by default, an hour at most. */
  readonly lifetimeMs?: number;
  readonly clock?: Clock;
}

/** What a page may do with its token, and for whom. */
export interface NewSession {
  readonly tenant: string;
  readonly personId: string;
  readonly scope: readonly SessionScope[];
  /** Only this envelope may be signed in the session; with the scope `sign` alone. */
  readonly envelopeId?: string;
  /** The host's own name for the program that the page belongs to. */
  readonly application?: string;
}

export interface SessionTokens {
  /** @throws TypeError, RangeError naming the argument. */
  issue(session: NewSession): Promise<{ readonly token: string; readonly expiresAt: Date }>;
  /**
   * For `authenticate` of the adapter: who a request's bearer token is for, and within which limits; null without one, or where it
   * is not of these secrets. The adapter says of one that has expired that it has.
   */
  authenticate(request: Request): Promise<Principal | null>;
}

const TYP = 'seal-session+jwt';
const AUDIENCE = 'sealkit-adapter';
const FIFTEEN_MINUTES = 900_000;
const HOUR = 3_600_000;
const LEAST_SECRET = 32;

const claimsSchema = z.object({
  sub: z.string().min(1),
  tenant: z.string().min(1),
  scope: z.array(z.enum(['sign', 'approve', 'control', 'read-log'])).min(1),
  envelope: z.string().min(1).optional(),
  application: z.string().min(1).optional(),
  exp: z.number(),
});

/**
 * Short-lived tokens for pages: the host's back end, which knows who is signed in, issues one for a person, a purpose and, where
 * wanted, a single envelope; the page sends it as `Authorization: Bearer`. No cookie takes part, so no other site can act with it.
 *
 * @throws TypeError, RangeError naming the argument.
 * @see RFC 7519, RFC 7515 (HS256), RFC 8725 (one algorithm, an explicit type)
 */
export function createSessionTokens({ secrets, lifetimeMs = FIFTEEN_MINUTES, clock = systemClock }: SessionTokensOptions): SessionTokens {
  const [current] = secrets;
  if (current === undefined) throw new TypeError('secrets: expected at least one');
  for (const { name, secret } of secrets)
    if (secret.length < LEAST_SECRET)
      throw new RangeError(`secrets: expected at least ${LEAST_SECRET} octets of '${name}', got ${secret.length}`);
  if (!(lifetimeMs > 0 && lifetimeMs <= HOUR))
    throw new RangeError(`lifetimeMs: expected more than 0 and at most ${HOUR}, got ${lifetimeMs}`);
  const byName = new Map(secrets.map(({ name, secret }) => [name, secret]));
  if (byName.size < secrets.length) throw new TypeError('secrets: expected each name once');

  return {
    async issue({ tenant, personId, scope, envelopeId, application }) {
      assertSession({ tenant, personId, scope, ...(envelopeId === undefined ? {} : { envelopeId }) });
      const expiresAt = new Date(Math.floor((clock.now().getTime() + lifetimeMs) / 1000) * 1000);
      const claims = { tenant, scope: [...new Set(scope)], ...named({ envelope: envelopeId, application }) };
      const token = await new SignJWT(claims)
        .setProtectedHeader({ alg: 'HS256', typ: TYP, kid: current.name })
        .setSubject(personId)
        .setAudience(AUDIENCE)
        .setIssuedAt(clock.now())
        .setExpirationTime(expiresAt)
        .setJti(newId())
        .sign(current.secret);
      return { token, expiresAt };
    },
    async authenticate(request) {
      const [, token] = /^Bearer ([\w-]+\.[\w-]+\.[\w-]+)$/.exec(request.headers.get('authorization') ?? '') ?? [];
      if (token === undefined) return null;
      const payload = await verify(token, (name) => byName.get(name));
      const claims = claimsSchema.safeParse(payload);
      if (!claims.success) return null;
      const { sub, tenant, scope, envelope, application, exp } = claims.data;
      return {
        tenant,
        personId: sub,
        transport: 'bearer',
        // The adapter looks at the end of the session itself, by its own clock.
        sessionExpiresAt: new Date(exp * 1000),
        limits: { scope, envelopeId: envelope ?? null },
        ...named({ application }),
      };
    },
  };
}

/** The claims of a token of ours; undefined for any other. */
async function verify(token: string, secretOf: (name: string) => Uint8Array | undefined): Promise<unknown> {
  try {
    const { payload } = await jwtVerify(
      token,
      ({ kid }) => {
        const secret = secretOf(kid ?? '');
        if (secret === undefined) throw new errors.JWKSNoMatchingKey();
        return secret;
      },
      { algorithms: ['HS256'], typ: TYP, audience: AUDIENCE, currentDate: new Date(0) },
    );
    return payload;
  } catch (cause) {
    if (cause instanceof errors.JOSEError) return undefined;
    throw cause;
  }
}

function assertSession({ tenant, personId, scope, envelopeId }: NewSession): void {
  if (tenant === '' || personId === '') throw new TypeError('session: expected tenant and person');
  if (scope.length === 0) throw new TypeError('scope: expected at least one');
  for (const name of scope)
    if (!Object.hasOwn(ACTIONS_OF_SCOPE, name)) throw new TypeError(`scope: expected one that is known, got '${name}'`);
  if (envelopeId !== undefined && scope.some((name) => name !== 'sign'))
    throw new TypeError("envelopeId: expected the scope 'sign' alone, the others are not about one envelope");
}

function named<T extends Readonly<Record<string, string | undefined>>>(values: T): { [name in keyof T]?: string } {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined)) as { [name in keyof T]?: string };
}
