import { type Bytes, type CallOptions, encodeUtf8 } from '@sealkit/core/bytes';
import { digest, verifySignatureValue } from '@sealkit/core/crypto';
import { SealkitError } from '@sealkit/core/errors';
import { type Authorization, type Credential, type KeyStoreContext, PortError, type SigningInput, type Step } from '@sealkit/core/ports';
import { parseCertificate } from '@sealkit/core/x509';
import type { KeyStoreContractSubject } from './contract-subject.ts';

/** A promise of the port that an implementation does not keep. */
export class KeyStoreContractError extends SealkitError<'KEY_STORE_CONTRACT_BROKEN'> {}

/** @throws {@link KeyStoreContractError} */
export function expectThat(kept: boolean, broken: string): asserts kept {
  if (!kept) throw new KeyStoreContractError('KEY_STORE_CONTRACT_BROKEN', broken);
}

/** @throws {@link KeyStoreContractError} */
export function expectEqual(actual: unknown, expected: unknown, what: string): void {
  const [got, wanted] = [comparable(actual), comparable(expected)];
  expectThat(got === wanted, `${what}: expected ${wanted}, got ${got}`);
}

function comparable(value: unknown): string {
  return (
    JSON.stringify(value, (_key, inner: unknown) =>
      inner instanceof Uint8Array ? { octets: Buffer.from(inner).toString('hex') } : inner,
    ) ?? 'undefined'
  );
}

export function contextOf(changes: Partial<KeyStoreContext> = {}): KeyStoreContext {
  return { tenant: 'tenant', actor: 'person', envelopeId: 'envelope', idempotencyKey: 'use-1', ...changes };
}

/** Opens a credential, however often the store has to ask the person. */
export function open(subject: KeyStoreContractSubject, credentialId: string, context: KeyStoreContext = contextOf()): Promise<Credential> {
  return settled(subject, (resume) => subject.keyStore.open({ context, credentialId, ...resume }));
}

/** Has digests authorized, however often the store has to ask the person. */
export function authorize(
  subject: KeyStoreContractSubject,
  request: { readonly credential: Credential; readonly digests: readonly Bytes[]; readonly context?: KeyStoreContext },
  call?: CallOptions,
): Promise<Authorization> {
  const { context = contextOf(), ...rest } = request;
  return settled(subject, (resume) => subject.keyStore.authorize({ ...rest, context, ...resume }, call));
}

/** More pauses than any consent has. */
const MAX_PAUSES = 5;

async function settled<T>(subject: KeyStoreContractSubject, ask: (resume: { readonly resume?: string }) => Promise<Step<T>>): Promise<T> {
  let resume: { readonly resume?: string } = {};
  for (let pauses = 0; pauses <= MAX_PAUSES; pauses += 1) {
    const step = await ask(resume);
    if (step.status === 'done') return step.value;
    expectThat(
      subject.consent !== undefined && step.actionUrl !== undefined,
      'expected a step that is done, or a URL and a way to consent',
    );
    await subject.consent(step.actionUrl);
    resume = { resume: step.resume };
  }
  throw new KeyStoreContractError('KEY_STORE_CONTRACT_BROKEN', `expected a step that is done after ${MAX_PAUSES} pauses`);
}

export async function inputOf({ algorithm }: Pick<Credential, 'algorithm'>, message: string): Promise<SigningInput> {
  const dtbs = encodeUtf8(message);
  return { dtbs, digest: await digest(algorithm.digest, dtbs) };
}

export interface SignChanges {
  readonly token?: string;
  readonly inputs?: readonly SigningInput[];
  readonly credential?: Credential;
  readonly context?: KeyStoreContext;
  readonly call?: CallOptions;
}

export interface Prepared {
  readonly credential: Credential;
  readonly inputs: readonly SigningInput[];
  readonly authorization: Authorization;
  /** Signs what was authorized, or what the changes make of it. */
  readonly sign: (changes?: SignChanges) => Promise<readonly Bytes[]>;
}

