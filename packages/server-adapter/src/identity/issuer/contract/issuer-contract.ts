import { type Bytes, equalBytes } from '@sealkit/core/bytes';
import { SealkitError } from '@sealkit/core/errors';
import { type CertificateIssuer, type CertificateOrder, type IssueOutcome, PortError, type RequestedSubject } from '@sealkit/core/ports';
import { buildCertificatePaths, type Certificate, checkPath, equalNames, parseCertificate } from '@sealkit/core/x509';
import { generateMemoryKey, type MemoryKey } from '../../memory-key.ts';
import { createCertificationRequest, readCertificationRequest } from '../../request/certification-request.ts';
import { contentBindingOf } from '../content-binding.ts';

/** What an implementer hands to the contract, new for each case. */
export interface IssuerContractSubject {
  readonly issuer: CertificateIssuer;
  /** DER of the anchors that issued certificates lead to. */
  readonly anchors: readonly Bytes[];
  /** The time by the issuer's clock. */
  now(): Date;
  /** A key that certificates are ordered for; made new in memory where absent. An issuer that was told its key beforehand says which. */
  readonly key?: MemoryKey;
  /** The subject that certificates are ordered with. */
  readonly subject?: RequestedSubject;
  /** The certificate names the subject as it was ordered, with more attributes perhaps. */
  readonly namesSubject: boolean;
  /** Certificates of events are bound to the digest of what is signed. */
  readonly bindsContent: boolean;
  /** The issuer answers `pending` first; the function lets it decide. */
  readonly settle?: () => Promise<void> | void;
  /** Texts that nobody may read in an error: passwords, tokens. */
  readonly secrets: readonly string[];
}

export interface IssuerContractCase {
  readonly title: string;
  readonly run: (subject: IssuerContractSubject) => Promise<void>;
}

/** A promise of the port that an implementation does not keep. */
export class IssuerContractError extends SealkitError<'CERTIFICATE_ISSUER_CONTRACT_BROKEN'> {}

const SUBJECT: RequestedSubject = {
  country: 'CN',
  organization: '某某（北京）有限公司',
  organizationIdentifier: 'NTRCN-91350100M000100Y43',
  commonName: '某某（北京）有限公司',
};
const DIGEST = `sha256:${'5a'.repeat(32)}`;

/**
 * What every implementation of `CertificateIssuer` must do: certificates of the ordered key and nobody else's, below its anchors and in
 * force; refusals as values; nothing of a secret in an error. Run each case on a subject of its own; it rejects with
 * `CERTIFICATE_ISSUER_CONTRACT_BROKEN`.
 */
export const CERTIFICATE_ISSUER_CONTRACT: readonly IssuerContractCase[] = [
  {
    title: 'issues a certificate of the ordered key, leaf first',
    run: async (subject) => {
      const { order, key } = await newOrder(subject);
      const [leaf, ...others] = await issued(subject, order);
      expectThat(leaf !== undefined && equalBytes(leaf.spki, key.publicKey), 'expected the certificate of the ordered key first');
      expectThat(
        others.every((other) => !equalBytes(other.spki, key.publicKey)),
        'expected one certificate of the ordered key',
      );
    },
  },
  {
    title: 'issues below its anchors, in force now and fit for signing',
    run: async (subject) => {
      const [leaf, ...others] = await issued(subject, (await newOrder(subject)).order);
      expectThat(leaf !== undefined, 'expected a certificate');
      const paths = await buildCertificatePaths({ leaf, candidates: others.map(({ raw }) => raw), anchors: subject.anchors });
      const at = subject.now();
      const passed = paths.some((path) => checkPath(path, { at, purpose: 'signing' }).verdict.indication === 'PASSED');
      expectThat(passed, 'expected a path that passes at the time of issue');
    },
  },
  {
    title: 'names whom it was asked to name, where it says so',
    run: async (subject) => {
      if (!subject.namesSubject) return;
      const { order } = await newOrder(subject);
      const [leaf] = await issued(subject, order);
      const request = await readCertificationRequest(order.key.certificationRequest ?? new Uint8Array());
      const names = request.subject.relativeNames.flat();
      const given = leaf?.subject.relativeNames.flat() ?? [];
      expectThat(
        names.every((name) => given.some(({ type, text }) => type === name.type && text === name.text)),
        'expected every attribute that was ordered',
      );
    },
  },
  {
    title: 'binds the certificate of an event to its content, where it says so',
    run: async (subject) => {
      if (!subject.bindsContent) return;
      const { order } = await newOrder(subject);
      const [leaf] = await issued(subject, { ...order, profile: 'event', contentDigest: DIGEST });
      expectThat(leaf !== undefined && contentBindingOf(leaf) === DIGEST, 'expected the digest of the content in the certificate');
    },
  },
  {
    title: 'refuses a request that another key signed',
    run: async (subject) => {
      const { order, key } = await newOrder(subject);
      const stranger = await generateMemoryKey();
      const forged = await createCertificationRequest({ subject: order.subject, publicKey: key.publicKey, signer: stranger });
      await expectNoCertificate(subject, { ...order, key: { certificationRequest: forged } });
    },
  },
  {
    title: 'refuses a request that was changed, and one that is none',
    run: async (subject) => {
      const { order } = await newOrder(subject);
      const request = order.key.certificationRequest ?? new Uint8Array();
      const changed = request.with(Math.floor(request.length / 2), (request[Math.floor(request.length / 2)] ?? 0) ^ 1);
      await expectNoCertificate(subject, { ...order, key: { certificationRequest: changed } });
      await expectNoCertificate(subject, { ...order, key: { certificationRequest: request.slice(0, -1) } });
      await expectNoCertificate(subject, { ...order, key: { certificationRequest: new Uint8Array() } });
    },
  },
  {
    title: 'takes no place that it did not give',
    run: async (subject) => {
      const { order } = await newOrder(subject);
      if (subject.settle === undefined) return;
      await expectNoCertificate(subject, { ...order, resume: 'nowhere' });
    },
  },
  {
    title: 'does nothing for a caller that gave up',
    run: async (subject) => {
      const { order } = await newOrder(subject);
      const reason = new Error('given up');
      const outcome = await subject.issuer.issue(order, { signal: AbortSignal.abort(reason) }).catch((error: unknown) => error);
      expectThat(outcome === reason, "expected the caller's own reason");
    },
  },
];

