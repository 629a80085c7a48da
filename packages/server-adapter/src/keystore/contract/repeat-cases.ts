import {
  authorize,
  caught,
  contextOf,
  expectDiscreet,
  expectEqual,
  expectRefused,
  expectThat,
  expectValid,
  open,
  prepare,
  spell,
} from './contract-steps.ts';
import type { KeyStoreContractCase } from './contract-subject.ts';

/** Repeats, interruptions, and what must not be read. */
export const REPEAT_CASES: readonly KeyStoreContractCase[] = [
  {
    title: 'answers a repeat under the same idempotency key with the same values',
    run: async (subject) => {
      for (const credentialId of subject.credentialIds) {
        const context = contextOf({ idempotencyKey: credentialId });
        const { sign } = await prepare(subject, { credentialId, context });
        expectEqual(await sign(), await sign(), 'values of the repeat');
      }
    },
  },
  {
    title: 'answers repeats that come at the same time with the same values',
    run: async (subject) => {
      const { sign } = await prepare(subject);
      const [first, second, third] = await Promise.all([sign(), sign(), sign()]);
      expectEqual([second, third], [first, first], 'values of the repeats');
    },
  },
  {
    title: 'answers a repeat under a new authorization with the same values',
    run: async (subject) => {
      const first = await (await prepare(subject)).sign();
      expectEqual(await (await prepare(subject)).sign(), first, 'values of the repeat');
    },
  },
  {
    title: 'refuses a repeat under a token that it never gave',
    run: async (subject) => {
      const { sign } = await prepare(subject);
      await sign();
      await expectRefused(subject, ['KEY_STORE_AUTHORIZATION_UNKNOWN'], () => sign({ token: 'AAAA' }));
    },
  },
  {
    title: 'gives the values of a repeat to no other tenant, person or envelope',
    run: async (subject) => {
      const { sign } = await prepare(subject);
      await sign();
      for (const change of [{ tenant: 'other' }, { actor: 'other' }, { envelopeId: 'other' }])
        await expectRefused(subject, SPENT, () => sign({ context: contextOf(change) }));
    },
  },
  {
    title: 'signs something else under the same idempotency key only with consent to it',
    run: async (subject) => {
      const { sign } = await prepare(subject);
      await sign();
      const other = await prepare(subject, { messages: ['other'] });
      await expectRefused(subject, SPENT, () => sign({ inputs: other.inputs }));
      await expectValid(other.credential, other.inputs, await other.sign());
    },
  },
  {
    title: 'ends open, authorize and sign when the signal is aborted, with its reason',
    run: async (subject) => {
      const [credentialId] = subject.credentialIds;
      const reason = new Error('stopped by the contract');
      const call = { signal: AbortSignal.abort(reason) };
      const { credential, inputs, sign } = await prepare(subject);
      const ended = [
        await caught(() => subject.keyStore.open({ context: contextOf(), credentialId }, call)),
        await caught(() => authorize(subject, { credential, digests: inputs.map((input) => input.digest) }, call)),
        await caught(() => sign({ call })),
      ];
      for (const error of ended) expectThat(error === reason, `expected the reason of the signal, got ${spell(error)}`);
    },
  },
  {
    title: 'keeps a token whose signature was stopped before it was made',
    run: async (subject) => {
      const { credential, inputs, sign } = await prepare(subject);
      await caught(() => sign({ call: { signal: AbortSignal.abort() } }));
      await expectValid(credential, inputs, await sign());
    },
  },
  {
    title: 'shows no secret in credentials, authorizations and values',
    run: async (subject) => {
      for (const credentialId of subject.credentialIds) {
        const { authorization, sign } = await prepare(subject, { credentialId });
        const credential = await open(subject, credentialId);
        const octets = [...credential.certificates, ...(await sign())].flatMap(spellings);
        expectDiscreet(subject, JSON.stringify([credential, authorization, octets]), 'an answer');
      }
    },
  },
  {
    title: 'shows neither secrets nor tokens in refusals',
    run: async (subject) => {
      const { authorization, inputs, sign } = await prepare(subject);
      const known = { ...subject, secrets: [...subject.secrets, authorization.token] };
      await expectRefused(known, [], () => open(known, 'nobody'));
      await expectRefused(known, [], () => sign({ inputs: [] }));
      await expectRefused(known, [], () => sign({ context: contextOf({ tenant: 'other' }) }));
      await sign();
      await expectRefused(known, [], () => sign({ context: contextOf({ idempotencyKey: 'use-2' }) }));
      const credential = await open(subject, subject.credentialIds[0]);
      const error = await caught(() => authorize(subject, { credential, digests: inputs.map(() => new Uint8Array(1)) }));
      expectDiscreet(known, spell(error), 'an error');
    },
  },
];

/** The token of the first signature is spent, or it is of another context: both are right. */
const SPENT = ['KEY_STORE_AUTHORIZATION_USED', 'KEY_STORE_AUTHORIZATION_MISMATCH'];

function spellings(octets: Uint8Array): readonly string[] {
  const buffer = Buffer.from(octets);
  return [buffer.toString('latin1'), buffer.toString('base64'), buffer.toString('hex')];
}
