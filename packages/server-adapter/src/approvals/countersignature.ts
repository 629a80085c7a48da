import type { JsonValue } from '@sealkit/core/bytes';
import type { ApprovalCountersignatureView, IntentAnswer } from '@sealkit/core/protocol';
import { findPasskeyFault, type PasskeyAssertion, passkeyAssertionShape, ShapeMismatch } from '@sealkit/core/seal';
import type { Principal } from '../adapter-config.ts';
import type { AdapterContext } from '../adapter-context.ts';
import { AdapterError } from '../adapter-error.ts';
import type { Countersigning, EnrolledAuthenticator, IntentFinding } from '../intent/intent-provider.ts';
import { readAssertionAnswer } from '../intent/passkey/assertion-answer.ts';
import { askProvider, readEnrolled } from '../intent/person-context.ts';
import type { ProblemCode } from '../problem-codes.ts';
import { findApproval, readApproval } from './list-approvals.ts';

/** What a passkey of the approver answered to the request, found before the transaction of the decision. */
export interface FoundCountersignature {
  readonly assertion: PasskeyAssertion;
  readonly finding: Extract<IntentFinding, { readonly result: 'passed' }>;
  readonly authenticators: readonly HeldPasskey[];
}

type HeldPasskey = EnrolledAuthenticator & { readonly revision: number };

interface Asked {
  readonly countersigning: Countersigning;
  /** The request digest. */
  readonly digest: string;
  readonly authenticators: readonly HeldPasskey[];
}

/**
 * `GET /approvals/{id}/countersignature`: what the browser asks the approver's passkey. The challenge is the request digest, so nothing
 * is kept of the question: it is the same as long as the request waits, and a person decides on it once.
 *
 * @throws {@link AdapterError} `APPROVAL_CLOSED`, `APPROVAL_NOT_YOURS`, `APPROVAL_PASSKEY_NOT_ASKED`, `APPROVAL_PASSKEY_NOT_ENROLLED`
 */
export async function readCountersignature(
  context: AdapterContext,
  principal: Principal,
  id: string,
): Promise<ApprovalCountersignatureView> {
  const view = await readApproval(context, principal, id);
  if (view.status !== 'pending') throw new AdapterError('APPROVAL_CLOSED');
  if (!view.decide.allowed) throw new AdapterError('APPROVAL_NOT_YOURS');
  if (view.countersigns === null) throw new AdapterError('APPROVAL_PASSKEY_NOT_ASKED');
  const asked = await readAsked(context, principal, id);
  if (asked === null) throw new AdapterError('INTENT_POLICY_UNMEETABLE');
  if (asked.authenticators.length === 0) throw new AdapterError('APPROVAL_PASSKEY_NOT_ENROLLED');
  return { requestDigest: view.requestDigest, passkey: asked.countersigning.ask(asked) };
}

/**
 * Lets the provider of passkeys judge what the approver answered; the code says what is wrong with it. Null where the request asks for
 * no passkey.
 *
 * @throws {@link AdapterError} `APPROVAL_NOT_FOUND`, `INTENT_PROVIDER_FAILED`
 */
export async function findCountersignature(
  context: AdapterContext,
  principal: Principal,
  id: string,
  answer: IntentAnswer | undefined,
): Promise<FoundCountersignature | ProblemCode | null> {
  const approval = await context.store.transaction((tx) => findApproval(tx, principal.tenant, id), { readOnly: true });
  if (approval.request.approvalPolicy === undefined) return null;
  const asked = await readAsked(context, principal, id);
  if (asked === null) return 'INTENT_POLICY_UNMEETABLE';
  if (asked.authenticators.length === 0) return 'APPROVAL_PASSKEY_NOT_ENROLLED';
  if (answer === undefined) return 'APPROVAL_PASSKEY_REQUIRED';
  const { challenge, allowCredentials } = asked.countersigning.ask(asked);
  const said = readAssertionAnswer(answer);
  if (said === null) return 'APPROVAL_PASSKEY_INVALID';
  if (!allowCredentials.some((credential) => credential.id === said.credentialId)) return 'APPROVAL_PASSKEY_UNKNOWN';
  if (said.challenge !== challenge) return 'APPROVAL_PASSKEY_MISMATCH';
  const { authenticators } = asked;
  const finding = await askProvider(() => asked.countersigning.judge({ ...asked, answer }));
  if (finding.result !== 'passed') return 'APPROVAL_PASSKEY_INVALID';
  const assertion = assertionOf(finding.raw);
  // Also where a host brings a provider of its own: what a validator could not repeat is no countersignature.
  const fits = assertion !== null && (await findPasskeyFault({ ...assertion }, approval.requestDigest)) === null;
  return fits ? { assertion, finding, authenticators } : 'APPROVAL_PASSKEY_INVALID';
}

/** Null where this deployment has no passkeys. */
async function readAsked({ intent, store }: AdapterContext, { tenant, personId }: Principal, id: string): Promise<Asked | null> {
  const provider = intent.providers.get('passkey');
  const countersigning = provider?.countersigning;
  if (provider === undefined || countersigning === undefined) return null;
  return store.transaction(
    async (tx) => ({
      countersigning,
      digest: (await findApproval(tx, tenant, id)).requestDigest,
      authenticators: await readEnrolled(tx, { tenant, personId }, provider),
    }),
    { readOnly: true },
  );
}

/** The members that a permit carries; null where one is missing or beyond what a permit takes. */
function assertionOf(raw: { readonly [name: string]: JsonValue }): PasskeyAssertion | null {
  const { rpId, origin, algorithm, publicKey, clientDataJSON, authenticatorData, signature } = raw;
  const members = { rpId, origin, algorithm, publicKey, clientDataJSON, authenticatorData, signature };
  try {
    return passkeyAssertionShape(JSON.parse(JSON.stringify(members)) as JsonValue, 'assertion');
  } catch (error) {
    if (error instanceof ShapeMismatch) return null;
    throw error;
  }
}
