import type { Bytes } from '../../bytes/index.ts';
import {
  type Certificate,
  equalNames,
  type Name,
  parseCertificate,
  parseCrl,
  parseOcspResponse,
  verifyCertificateSignature,
  X509Error,
} from '../../x509/index.ts';
import { type EvidenceRow, failed, row } from './evidence-report.ts';
import type { PackageContents } from './package-contents.ts';

/** Each CRL and OCSP response by itself: what it is, and that it is signed by a certificate at hand which it names. §6.1 */
export async function revocationRows({ files, options }: PackageContents): Promise<readonly EvidenceRow[]> {
  const { signers, sealMakers, registers, timestampAuthorities = [] } = options.trust;
  const anchors = [...signers, ...sealMakers, ...registers, ...timestampAuthorities];
  const having = [...files].filter(([name]) => name.startsWith('certificates/')).map(([, der]) => der);
  const known = parsed([...having, ...anchors]);
  const rows: EvidenceRow[] = [];
  for (const [name, der] of files) if (name.startsWith('revocation/')) rows.push(await answerRow(name, der, known));
  return rows;
}

interface SignedAnswer {
  readonly signed: Parameters<typeof verifyCertificateSignature>[0];
  readonly at: Date;
  readonly candidates: readonly Certificate[];
}

async function answerRow(name: string, der: Bytes, known: readonly Certificate[]): Promise<EvidenceRow> {
  const answer = name.endsWith('.crl') ? readCrl(der, known) : readOcsp(der, known);
  if (answer === undefined) return failed('revocation.answer', name, 'FORMAT_FAILURE');
  const values = { at: answer.at.toISOString() };
  const results = await Promise.all(answer.candidates.map(({ spki }) => verifyCertificateSignature(answer.signed, spki)));
  if (results.includes('valid')) return row('revocation.answer', name, 'passed', null, values);
  const isOpen = results.length === 0 || results.some((result) => result !== 'invalid');
  return row('revocation.answer', name, isOpen ? 'indeterminate' : 'failed', isOpen ? 'SIGNER_UNKNOWN' : 'SIGNATURE_INVALID', values);
}

function readCrl(der: Bytes, known: readonly Certificate[]): SignedAnswer | undefined {
  return readOrNothing(() => {
    const crl = parseCrl(der);
    return { signed: crl, at: crl.thisUpdate, candidates: namedBy(crl.issuer, known) };
  });
}

/** The responder's certificate comes along, or is at hand; a key hash stands for any of them. */
function readOcsp(der: Bytes, known: readonly Certificate[]): SignedAnswer | undefined {
  return readOrNothing(() => {
    const { basic } = parseOcspResponse(der);
    if (basic === undefined) return undefined;
    const all = [...parsed(basic.certificates), ...known];
    const { responderId } = basic;
    return { signed: basic, at: basic.producedAt, candidates: responderId.kind === 'byName' ? namedBy(responderId.name, all) : all };
  });
}

function namedBy(name: Name, all: readonly Certificate[]): readonly Certificate[] {
  return all.filter(({ subject }) => equalNames(subject, name));
}

function parsed(all: readonly Uint8Array[]): readonly Certificate[] {
  return all.flatMap((der) => readOrNothing(() => parseCertificate(der)) ?? []);
}

function readOrNothing<T>(read: () => T | undefined): T | undefined {
  try {
    return read();
  } catch (error) {
    if (error instanceof X509Error) return undefined;
    throw error;
  }
}
