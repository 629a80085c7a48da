import { randomBytes } from 'node:crypto';
import { encodeUtf8, equalConstantTime, type JsonValue } from '@sealkit/core/bytes';
import { z } from 'zod';
import { digitsOf } from '../code-answer.ts';
import { IntentError } from '../intent-error.ts';
import type { EnrolledAuthenticator, IntentContext, IntentProvider } from '../intent-provider.ts';
import { encodeBase32 } from './base32.ts';
import { openSecret, sealSecret } from './sealed-secret.ts';
import { TIME_STEP, timeStepOf, totpCode } from './totp-code.ts';

export interface TotpProviderOptions {
  /** 32 octets that encrypt the shared secrets at rest; whoever has them and the store can make codes. */
  readonly encryptionKey: Uint8Array;
  /** Name of the host as an authenticator app shows it. */
  readonly issuer: string;
}

const DIGITS = 6;
const SECRET_OCTETS = 20;
/** The present time step, and the one before for the time that typing takes. @see RFC 6238 §5.2 */
const STEPS = 2;
const LIFETIME_MS = 5 * 60_000;
/** With two codes that are right at a time, a proof is guessed by 4 in a million. */
const TRIES = 2;

const stateSchema = z.strictObject({ secret: z.string(), lastStep: z.int().nullable() });

/**
 * Codes of an authenticator app. Each time step is accepted once. The code says that the person has the app at that time; what binds it
 * to the act is the proof that was begun for this act and that the code finishes.
 *
 * @throws TypeError for a key that is not of 32 octets
 * @see RFC 6238
 */
export function createTotpProvider({ encryptionKey, issuer }: TotpProviderOptions): IntentProvider {
  if (encryptionKey.length !== 32) throw new TypeError('encryptionKey: expected 32 octets');
  const secretOf = (context: IntentContext, id: string, state: JsonValue): { readonly secret: Uint8Array; readonly lastStep: number } => {
    const read = stateSchema.safeParse(state);
    if (!read.success) throw new IntentError('INTENT_STATE_MALFORMED', 'expected the state of an authenticator app');
    return { secret: openSecret(encryptionKey, read.data.secret, ownerOf(context, id)), lastStep: read.data.lastStep ?? -1 };
  };
  return {
    method: 'totp',
    assurance: 2,
    form: 'code',
    rightAnswers: STEPS,
    tries: TRIES,
    start: async ({ context }) => ({ state: null, expiresAt: new Date(context.now.getTime() + LIFETIME_MS) }),
    finish: async ({ context, authenticators, answer }) => {
      const code = digitsOf(answer, DIGITS);
      if (code === null) return { result: 'failed' };
      for (const { id, state } of authenticators) {
        const { secret, lastStep } = secretOf(context, id, state);
        const step = findStep(secret, code, context.now, lastStep);
        if (step === undefined) continue;
        const next: EnrolledAuthenticator = { id, state: { ...(state as { readonly secret: string }), lastStep: step } };
        return { result: 'passed', provider: 'totp', raw: { authenticatorId: id, timeStep: step }, authenticator: next };
      }
      return { result: 'failed' };
    },
    enrolment: {
      // A second app would double what is right at a time.
      most: 1,
      begin: async ({ context, id }) => {
        const secret = randomBytes(SECRET_OCTETS);
        const shown = encodeBase32(secret);
        const label = encodeURIComponent(`${issuer}:${context.personName}`);
        const query = new URLSearchParams({ secret: shown, issuer, algorithm: 'SHA1', digits: `${DIGITS}`, period: `${TIME_STEP}` });
        const uri = `otpauth://totp/${label}?${query.toString().replaceAll('+', '%20')}`;
        const state = { secret: sealSecret(encryptionKey, secret, ownerOf(context, id)), lastStep: null };
        return { state, show: { totp: { secret: shown, uri }, passkey: null } };
      },
      complete: async ({ context, id, state, answer }) => {
        const code = digitsOf(answer, DIGITS);
        const { secret, lastStep } = secretOf(context, id, state);
        const step = code === null ? undefined : findStep(secret, code, context.now, lastStep);
        return step === undefined ? null : { ...(state as { readonly secret: string }), lastStep: step };
      },
    },
  };
}

/** The time step that the code is of, later than the last one that was accepted. All are compared, whichever fits. */
function findStep(secret: Uint8Array, code: string, now: Date, lastStep: number): number | undefined {
  const present = timeStepOf(now);
  let found: number | undefined;
  for (let step = present - STEPS + 1; step <= present; step += 1) {
    const equal = equalConstantTime(encodeUtf8(totpCode(secret, step, DIGITS)), encodeUtf8(code));
    if (equal && step > lastStep) found ??= step;
  }
  return found;
}

/** A secret that is put under another person or authenticator does not open. */
function ownerOf({ tenant, personId }: IntentContext, id: string): string {
  return JSON.stringify([tenant, personId, id]);
}
