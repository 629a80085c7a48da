import type { Check, CheckContext, Outcome } from '../../src/validation/checks/check.ts';
import type { CmsFacts, SignerFacts } from '../../src/validation/facts/cms-facts.ts';
import type { CertificatePathFacts } from '../../src/validation/facts/path-facts.ts';
import type { TimestampFacts } from '../../src/validation/facts/timestamp-facts.ts';
import type { ByteRangeFacts, DictionaryFacts, DocumentFacts, SignatureFacts } from '../../src/validation/facts/validation-facts.ts';
import type { CheckResult } from '../../src/validation/report/report.ts';
import { VALIDATION_POLICIES } from '../../src/validation/policies.ts';

/** The validation time of {@link contextAround}. */
export const NOW = new Date('2026-06-01T00:00:00Z');
export const NO_PATHS: CertificatePathFacts = { certificate: null, anchors: 0, paths: [], withoutAnchor: [] };

/** Facts of one signature in a PDF of one revision that nothing speaks against, but for what is changed. */
export function signatureFacts(changes: Partial<SignatureFacts> = {}): SignatureFacts {
  return {
    field: 'Signature1',
    fields: ['Signature1'],
    kind: 'signature',
    dictionary: dictionaryFacts(),
    byteRange: byteRangeFacts(),
    byteRangeDigest: 'sha256:aa',
    permissions: { docMdp: null, locks: [], secondCertification: false, faults: [] },
    seedValueFaults: [],
    cms: cmsFacts(),
    paths: NO_PATHS,
    timestamps: [],
    evidenceRecords: [],
    counterSignatures: [],
    covers: [],
    statedTime: null,
    seal: null,
    use: null,
    places: [],
    assertionFault: null,
    drawnFields: [],
    widgetNumbers: [],
    ...changes,
  };
}

export function dictionaryFacts(changes: Partial<DictionaryFacts> = {}): DictionaryFacts {
  return {
    object: '7 0',
    subFilter: 'ETSI.CAdES.detached',
    claimedTime: null,
    reason: null,
    location: null,
    name: null,
    contents: 'present',
    sameInSignedRevision: true,
    laterFields: [],
    ...changes,
  };
}

export function byteRangeFacts(changes: Partial<ByteRangeFacts> = {}): ByteRangeFacts {
  return {
    numbers: [0, 100, 200, 50],
    faults: [],
    gapIsContents: true,
    paddingIsZero: true,
    coverage: 'whole-file',
    revision: 1,
    collides: false,
    ...changes,
  };
}

export function cmsFacts(changes: Partial<CmsFacts> = {}): CmsFacts {
  return {
    fault: null,
    repairs: [],
    contentType: '1.2.840.113549.1.7.1',
    encapsulated: false,
    signerInfos: 1,
    certificates: 1,
    signer: signerFacts(),
    ...changes,
  };
}

/** Of a CMS that could not be read. */
export const UNREADABLE_CMS: CmsFacts = cmsFacts({ fault: 'CMS_MALFORMED', contentType: null, signerInfos: 0, signer: null });

/** Facts of a signature whose one SignerInfo differs. */
export function signedBy(changes: Partial<SignerFacts>): SignatureFacts {
  return signatureFacts({ cms: cmsFacts({ signer: signerFacts(changes) }) });
}

export function signerFacts(changes: Partial<SignerFacts> = {}): SignerFacts {
  return {
    digestAlgorithm: { oid: '2.16.840.1.101.3.4.2.1', name: 'SHA-256', digest: 'SHA-256' },
    signatureAlgorithm: { oid: '1.2.840.10045.4.3.2', name: 'ECDSA', digest: 'SHA-256' },
    hasSignedAttributes: true,
    attributeFaults: [],
    messageDigestMatches: true,
    repeatsAlgorithms: null,
    signatureValue: 'valid',
    signedAttributes: [],
    unsignedAttributes: [],
    commitments: [],
    signingTime: null,
    identifierExact: true,
    certificate: 'MAA=',
    certificateInside: true,
    reference: 'signing-certificate-v2',
    referenceMatches: true,
    ...changes,
  };
}

/** A signature time-stamp that holds, of a time. */
export function timestampFacts(changes: Partial<TimestampFacts> = {}): TimestampFacts {
  return {
    kind: 'signature-time-stamp',
    fault: null,
    certificate: 'identified',
    imprintMatches: true,
    signature: 'valid',
    algorithms: null,
    covers: [],
    paths: NO_PATHS,
    time: '2026-05-01T00:00:00.000Z',
    ...changes,
  };
}

export function documentFacts(changes: Partial<DocumentFacts> = {}): DocumentFacts {
  return {
    kind: 'pdf',
    size: 250,
    digest: 'sha256:bb',
    encrypted: false,
    pages: 1,
    revisionEnds: [250],
    repaired: false,
    notices: [],
    changes: [],
    changesFault: null,
    structureFaults: [],
    lostSignatures: [],
    copiedPictures: [],
    ...changes,
  };
}

/** Around one document by the policy `strict`, where no time-stamp proves anything. */
export function contextAround(changes: Partial<CheckContext> = {}): CheckContext {
  return {
    document: documentFacts(),
    signatures: [],
    policy: VALIDATION_POLICIES.strict,
    validationTime: NOW,
    certificates: new Map(),
    revocation: new Map(),
    existence: { timeOf: () => NOW, isArchived: () => false, outcomeOf: () => undefined, authorityOf: () => undefined },
    ...changes,
  };
}

/** What a check says, in one line: status, sub-indication, reason, and the values behind it as JSON where there are some. */
export function told<Subject>(check: Pick<Check<Subject>, 'run'>, subject: Subject, context: CheckContext = contextAround()): string {
  return lineOf(check.run(subject, context));
}

export function lineOf({ status, subIndication, reason, values }: Outcome): string {
  const shown = Object.keys(values).length === 0 ? undefined : JSON.stringify(values);
  return [status, subIndication, reason, shown].filter((part) => part !== undefined).join(' ');
}

/** The group of its kind of check, by the first part of the id. */
const GROUPS: Readonly<Record<string, CheckResult['group']>> = {
  document: 'document',
  fc: 'signature',
  cv: 'signature',
  sav: 'signature',
  isc: 'certificate',
  xcv: 'certificate',
  time: 'time',
  seal: 'seal',
  use: 'permit',
  changes: 'changes',
};
const CLAUSE = /^(?:ETSI (?:EN|TS) |RFC |ISO |GB\/T |formats, |explained signing, )/;

/** That the lines of checks can be told apart and looked up: an id of their kind, and the clause of a text that others have written. */
export function assertNamed(checks: readonly Pick<Check, 'id' | 'clause' | 'group'>[], group?: CheckResult['group']): void {
  for (const check of checks) {
    expect(check.id).to.match(/^[a-z]+\.[a-z-]+$/);
    expect(check.clause, check.id).to.match(CLAUSE);
    expect(check.group, check.id).to.equal(group ?? GROUPS[check.id.split('.')[0] ?? '']);
  }
  expect(new Set(checks.map(({ id }) => id)).size).to.equal(checks.length);
}
