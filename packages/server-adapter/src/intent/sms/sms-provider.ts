import { randomInt } from 'node:crypto';
import { type CallOptions, encodeUtf8, equalConstantTime } from '@sealkit/core/bytes';
import { z } from 'zod';
import { digitsOf } from '../code-answer.ts';
import { IntentError } from '../intent-error.ts';
import type { IntentContext, IntentProvider } from '../intent-provider.ts';
import { assertKey, keyedDigest } from '../keyed-digest.ts';
import { namedAct } from '../named-act.ts';
import type { SmsTransport } from './sms-transport.ts';

export interface SmsProviderOptions {
  readonly transport: SmsTransport;
  /** Number of a person as the host has it, E.164; null where there is none. It is asked each time and kept nowhere. */
  readonly phoneNumberOf: (person: Pick<IntentContext, 'tenant' | 'personId'>, call?: CallOptions) => Promise<string | null>;
  /** At least 32 octets: codes and numbers lie in the store under digests with this key. */
  readonly pepper: Uint8Array;
}

const DIGITS = 6;
const LIFETIME_MS = 5 * 60_000;
const TRIES = 5;
/** Characters of a document's name that a message holds. */
const NAME_LENGTH = 20;

const stateSchema = z.strictObject({ codeDigest: z.string(), sentTo: z.string() });

/**
 * Codes by SMS. A code is good for one act of one person: its digest in the store is over tenant, person, proof and statement. The
 * message names the document and the end of its digest, how many they are and the end of their root, or the change and the end of its digest, so that a person sees what they confirm on a second screen. SMS can be
 * intercepted and numbers change hands: assurance 1, and another way should be offered.
 *
 * @throws TypeError for a pepper of less than 32 octets
 * @see NIST SP 800-63B-4 §3.1.3.2, §3.1.3.3
 */
export function createSmsProvider({ transport, phoneNumberOf, pepper }: SmsProviderOptions): IntentProvider {
  assertKey(pepper, 'pepper');
  const numberOf = async (context: IntentContext, call?: CallOptions): Promise<string | null> => {
    const number = await phoneNumberOf({ tenant: context.tenant, personId: context.personId }, call);
    if (number !== null && !/^\+[1-9]\d{6,14}$/.test(number)) {
      throw new IntentError('INTENT_STATE_MALFORMED', 'expected a phone number in the form of E.164 from the host');
    }
    return number;
  };
  const digestOf = ({ tenant, personId }: IntentContext, handle: string, statement: string, code: string): string =>
    keyedDigest(pepper, 'code', tenant, personId, handle, statement, code);
  return {
    method: 'otp-sms',
    assurance: 1,
    form: 'code',
    rightAnswers: 1,
    tries: TRIES,
    recipient: async (context, call) => {
      const number = await numberOf(context, call);
      return number === null ? null : { key: keyedDigest(pepper, 'number', number), masked: maskNumber(number) };
    },
    start: async ({ context, handle, statement }, call) => {
      const phoneNumber = await numberOf(context, call);
      if (phoneNumber === null) throw new IntentError('INTENT_STATE_MALFORMED', 'expected the phone number that the host had a moment ago');
      const code = String(randomInt(10 ** DIGITS)).padStart(DIGITS, '0');
      const { name, digestEnd } = namedAct(statement);
      const documentName = shorten(name);
      await transport.send({ phoneNumber, code, documentName, digestEnd, minutes: LIFETIME_MS / 60_000 }, call);
      return {
        state: { codeDigest: digestOf(context, handle, statement.digest, code), sentTo: maskNumber(phoneNumber) },
        expiresAt: new Date(context.now.getTime() + LIFETIME_MS),
      };
    },
    finish: async ({ context, handle, statement, state, answer }) => {
      const read = stateSchema.safeParse(state);
      if (!read.success) throw new IntentError('INTENT_STATE_MALFORMED', 'expected the digest of a code');
      const code = digitsOf(answer, DIGITS);
      if (code === null) return { result: 'failed' };
      const given = digestOf(context, handle, statement.digest, code);
      if (!equalConstantTime(encodeUtf8(given), encodeUtf8(read.data.codeDigest))) return { result: 'failed' };
      return { result: 'passed', provider: 'sms', raw: { sentTo: read.data.sentTo } };
    },
  };
}

/** The first digits and the last two; what is between is nobody's business. */
function maskNumber(number: string): string {
  return `${number.slice(0, 4)}${'*'.repeat(number.length - 6)}${number.slice(-2)}`;
}

function shorten(name: string): string {
  const characters = Array.from(name);
  return characters.length <= NAME_LENGTH ? name : `${characters.slice(0, NAME_LENGTH - 1).join('')}…`;
}
