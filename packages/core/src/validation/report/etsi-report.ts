import {
  answerObjectId,
  certificateObjectId,
  digestAlgAndValue,
  poe,
  reference,
  timestampObjectId,
  validationObjects,
} from './etsi-objects.ts';
import type { CheckResult, SignatureReport, ValidationReport } from './report.ts';
import { element, textElement } from './xml.ts';

const NAMESPACES = {
  'xmlns:vr': 'http://uri.etsi.org/19102/v1.4.1#',
  'xmlns:ds': 'http://www.w3.org/2000/09/xmldsig#',
  'xmlns:XAdES': 'http://uri.etsi.org/01903/v1.3.2#',
} as const;
const URN = 'urn:etsi:019102:';
const DIGEST_METHODS: Readonly<Record<string, string>> = {
  sha1: 'http://www.w3.org/2000/09/xmldsig#sha1',
  sha256: 'http://www.w3.org/2001/04/xmlenc#sha256',
  sha384: 'http://www.w3.org/2001/04/xmldsig-more#sha384',
  sha512: 'http://www.w3.org/2001/04/xmlenc#sha512',
  'sha3-256': 'http://www.w3.org/2007/05/xmldsig-more#sha3-256',
  'sha3-384': 'http://www.w3.org/2007/05/xmldsig-more#sha3-384',
  'sha3-512': 'http://www.w3.org/2007/05/xmldsig-more#sha3-512',
};

/**
 * A report as XML for other programs. Document time-stamps are validation objects with a report of their own; alone in a file they
 * are its signatures. Signatures, certificates and answers have
 * the proofs of existence that time-stamps give, else that of the validation.
 *
 * @throws RangeError for a report without signatures, which the schema cannot express
 * @see ETSI TS 119 102-2 V1.4.1 (2023-06)
 */
export function etsiReport(report: ValidationReport): string {
  const stamps = report.signatures.filter(isTimestamp);
  const signatures = report.signatures.filter((signature) => !isTimestamp(signature));
  const [own, nested] = signatures.length === 0 ? [stamps, []] : [signatures, stamps];
  if (own.length === 0) throw new RangeError('report: expected at least one signature');
  const reports = new Map(
    nested.flatMap((signature) => {
      const itself = signature.timestamps.find(({ field }) => field === signature.field);
      if (itself === undefined) return [];
      return [[timestampObjectId(itself, signature, report), signatureReport('vr:ValidationReport', signature, report)] as const];
    }),
  );
  const parts = own.map((signature) => signatureReport('vr:SignatureValidationReport', signature, report));
  return `<?xml version="1.0" encoding="UTF-8"?>\n${element('vr:ValidationReport', [...parts, validationObjects(report, reports)], NAMESPACES)}\n`;
}

function isTimestamp({ kind }: SignatureReport): boolean {
  return kind === 'document-time-stamp' || kind === 'time-stamp-token';
}

function signatureReport(name: string, signature: SignatureReport, report: ValidationReport): string {
  const index = report.signatures.indexOf(signature);
  const identifier = [
    textElement('vr:HashOnly', 'false'),
    textElement('vr:DocHashOnly', 'false'),
    textElement('vr:DAIdentifier', signature.field ?? `signer ${index + 1}`),
  ];
  return element(name, [
    element('vr:SignatureIdentifier', identifier, { id: `signature-${index}` }),
    constraints(signature, report),
    element('vr:ValidationTimeInfo', [textElement('vr:ValidationTime', report.validationTime), bestTime(signature, report)]),
    signersDocument(signature),
    attributes(signature),
    signerInformation(signature),
    element('vr:SignatureValidationProcess', [textElement('vr:SignatureValidationProcessID', `${URN}validationprocess:LTA`)]),
    status('vr:SignatureValidationStatus', signature, associatedData(signature, report)),
  ]);
}

function status(
  name: string,
  { indication, subIndication }: { readonly indication: string; readonly subIndication?: string },
  data?: string,
): string {
  return element(name, [
    textElement('vr:MainIndication', `${URN}mainindication:${indication.toLowerCase()}`),
    subIndication === undefined ? undefined : textElement('vr:SubIndication', `${URN}subindication:${subIndication}`),
    data,
  ]);
}

function constraints({ checks }: SignatureReport, { policy }: ValidationReport): string {
  const implied = element('vr:SignaturePolicyIdentifier', [element('XAdES:SignaturePolicyImplied', [])]);
  return element('vr:ValidationConstraintsEvaluationReport', [
    element('vr:SignatureValidationPolicy', [implied, textElement('vr:PolicyName', policy.name)]),
    ...checks.map(constraint),
  ]);
}

