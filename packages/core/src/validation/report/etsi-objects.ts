import { decodeHex, encodeBase64 } from '../../bytes/index.ts';
import type { CertificateStatusReport, CertificateSummary, SignatureReport, TimestampReport, ValidationReport } from './report.ts';
import { element, textElement } from './xml.ts';

const OBJECT = 'urn:etsi:019102:validationObject:';
const SHA_256 = 'http://www.w3.org/2001/04/xmlenc#sha256';

export function certificateObjectId({ sha256 }: Pick<CertificateSummary, 'sha256'>): string {
  return `certificate-${sha256}`;
}

export function answerObjectId({ sha256 }: NonNullable<CertificateStatusReport['answer']>): string {
  return `answer-${sha256}`;
}

/** A document time-stamp is one object, whichever signature it is over; one inside a signature belongs to it. */
export function timestampObjectId(stamp: TimestampReport, signature: SignatureReport, report: ValidationReport): string {
  const own = stamp.field === null ? -1 : report.signatures.findIndex(({ kind, field }) => kind === stamp.kind && field === stamp.field);
  return own === -1
    ? `time-stamp-${report.signatures.indexOf(signature)}-${signature.timestamps.indexOf(stamp)}`
    : `document-time-stamp-${own}`;
}

export function reference(name: string, ids: readonly string[]): string {
  return element(name, [], { VOReference: ids.join(' ') });
}

export function digestAlgAndValue(name: string, method: string, hex: string): string {
  const parts = [element('ds:DigestMethod', [], { Algorithm: method }), textElement('ds:DigestValue', encodeBase64(decodeHex(hex)))];
  return element(name, parts);
}

/**
 * Certificates with their octets, revocation answers by their digest, and time-stamps by where they lie, each once.
 *
 * @param nested the report of a document time-stamp, by its object.
 * @see ETSI TS 119 102-2 V1.4.1 §4.4
 */
export function validationObjects(report: ValidationReport, nested: ReadonlyMap<string, string>): string {
  const objects = new Map<string, string>();
  const seen = (provenAt = report.validationTime): string => poe('vr:POE', provenAt);
  for (const certificate of certificatesOf(report))
    objects.set(
      certificateObjectId(certificate),
      object(certificateObjectId(certificate), 'certificate', textElement('vr:base64', certificate.der), [seen(certificate.provenAt)]),
    );
  for (const answer of answersOf(report)) {
    const shown = digestAlgAndValue('vr:DigestAlgAndValue', SHA_256, answer.sha256);
    objects.set(
      answerObjectId(answer),
      object(answerObjectId(answer), answer.kind === 'crl' ? 'CRL' : 'OCSPResponse', shown, [seen(answer.provenAt)]),
    );
  }
  for (const signature of report.signatures)
    for (const stamp of signature.timestamps) {
      const id = timestampObjectId(stamp, signature, report);
      if (objects.has(id)) continue;
      const shown = element('vr:direct', [signatureReference(stamp.field ?? signature.field)]);
      objects.set(id, object(id, 'timestamp', shown, [seen(stamp.provenAt), provisioning(stamp, signature), nested.get(id)]));
    }
  return objects.size === 0 ? '' : element('vr:SignatureValidationObjects', [...objects.values()]);
}

export function poe(name: string, time: string, proofs: readonly string[] = []): string {
  return element(name, [
    textElement('vr:POETime', time),
    textElement('vr:TypeOfProof', 'urn:etsi:019102:poetype:validation'),
    proofs.length === 0 ? undefined : reference('vr:POEObject', proofs),
  ]);
}

/** What a time-stamp that holds proves, and of which signature. */
function provisioning({ indication, time }: TimestampReport, signature: SignatureReport): string | undefined {
  if (indication !== 'PASSED' || time === null) return undefined;
  return element('vr:POEProvisioning', [textElement('vr:POETime', time), signatureReference(signature.field)]);
}

function signatureReference(field: string | null): string {
  return element('vr:SignatureReference', [
    field === null ? textElement('vr:OtherInformation', 'SignerInfo') : textElement('vr:PAdESFieldName', field),
  ]);
}

function object(id: string, type: string, representation: string, parts: readonly (string | undefined)[]): string {
  const children = [textElement('vr:ObjectType', OBJECT + type), element('vr:ValidationObjectRepresentation', [representation]), ...parts];
  return element('vr:ValidationObject', children, { id });
}

function certificatesOf({ signatures }: ValidationReport): readonly CertificateSummary[] {
  return signatures.flatMap(({ signer, path, timestamps }) =>
    [signer, ...path.map(({ certificate }) => certificate), ...timestamps.map(({ authority }) => authority)].filter(
      (each) => each !== null,
    ),
  );
}

function answersOf({ signatures }: ValidationReport): readonly NonNullable<CertificateStatusReport['answer']>[] {
  return signatures.flatMap(({ path }) => path.flatMap(({ status }) => status?.answer ?? []));
}