async function newOrder(subject: IssuerContractSubject): Promise<{ readonly order: CertificateOrder; readonly key: MemoryKey }> {
  const key = subject.key ?? (await generateMemoryKey());
  const named = subject.subject ?? SUBJECT;
  const certificationRequest = await createCertificationRequest({ subject: named, publicKey: key.publicKey, signer: key });
  return {
    key,
    order: {
      orderId: crypto.randomUUID(),
      key: { certificationRequest },
      subject: named,
      identityProof: { verificationId: 'v-1', provider: 'contract', method: 'contract', verifiedAt: subject.now(), digest: DIGEST },
      profile: 'organisation',
    },
  };
}

/** More pauses than any case has. */
const MAX_PAUSES = 5;

async function settled(subject: IssuerContractSubject, order: CertificateOrder): Promise<IssueOutcome> {
  let outcome = await subject.issuer.issue(order);
  for (let pauses = 0; outcome.status === 'pending' && pauses < MAX_PAUSES; pauses += 1) {
    expectThat(subject.settle !== undefined, 'expected an answer at once');
    await subject.settle();
    outcome = await subject.issuer.issue({ ...order, resume: outcome.resume });
  }
  return outcome;
}

async function issued(subject: IssuerContractSubject, order: CertificateOrder): Promise<readonly Certificate[]> {
  const outcome = await settled(subject, order);
  expectThat(outcome.status === 'issued', `expected certificates, got ${outcome.status}`);
  const certificates = outcome.certificates.map(parseCertificate);
  for (const [index, certificate] of certificates.entries()) {
    const above = certificates[index + 1];
    expectThat(above === undefined || equalNames(certificate.issuer, above.subject), 'expected each certificate before its issuer');
  }
  return certificates;
}

/** A refusal, or an error of the port that gives nothing away. */
async function expectNoCertificate(subject: IssuerContractSubject, order: CertificateOrder): Promise<void> {
  try {
    const outcome = await settled(subject, order);
    expectThat(outcome.status === 'refused', `expected a refusal, got ${outcome.status}`);
  } catch (error) {
    if (error instanceof IssuerContractError) throw error;
    expectThat(error instanceof PortError && error.port === 'certificate-issuer', 'expected an error of the port');
    const said = `${error.message} ${String(error.cause)}`;
    expectThat(
      subject.secrets.every((secret) => !said.includes(secret)),
      'expected no secret in an error',
    );
  }
}

/** @throws {@link IssuerContractError} */
function expectThat(kept: boolean, broken: string): asserts kept {
  if (!kept) throw new IssuerContractError('CERTIFICATE_ISSUER_CONTRACT_BROKEN', broken);
}
