import { randomBytes } from 'node:crypto';
import { decodeBase64Url, decodeHex, encodeBase64, encodeBase64Url, encodeUtf8, type JsonValue } from '@sealkit/core/bytes';
import { digest } from '@sealkit/core/crypto';
import { findPasskeyFault } from '@sealkit/core/seal';
import type { PasskeyDescriptor, PasskeyRequestOptions } from '@sealkit/core/protocol';
import { verifyAuthenticationResponse, verifyRegistrationResponse } from '@simplewebauthn/server';
import { decodeAttestationObject, decodeClientDataJSON, parseAuthenticatorData } from '@simplewebauthn/server/helpers';
import { z } from 'zod';
import { IntentError } from '../intent-error.ts';
import type { CountersignRequest, Countersigning, EnrolledAuthenticator, IntentContext, IntentProvider } from '../intent-provider.ts';
import { PASSKEY_ALGORITHMS, readCoseKey } from './cose-key.ts';

export interface PasskeyProviderOptions {
  /** The domain that the passkeys are for. */
  readonly rpId: string;
  /** Name of the host as the browser shows it. */
  readonly rpName: string;
  /** Origins of the pages, `https://…`; a function where they are known once the server listens. */
  readonly origins: readonly string[] | (() => readonly string[]);
}

const LIFETIME_MS = 5 * 60_000;
const TRIES = 5;

const begunSchema = z.strictObject({ challenge: z.string() });
const enrolledSchema = z.strictObject({
  credentialId: z.string(),
  /** COSE key as the authenticator gave it, base64url. */
  coseKey: z.string(),
  /** Its SubjectPublicKeyInfo, base64. */
  publicKey: z.string(),
  algorithm: z.int(),
  counter: z.int(),
  aaguid: z.string(),
  backedUp: z.boolean(),
});

const clientDataSchema = z.looseObject({ type: z.string(), challenge: z.string(), origin: z.string() });
const base64UrlSchema = z.string().regex(/^[A-Za-z0-9_-]{1,8192}$/);
const extensionsSchema = z.looseObject({}).default({});
const credentialSchema = {
  id: base64UrlSchema,
  rawId: base64UrlSchema,
  type: z.literal('public-key'),
  clientExtensionResults: extensionsSchema,
};
const assertionSchema = z.object({
  credential: z.object({
    ...credentialSchema,
    response: z.object({ clientDataJSON: base64UrlSchema, authenticatorData: base64UrlSchema, signature: base64UrlSchema }),
  }),
});
const attestationSchema = z.object({
  credential: z.object({
    ...credentialSchema,
    response: z.object({ clientDataJSON: base64UrlSchema, attestationObject: base64UrlSchema }),
  }),
});

/**
 * Passkeys: fingerprint, face or PIN of the person's own device. The challenge is the digest of the act, so that the signature of the
 * authenticator covers it, and anybody can verify that later with the assertion alone. User verification is required.
 *
 * @see W3C Web Authentication Level 3
 */