/** The way up to the signature. */
export async function prepare(
  subject: KeyStoreContractSubject,
  options: { readonly credentialId?: string; readonly messages?: readonly string[]; readonly context?: KeyStoreContext } = {},
): Promise<Prepared> {
  const { context = contextOf(), messages = ['message'] } = options;
  const credential = await open(subject, options.credentialId ?? subject.credentialIds[0], context);
  const inputs: SigningInput[] = [];
  for (const message of messages) inputs.push(await inputOf(credential, message));
  const authorization = await authorize(subject, { context, credential, digests: inputs.map((input) => input.digest) });
  return {
    credential,
    inputs,
    authorization,
    sign: (changes = {}) =>
      subject.keyStore.sign(
        {
          context: changes.context ?? context,
          credential: changes.credential ?? credential,
          authorization: { ...authorization, ...(changes.token === undefined ? {} : { token: changes.token }) },
          inputs: changes.inputs ?? inputs,
        },
        changes.call,
      ),
  };
}

/** Each value verifies over its own message with the certificate of the credential. */
export async function expectValid(
  { algorithm, certificates }: Credential,
  inputs: readonly SigningInput[],
  values: readonly Bytes[],
): Promise<void> {
  expectEqual(values.length, inputs.length, 'number of values');
  const publicKey = publicKeyOf(certificates);
  for (const [index, signature] of values.entries()) {
    const message = inputs[index]?.dtbs ?? new Uint8Array();
    const result = await verifySignatureValue({ algorithm, publicKey, signature, message });
    expectEqual(result, 'valid', `value ${index} of ${algorithm.name} with ${algorithm.digest}`);
  }
}

export function publicKeyOf([leaf]: readonly Bytes[]): Bytes {
  expectThat(leaf !== undefined, 'expected a certificate');
  return parseCertificate(leaf).spki;
}

/** What work rejects with; the contract is broken when it does not. */
export async function caught(work: () => Promise<unknown>): Promise<unknown> {
  try {
    await work();
  } catch (error) {
    return error;
  }
  throw new KeyStoreContractError('KEY_STORE_CONTRACT_BROKEN', 'expected a refusal, got an answer');
}

/** An error of the port under one of these codes, which carries no secret. */
export async function expectRefused(
  subject: KeyStoreContractSubject,
  codes: readonly string[],
  work: () => Promise<unknown>,
): Promise<PortError> {
  const error = await caught(work);
  expectThat(error instanceof PortError, `expected a PortError ${codes.join(' or ')}, got ${spell(error)}`);
  expectThat(codes.length === 0 || codes.includes(error.code), `expected ${codes.join(' or ')}, got ${error.code}`);
  expectDiscreet(subject, spell(error), 'an error');
  return error;
}

/** No secret of the subject is in the text, nor in the log of its host. */
export function expectDiscreet(subject: KeyStoreContractSubject, text: string, where: string): void {
  const logged = subject.logged?.() ?? '';
  for (const [index, secret] of subject.secrets.entries()) {
    expectThat(secret !== '' && !text.includes(secret), `expected no secret in ${where}, found secret ${index}`);
    expectThat(!logged.includes(secret), `expected no secret in the log, found secret ${index}`);
  }
}

/** All that an error carries, its causes included. */
export function spell(error: unknown): string {
  const parts: string[] = [];
  for (let inner: unknown = error, depth = 0; inner !== undefined && depth < 8; depth += 1) {
    if (!(inner instanceof Error)) {
      parts.push(typeof inner === 'string' ? inner : (JSON.stringify(inner) ?? typeof inner));
      break;
    }
    const own = Object.getOwnPropertyNames(inner)
      .filter((name) => name !== 'cause')
      .map((name) => [name, String(Reflect.get(inner as Error, name))]);
    parts.push(inner.name, inner.message, JSON.stringify(own));
    inner = inner.cause;
  }
  return parts.join(' ');
}
