import { digestOfAct } from '../challenge.ts';
import { IntentError } from '../intent-error.ts';
import type { IntentContext, IntentFinding, IntentStatement, StartedIntent, StartIntentRequest } from '../intent-provider.ts';
import type { IntentContractCase, IntentContractSubject } from './contract-subject.ts';

const DAY_MS = 24 * 3_600_000;

/**
 * What every implementation of `IntentProvider` must do: `start → finish`, a finding about exactly the statement, no secret kept. Run
 * each case on a subject of its own; it rejects with `INTENT_CONTRACT_BROKEN`.
 */
export const INTENT_PROVIDER_CONTRACT: readonly IntentContractCase[] = [
  {
    title: 'has a method, an assurance from 1 to 3, and takes answers',
    run: async ({ provider: { method, assurance, tries } }) => {
      expectThat(/^[a-z][a-z0-9-]{0,31}$/.test(method) && method !== 'confirm', 'expected a name in lower-case letters, and not confirm');
      expectThat([1, 2, 3].includes(assurance), 'expected assurance 1, 2 or 3');
      expectThat(Number.isSafeInteger(tries) && tries >= 1, 'expected at least one answer');
    },
  },
  {
    title: 'finds that the person meant it',
    run: async (subject) => {
      const { request, started } = await begin(subject, 'one');
      const finding = await finish(subject, request, started, await subject.answer(request, started));
      expectThat(finding.result === 'passed', `expected passed, got ${finding.result}`);
    },
  },
  {
    title: 'gives an end that comes, within a day',
    run: async (subject) => {
      const { started } = await begin(subject, 'one');
      const left = started.expiresAt.getTime() - subject.now.getTime();
      expectThat(left > 0 && left <= DAY_MS, `expected an end within a day, got ${left} ms`);
    },
  },
  {
    title: 'finds nothing in a wrong answer',
    run: async (subject) => {
      const { request, started } = await begin(subject, 'one');
      expectThat((await finish(subject, request, started, subject.wrong)).result !== 'passed', 'expected no proof in a wrong answer');
    },
  },
  {
    title: 'finds nothing in answers of another form, and does not break on them',
    run: async (subject) => {
      if (subject.provider.form === 'redirect') return;
      for (const answer of [{}, { code: 7 }, { code: '' }, { code: '0'.repeat(500) }, { credential: null }, { credential: { id: [] } }]) {
        const { request, started } = await begin(subject, 'one');
        expectThat((await finish(subject, request, started, answer)).result === 'failed', 'expected a failure, not a proof');
      }
    },
  },
  {
    title: 'finds nothing in an answer that was for another act',
    run: async (subject) => {
      if (!subject.bindsStatement) return;
      const one = await begin(subject, 'one');
      const answer = await subject.answer(one.request, one.started);
      const other = await statementOf('other');
      const moved = await finish(subject, { ...one.request, statement: other }, one.started, answer);
      expectThat(moved.result !== 'passed', 'expected no proof for another statement');
    },
  },
  {
    title: 'finds nothing without the authenticators that it asked for',
    run: async (subject) => {
      if (subject.provider.enrolment === undefined) return;
      const { request, started } = await begin(subject, 'one');
      const answer = await subject.answer(request, started);
      const finding = await finish(subject, { ...request, authenticators: [] }, started, answer);
      expectThat(finding.result === 'failed', 'expected no proof without an authenticator');
    },
  },
  {
    title: 'keeps no secret in clear, neither in its state nor in its finding',
    run: async (subject) => {
      const { request, started } = await begin(subject, 'one');
      const finding = await finish(subject, request, started, await subject.answer(request, started));
      const kept = JSON.stringify([started.state, finding, request.authenticators]);
      for (const secret of subject.secrets())
        expectThat(!kept.includes(JSON.stringify(secret).slice(1, -1)), 'expected no secret in clear');
    },
  },
  {
    title: 'writes what survives JSON',
    run: async (subject) => {
      const { request, started } = await begin(subject, 'one');
      const answer = await subject.answer(request, started);
      const thawed: StartedIntent = { ...started, state: JSON.parse(JSON.stringify(started.state)) as StartedIntent['state'] };
      const finding = await finish(subject, request, thawed, answer);
      expectThat(finding.result === 'passed', 'expected the same finding after the state was stored');
      const scores = Object.values(finding.scores ?? {});
      expectThat(
        scores.every((score) => Number.isSafeInteger(score)),
        'expected integers as scores',
      );
    },
  },
];

async function begin(
  subject: IntentContractSubject,
  name: string,
): Promise<{ readonly request: StartIntentRequest; readonly started: StartedIntent }> {
  const context: IntentContext = { tenant: 'tenant', personId: 'person', personName: 'Person', now: subject.now };
  const authenticators = await subject.enrol(context);
  const request = { context, handle: `handle-${name}`, statement: await statementOf(name), authenticators };
  return { request, started: await subject.provider.start(request) };
}

function finish(
  { provider }: IntentContractSubject,
  request: StartIntentRequest,
  { state }: StartedIntent,
  answer: Parameters<IntentContractSubject['provider']['finish']>[0]['answer'],
): Promise<IntentFinding> {
  return provider.finish({ ...request, state, answer });
}

async function statementOf(name: string): Promise<IntentStatement> {
  const digest = `sha256:${'ab'.repeat(32)}`;
  const act: IntentStatement['act'] = {
    v: 2,
    action: 'sign',
    envelopeId: 'envelope',
    statement: null,
    placements: [],
    wording: { locale: 'en', text: `I sign ${name}.` },
    issuedAt: '2026-01-01T00:00:00Z',
    tenant: 'tenant',
    person: 'person',
    personName: 'Person',
    organisation: 'Organisation',
    envelopeName: name,
    seal: null,
    pages: [],
    originalDigest: digest,
    messageDigest: digest,
    permit: digest,
    certificate: digest,
    certificateSubject: 'CN=Person',
    nonce: name,
    expires: '2026-01-01T00:10:00Z',
  };
  return { useId: `use-${name}`, act, digest: await digestOfAct(act) };
}

/** @throws {@link IntentError} `INTENT_CONTRACT_BROKEN` */
function expectThat(kept: boolean, broken: string): asserts kept {
  if (!kept) throw new IntentError('INTENT_CONTRACT_BROKEN', broken);
}