function constraint({ id, status: ended, subIndication, reason }: CheckResult): string {
  const applied = ended !== 'not-checked' && ended !== 'not-applicable';
  const verdict = { indication: ended, ...(subIndication === undefined ? {} : { subIndication }) };
  return element('vr:ValidationConstraint', [
    textElement('vr:ValidationConstraintIdentifier', `urn:sealkit:check:${id}`),
    element('vr:ConstraintStatus', [textElement('vr:Status', `${URN}constraintStatus:${applied ? 'applied' : 'disabled'}`)]),
    applied ? status('vr:ValidationStatus', verdict) : undefined,
    reason === undefined ? undefined : textElement('vr:Indications', reason),
  ]);
}

/** With the time-stamps that state it, where it is proven. */
function bestTime(signature: SignatureReport, report: ValidationReport): string {
  const proofs = signature.timestamps.filter(
    ({ indication, time }) => indication === 'PASSED' && time !== null && Date.parse(time) === Date.parse(signature.bestSignatureTime),
  );
  const ids = signature.bestSignatureTimeSource === 'time-stamp' ? proofs.map((stamp) => timestampObjectId(stamp, signature, report)) : [];
  return poe('vr:BestSignatureTime', signature.bestSignatureTime, ids);
}

function signersDocument({ byteRangeDigest }: SignatureReport): string | undefined {
  const [algorithm = '', hex = ''] = byteRangeDigest?.split(':') ?? [];
  const method = DIGEST_METHODS[algorithm];
  return method === undefined ? undefined : element('vr:SignersDocument', [digestAlgAndValue('vr:DigestAlgAndValue', method, hex)]);
}

function attributes(signature: SignatureReport): string | undefined {
  const { claimedSigningTime, subFilter, reason, location, timestamps } = signature;
  const signed = { Signed: 'true' };
  const stamps = timestamps.flatMap(({ kind, time }) =>
    kind === 'signature-time-stamp' && time !== null ? [element('vr:SignatureTimeStamp', [textElement('vr:TimeStampValue', time)])] : [],
  );
  const parts = [
    ...(claimedSigningTime === null || isTimestamp(signature)
      ? []
      : [element('vr:SigningTime', [textElement('vr:Time', claimedSigningTime)], signed)]),
    ...stamps,
    ...(location === undefined ? [] : [element('vr:SignatureProductionPlace', [textElement('vr:AddressString', location)], signed)]),
    ...(reason === undefined ? [] : [element('vr:Reason', [textElement('vr:ReasonElement', reason)], signed)]),
    ...(subFilter === null ? [] : [element('vr:SubFilter', [textElement('vr:SubFilterElement', subFilter)], signed)]),
  ];
  return parts.length === 0 ? undefined : element('vr:SignatureAttributes', parts);
}

function signerInformation({ signer }: SignatureReport): string | undefined {
  if (signer === null) return undefined;
  return element('vr:SignerInformation', [
    reference('vr:SignerCertificate', [certificateObjectId(signer)]),
    textElement('vr:Signer', signer.subject),
  ]);
}

/** The path, what its status rests on, the time-stamps, and since when a certificate is withdrawn. */
function associatedData(signature: SignatureReport, report: ValidationReport): string | undefined {
  const { path, timestamps } = signature;
  const anchor = path.find(({ role }) => role === 'anchor');
  const anchors = anchor === undefined ? [] : [reference('vr:TrustAnchor', [certificateObjectId(anchor.certificate)])];
  const related = [
    ...path.flatMap(({ status: known }) => (known?.answer ? [answerObjectId(known.answer)] : [])),
    ...timestamps.map((stamp) => timestampObjectId(stamp, signature, report)),
  ];
  const parts = [
    ...anchors,
    ...certificateChain(signature, anchors),
    ...[...new Set(related)].map((id) => reference('vr:RelatedValidationObject', [id])),
    ...withdrawal(signature),
  ];
  return parts.length === 0 ? undefined : element('vr:AssociatedValidationReportData', parts);
}

function certificateChain({ path }: SignatureReport, anchors: readonly string[]): readonly string[] {
  const [leaf] = path;
  if (leaf === undefined) return [];
  const between = path.slice(1).filter(({ role }) => role === 'intermediate');
  return [
    element('vr:CertificateChain', [
      reference('vr:SigningCertificate', [certificateObjectId(leaf.certificate)]),
      ...between.map(({ certificate }) => reference('vr:IntermediateCertificate', [certificateObjectId(certificate)])),
      ...anchors,
    ]),
  ];
}

function withdrawal({ path }: SignatureReport): readonly string[] {
  const step = path.find(({ status: known }) => known?.status === 'revoked' || known?.status === 'on-hold');
  const { revokedAt, reason, answer } = step?.status ?? {};
  if (step === undefined || revokedAt === undefined) return [];
  return [
    element('vr:RevocationStatusInformation', [
      reference('vr:ValidationObjectId', [certificateObjectId(step.certificate)]),
      textElement('vr:RevocationTime', revokedAt),
      reason === undefined ? undefined : textElement('vr:RevocationReason', `${URN}revocationReason:${reason}`),
      answer ? reference('vr:RevocationObject', [answerObjectId(answer)]) : undefined,
    ]),
  ];
}
