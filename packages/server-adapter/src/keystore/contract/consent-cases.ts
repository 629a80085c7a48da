import { encodeBase64Url } from '@sealkit/core/bytes';
import type { SigningInput } from '@sealkit/core/ports';
import { contextOf, expectEqual, expectRefused, expectThat, expectValid, inputOf, open, prepare } from './contract-steps.ts';
import type { KeyStoreContractCase } from './contract-subject.ts';

/** Consent is to exactly these digests, of this credential, by this person, once, and for a while. */
export const CONSENT_CASES: readonly KeyStoreContractCase[] = [
  {
    title: 'gives tokens that nobody guesses, a new one each time',
    run: async (subject) => {
      const tokens = [(await prepare(subject)).authorization.token, (await prepare(subject)).authorization.token];
      expectThat(tokens[0] !== tokens[1], 'expected two tokens');
      for (const token of tokens) expectThat(token.length >= 22, 'expected tokens of 128 bits at least');
    },
  },
  {
    title: 'refuses a token that it never gave',
    run: async (subject) => {
      const { sign } = await prepare(subject);
      for (const token of ['', 'AAAA', encodeBase64Url(new Uint8Array(32))])
        await expectRefused(subject, ['KEY_STORE_AUTHORIZATION_UNKNOWN'], () => sign({ token }));
    },
  },
  {
    title: 'refuses other digests than the authorized ones, fewer, more, none, and another order',
    run: async (subject) => {
      const { credential, inputs, sign } = await prepare(subject, { messages: ['first', 'second'] });
      const [first, second] = inputs as [SigningInput, SigningInput];
      const other = await inputOf(credential, 'other');
      for (const wrong of [[other, second], [first, other], [first], [first, second, other], [first, first], [second, first], []])
        await expectRefused(subject, MISMATCH, () => sign({ inputs: wrong }));
    },
  },
  {
    title: 'refuses a token of another credential',
    run: async (subject) => {
      const { sign } = await prepare(subject);
      const credential = await open(subject, subject.credentialIds[1]);
      await expectRefused(subject, MISMATCH, () => sign({ credential }));
    },
  },
  {
    title: 'refuses a token of another tenant',
    run: async (subject) => {
      const { sign } = await prepare(subject);
      await expectRefused(subject, MISMATCH, () => sign({ context: contextOf({ tenant: 'other' }) }));
    },
  },
  {
    title: 'refuses a token of another person',
    run: async (subject) => {
      const { sign } = await prepare(subject);
      await expectRefused(subject, MISMATCH, () => sign({ context: contextOf({ actor: 'other' }) }));
    },
  },
  {
    title: 'refuses a token of another envelope',
    run: async (subject) => {
      const { sign } = await prepare(subject);
      await expectRefused(subject, MISMATCH, () => sign({ context: contextOf({ envelopeId: 'other' }) }));
    },
  },
  {
    title: 'keeps a token that was refused where it did not fit, for where it does',
    run: async (subject) => {
      const { credential, inputs, sign } = await prepare(subject);
      await expectRefused(subject, MISMATCH, () => sign({ context: contextOf({ actor: 'other' }) }));
      await expectValid(credential, inputs, await sign());
    },
  },
  {
    title: 'keeps authorizations apart that are open at the same time',
    run: async (subject) => {
      const first = await prepare(subject, { messages: ['first'], context: contextOf({ envelopeId: 'a', idempotencyKey: 'a' }) });
      const second = await prepare(subject, { messages: ['second'], context: contextOf({ envelopeId: 'b', idempotencyKey: 'b' }) });
      await expectRefused(subject, MISMATCH, () => first.sign({ token: second.authorization.token }));
      await expectValid(second.credential, second.inputs, await second.sign());
      await expectValid(first.credential, first.inputs, await first.sign());
    },
  },
  {
    title: 'refuses a token that has expired',
    run: async (subject) => {
      const { sign } = await prepare(subject);
      subject.advance(subject.beyondAuthorizationMs);
      await expectRefused(subject, ['KEY_STORE_AUTHORIZATION_EXPIRED'], () => sign());
    },
  },
  {
    title: 'takes a token once',
    run: async (subject) => {
      const { sign } = await prepare(subject);
      await sign();
      await expectRefused(subject, USED, () => sign({ context: contextOf({ idempotencyKey: 'use-2' }) }));
    },
  },
  {
    title: 'takes a token once when several ask at the same time',
    run: async (subject) => {
      const { sign } = await prepare(subject);
      const keys = ['b', 'c', 'd'];
      const results = await Promise.allSettled(keys.map((idempotencyKey) => sign({ context: contextOf({ idempotencyKey }) })));
      expectEqual(results.filter(({ status }) => status === 'fulfilled').length, 1, 'signatures');
    },
  },
  {
    title: 'says of refused consent that another try will not go better',
    run: async (subject) => {
      const { sign } = await prepare(subject);
      const refused = [
        await expectRefused(subject, UNKNOWN, () => sign({ token: 'AAAA' })),
        await expectRefused(subject, MISMATCH, () => sign({ inputs: [] })),
      ];
      for (const { retryable, port } of refused) expectEqual([retryable, port], [false, 'key-store'], 'retryable and port');
    },
  },
];

const UNKNOWN = ['KEY_STORE_AUTHORIZATION_UNKNOWN'];
const MISMATCH = ['KEY_STORE_AUTHORIZATION_MISMATCH'];
const USED = ['KEY_STORE_AUTHORIZATION_USED'];
