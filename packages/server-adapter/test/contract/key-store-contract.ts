import { type Bytes, encodeUtf8 } from '@sealkit/core/bytes';
import { digest, verifySignatureValue } from '@sealkit/core/crypto';
import { type KeyStore, type KeyStoreContext, PortError, type SigningInput, type Step } from '@sealkit/core/ports';
import { parseCertificate } from '@sealkit/core/x509';

/** What an implementer hands to the contract. */
export interface KeyStoreContractSubject {
  readonly keyStore: KeyStore;
  /** Two credentials that exist. */
  readonly credentialIds: readonly [string, string];
  /** Moves the clock of the store forward. */
  advance(milliseconds: number): void;
  /** Longer than consent lasts. */
  readonly beyondAuthorizationMs: number;
  /** Texts that must not show in any error: passwords, keys. */
  readonly secrets: readonly string[];
}

/** Registers the tests that every key store passes: `open → authorize → sign`, consent to exactly the digests, once. */
export function runKeyStoreContract(name: string, createSubject: () => Promise<KeyStoreContractSubject>): void {
  describe(`key store contract: ${name}`, () => {
    it('opens a credential with its certificate first', async () => {
      const { keyStore, credentialIds } = await createSubject();
      const credential = done(await keyStore.open({ context: contextOf('a'), credentialId: credentialIds[0] }));
      expect(credential.id).to.equal(credentialIds[0]);
      expect(credential.notAfter.toISOString()).to.equal(parseCertificate(credential.certificates[0]!).notAfter.toISOString());
    });

    it('signs what was authorized, one value per input, in order, in CMS form', async () => {
      const subject = await createSubject();
      for (const credentialId of subject.credentialIds) {
        const { sign, credential, inputs } = await prepare(subject, { credentialId, messages: ['first', 'second', 'third'] });
        const values = await sign();
        expect(values.length).to.equal(3);
        for (const [index, value] of values.entries()) {
          const publicKey = parseCertificate(credential.certificates[0]!).spki;
          const query = { algorithm: credential.algorithm, publicKey, signature: value };
          expect(await verifySignatureValue({ ...query, message: inputs[index]!.dtbs })).to.equal('valid');
          expect(await verifySignatureValue({ ...query, message: encodeUtf8('another message') })).to.equal('invalid');
        }
      }
    });

    it('refuses a credential that it does not have', async () => {
      const subject = await createSubject();
      await refuses(subject, 'KEY_STORE_CREDENTIAL_UNKNOWN', () =>
        subject.keyStore.open({ context: contextOf('a'), credentialId: 'nobody' }),
      );
    });

    it('refuses a token that it never gave', async () => {
      const subject = await createSubject();
      const { sign } = await prepare(subject);
      await refuses(subject, 'KEY_STORE_AUTHORIZATION_UNKNOWN', () => sign({ token: 'AAAA' }));
    });

    it('refuses digests other than the authorized ones, fewer, more, or in another order', async () => {
      const subject = await createSubject();
      const { sign, inputs } = await prepare(subject, { messages: ['first', 'second'] });
      const other = await inputOf(subject, 'other');
      for (const wrong of [[other, inputs[1]!], [inputs[0]!], [...inputs, other], [inputs[1]!, inputs[0]!], []])
        await refuses(subject, 'KEY_STORE_AUTHORIZATION_MISMATCH', () => sign({ inputs: wrong }));
      expect((await sign()).length).to.equal(2);
    });

    it('refuses data whose digest is not the authorized one', async () => {
      const subject = await createSubject();
      const { sign, inputs } = await prepare(subject);
      await refuses(subject, 'KEY_STORE_DIGEST_MISMATCH', () =>
        sign({ inputs: [{ digest: inputs[0]!.digest, dtbs: encodeUtf8('other') }] }),
      );
    });

    it('refuses a token for another credential, tenant, person or envelope', async () => {
      const subject = await createSubject();
      const { sign } = await prepare(subject);
      const context = contextOf('a');
      await refuses(subject, 'KEY_STORE_AUTHORIZATION_MISMATCH', () => sign({ credentialId: subject.credentialIds[1] }));
      for (const change of [{ tenant: 'other' }, { actor: 'other' }, { envelopeId: 'other' }])
        await refuses(subject, 'KEY_STORE_AUTHORIZATION_MISMATCH', () => sign({ context: { ...context, ...change } }));
    });

    it('refuses a token that has expired', async () => {
      const subject = await createSubject();
      const { sign } = await prepare(subject);
      subject.advance(subject.beyondAuthorizationMs);
      await refuses(subject, 'KEY_STORE_AUTHORIZATION_EXPIRED', () => sign());
    });

    it('takes a token once', async () => {
      const subject = await createSubject();
      const { sign } = await prepare(subject);
      await sign();
      await refuses(subject, 'KEY_STORE_AUTHORIZATION_USED', () => sign({ context: { ...contextOf('a'), idempotencyKey: 'another' } }));
    });

    it('takes a token once when two ask at the same time', async () => {
      const subject = await createSubject();
      const { sign } = await prepare(subject);
      const tries = ['b', 'c', 'd'].map((key) => sign({ context: { ...contextOf('a'), idempotencyKey: key } }));
      const results = await Promise.allSettled(tries);
      expect(results.filter(({ status }) => status === 'fulfilled').length).to.equal(1);
    });

    it('answers a repeat under the same idempotency key with the same values', async () => {
      const subject = await createSubject();
      const { sign } = await prepare(subject);
      const first = await sign();
      expect(await sign()).to.deep.equal(first);
      const again = await prepare(subject);
      expect(await again.sign()).to.deep.equal(first);
    });

    it('ends when the signal is aborted', async () => {
      const { keyStore, credentialIds } = await createSubject();
      let failed = false;
      try {
        await keyStore.open({ context: contextOf('a'), credentialId: credentialIds[0] }, { signal: AbortSignal.abort() });
      } catch {
        failed = true;
      }
      expect(failed).to.equal(true);
    });
  });
}