export function createPasskeyProvider({ rpId, rpName, origins }: PasskeyProviderOptions): IntentProvider {
  const expected = () => ({
    expectedOrigin: [...(typeof origins === 'function' ? origins() : origins)],
    expectedRPID: rpId,
    requireUserVerification: true,
  });
  const ask = ({ digest: asked, authenticators }: CountersignRequest): PasskeyRequestOptions => ({
    challenge: challengeOf(asked),
    rpId,
    timeout: LIFETIME_MS,
    userVerification: 'required',
    allowCredentials: descriptorsOf(authenticators),
  });
  const judge: Countersigning['judge'] = async ({ digest: asked, authenticators, answer }) => {
    const read = assertionSchema.safeParse(answer);
    if (!read.success) return { result: 'failed' };
    const { credential: assertion } = read.data;
    const authenticator = authenticators.find(({ state }) => enrolledOf(state).credentialId === assertion.id);
    if (authenticator === undefined) return { result: 'failed' };
    const { counter, coseKey, ...enrolled } = enrolledOf(authenticator.state);
    const raw = {
      credentialId: assertion.id,
      rpId,
      origin: originOf(assertion.response.clientDataJSON),
      algorithm: enrolled.algorithm,
      publicKey: enrolled.publicKey,
      aaguid: enrolled.aaguid,
      clientDataJSON: assertion.response.clientDataJSON,
      authenticatorData: assertion.response.authenticatorData,
      signature: assertion.response.signature,
    };
    // What nobody could verify later is no proof; and what is malformed in the answer comes no further than this.
    if ((await findPasskeyFault(raw, asked)) !== null) return { result: 'failed' };
    const verified = await orUnfit(() =>
      verifyAuthenticationResponse({
        ...expected(),
        response: assertion,
        expectedChallenge: challengeOf(asked),
        credential: { id: assertion.id, publicKey: decodeBase64Url(coseKey), counter },
      }),
    );
    if (verified?.verified !== true) return { result: 'failed' };
    const { newCounter, credentialBackedUp } = verified.authenticationInfo;
    const state = { ...enrolled, coseKey, counter: newCounter, backedUp: credentialBackedUp };
    return { result: 'passed', provider: 'webauthn', raw, authenticator: { id: authenticator.id, state } };
  };
  return {
    method: 'passkey',
    assurance: 3,
    form: 'passkey',
    rightAnswers: 0,
    tries: TRIES,
    countersigning: { ask, judge },
    start: async ({ context, statement, authenticators }) => ({
      state: null,
      expiresAt: new Date(context.now.getTime() + LIFETIME_MS),
      passkey: ask({ digest: statement.digest, authenticators }),
    }),
    finish: ({ statement, authenticators, answer }) => judge({ digest: statement.digest, authenticators, answer }),
    enrolment: {
      // The page is told what there is already (`excludeCredentials`), and may not heed it. Web Authentication Level 3 §7.1
      identify: (state) => enrolledOf(state).credentialId,
      begin: async ({ context, enrolled }) => {
        const challenge = encodeBase64Url(randomBytes(32));
        const passkey = {
          rp: { id: rpId, name: rpName },
          user: { id: await userHandleOf(context), name: context.personName, displayName: context.personName },
          challenge,
          pubKeyCredParams: PASSKEY_ALGORITHMS.map((alg) => ({ type: 'public-key' as const, alg })),
          timeout: LIFETIME_MS,
          excludeCredentials: descriptorsOf(enrolled),
          authenticatorSelection: { residentKey: 'preferred', userVerification: 'required' },
          attestation: 'none',
        } as const;
        return { state: { challenge }, show: { totp: null, passkey } };
      },
      complete: async ({ state, answer }) => {
        const begun = begunSchema.safeParse(state);
        if (!begun.success) throw new IntentError('INTENT_STATE_MALFORMED', 'expected the state of an enrolment');
        const read = attestationSchema.safeParse(answer);
        if (!read.success || !isReadable(read.data.credential.response)) return null;
        const verified = await orUnfit(() =>
          verifyRegistrationResponse({
            ...expected(),
            response: read.data.credential,
            expectedChallenge: begun.data.challenge,
            supportedAlgorithmIDs: [...PASSKEY_ALGORITHMS],
          }),
        );
        if (verified?.verified !== true) return null;
        const { credential, aaguid, credentialBackedUp } = verified.registrationInfo;
        const key = await readCoseKey(credential.publicKey);
        return (
          key && {
            credentialId: credential.id,
            coseKey: encodeBase64Url(credential.publicKey),
            publicKey: encodeBase64(key.spki),
            algorithm: key.algorithm,
            counter: credential.counter,
            aaguid,
            backedUp: credentialBackedUp,
          }
        );
      },
    },
  };
}

/** The 32 octets of a digest, as WebAuthn spells a challenge. */
function challengeOf(asked: string): string {
  return encodeBase64Url(decodeHex(asked.slice('sha256:'.length)));
}

function enrolledOf(state: JsonValue): z.infer<typeof enrolledSchema> {
  const read = enrolledSchema.safeParse(state);
  if (!read.success) throw new IntentError('INTENT_STATE_MALFORMED', 'expected the state of a passkey');
  return read.data;
}

function descriptorsOf(authenticators: readonly EnrolledAuthenticator[]): readonly PasskeyDescriptor[] {
  return authenticators.map(({ state }) => ({ type: 'public-key', id: enrolledOf(state).credentialId }));
}

/** Leads back to nobody: an authenticator keeps it. @see Web Authentication Level 3 §14.6.1 */
async function userHandleOf({ tenant, personId }: IntentContext): Promise<string> {
  return encodeBase64Url(await digest('SHA-256', encodeUtf8(JSON.stringify([tenant, personId]))));
}

/** Origin as the browser wrote it; empty where it wrote none. */
function originOf(clientDataJSON: string): string {
  const read = clientDataSchema.safeParse(orUnreadable(() => decodeClientDataJSON(clientDataJSON)));
  return read.success ? read.data.origin : '';
}

/** Whether the octets of a registration are of their form at all. */
function isReadable({
  clientDataJSON,
  attestationObject,
}: {
  readonly clientDataJSON: string;
  readonly attestationObject: string;
}): boolean {
  return (
    clientDataSchema.safeParse(orUnreadable(() => decodeClientDataJSON(clientDataJSON))).success &&
    orUnreadable(() => parseAuthenticatorData(decodeAttestationObject(decodeBase64Url(attestationObject)).get('authData'))) !== null
  );
}

/** A reader of the library that is given nothing but the answer: whatever it throws is about the answer. */
function orUnreadable<T>(read: () => T): T | null {
  try {
    return read();
  } catch {
    return null;
  }
}

/**
 * Where the answer does not fit, the library throws an `Error` of no further class, or its one class of its own. Every other one is a
 * fault of the program.
 */
async function orUnfit<T>(verify: () => Promise<T>): Promise<T | null> {
  try {
    return await verify();
  } catch (error) {
    if (error instanceof Error && (Object.getPrototypeOf(error) === Error.prototype || error.name === 'UnexpectedRPIDHash')) return null;
    throw error;
  }
}