interface PrepareOptions {
  readonly credentialId?: string;
  readonly messages?: readonly string[];
}

interface SignChanges {
  readonly token?: string;
  readonly inputs?: readonly SigningInput[];
  readonly credentialId?: string;
  readonly context?: KeyStoreContext;
}

async function prepare(subject: KeyStoreContractSubject, options: PrepareOptions = {}) {
  const { keyStore } = subject;
  const context = contextOf('a');
  const credential = done(await keyStore.open({ context, credentialId: options.credentialId ?? subject.credentialIds[0] }));
  const inputs: SigningInput[] = [];
  for (const message of options.messages ?? ['message']) inputs.push(await inputOf(subject, message, credential.algorithm.digest));
  const authorization = done(await keyStore.authorize({ context, credential, digests: inputs.map((input) => input.digest) }));
  const sign = async (changes: SignChanges = {}): Promise<readonly Bytes[]> =>
    keyStore.sign({
      context: changes.context ?? context,
      credential:
        changes.credentialId === undefined ? credential : done(await keyStore.open({ context, credentialId: changes.credentialId })),
      authorization: { ...authorization, ...(changes.token === undefined ? {} : { token: changes.token }) },
      inputs: changes.inputs ?? inputs,
    });
  return { credential, inputs, sign };
}

async function inputOf(
  subject: KeyStoreContractSubject,
  message: string,
  algorithm?: 'SHA-256' | 'SHA-384' | 'SHA-512',
): Promise<SigningInput> {
  const context = contextOf('a');
  const name = algorithm ?? done(await subject.keyStore.open({ context, credentialId: subject.credentialIds[0] })).algorithm.digest;
  const dtbs = encodeUtf8(message);
  return { dtbs, digest: await digest(name, dtbs) };
}

async function refuses(subject: KeyStoreContractSubject, code: string, work: () => Promise<unknown>): Promise<void> {
  let caught: unknown;
  try {
    await work();
  } catch (error) {
    caught = error;
  }
  expect(caught).to.be.instanceOf(PortError);
  const error = caught as PortError;
  expect(error.code).to.equal(code);
  const shown = `${error.message} ${error.stack} ${JSON.stringify(error)} ${String(error.cause)}`;
  for (const secret of subject.secrets) expect(shown.includes(secret)).to.equal(false);
}

function contextOf(envelopeId: string): KeyStoreContext {
  return { tenant: 'tenant', actor: 'person', envelopeId, idempotencyKey: 'use-1' };
}

function done<T>(step: Step<T>): T {
  if (step.status !== 'done') throw new TypeError('step: expected one that is done');
  return step.value;
}
