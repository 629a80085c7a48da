/**
 * What the report says, line by line: a pure function of the entries of the package. Each line belongs to one record, and what the
 * package does not hold has a line only among what is missing. docs/evidence-format.md §8
 */
import { type Bytes, encodeHex, type JsonValue, memberOf } from '../../bytes/index.ts';
import { CmsError, parseTimestampToken } from '../../cms/index.ts';
import { digest } from '../../crypto/index.ts';
import { sm3 } from '../../sm/index.ts';
import { parseCertificate, X509Error } from '../../x509/index.ts';
import { EvidenceError } from '../evidence-error.ts';
import { certificateEntry, ENTRY, statementEntry, useEntry } from '../package/entry-names.ts';
import type { Evidence } from '../package/evidence-json.ts';
import type { EvidenceGap, EvidenceUseFacts } from '../package/evidence-records.ts';
import { readCanonical, readEvents } from '../package/package-contents.ts';
import { parseCheckpoint } from '../transparency-log/checkpoint.ts';
import { parseSignedNote } from '../transparency-log/signed-note.ts';
import { parseTlogProof } from '../transparency-log/tlog-proof.ts';
import { maskName } from './mask-name.ts';
import { codeText, type ReportLabel, type ReportSection } from './report-words.ts';

export interface ReportLine {
  readonly section: ReportSection;
  /** The record that the line is of; lines of one record stand together. */
  readonly record: string;
  readonly label: ReportLabel;
  readonly value: string;
}

type Files = ReadonlyMap<string, Bytes>;
type Values = { readonly [label in ReportLabel]?: string | null };

/** @param files entries of the package by name; of the report itself and what covers it nothing is read */
export async function reportLines(files: Files, evidence: Evidence): Promise<readonly ReportLine[]> {
  return [
    ...caseLines(evidence),
    ...partyLines(evidence),
    ...(await documentLines(files, evidence)),
    ...evidence.uses.flatMap((facts) => useLines(files, evidence, facts)),
    ...signatureLines(evidence),
    ...sealLines(evidence),
    ...(await eventLines(files)),
    ...logLines(files, evidence),
    ...anchorLines(evidence),
    ...certificateLines(files),
    ...environmentLines(evidence),
    ...missingLines(files, evidence),
  ];
}

function linesOf(section: ReportSection, record: string, values: Values): readonly ReportLine[] {
  return Object.entries(values).flatMap(([label, value]) =>
    value === null || value === undefined ? [] : [{ section, record, label: label as ReportLabel, value }],
  );
}

function caseLines({ tenant, issued, envelope }: Evidence): readonly ReportLine[] {
  const said = (name: string): string | null => {
    const value = memberOf(envelope.raw, name);
    return typeof value === 'string' && value !== '' ? value : null;
  };
  return linesOf('case', 'case', {
    envelope: envelope.id,
    name: said('name'),
    state: said('state'),
    createdAt: said('createdAt'),
    tenant,
    issued: issued.at,
    issuedFor: issued.personId,
    issuer: issued.issuer,
  });
}

function partyLines({ persons, organisations }: Evidence): readonly ReportLine[] {
  return [
    ...organisations.flatMap(({ id, name, verifiedName }) =>
      linesOf('parties', `organisation ${id}`, {
        organisation: verifiedName === name ? `${name} (${id})` : `${verifiedName} / ${name} (${id})`,
      }),
    ),
    ...persons.flatMap(({ id, name, organisationId }) =>
      linesOf('parties', `person ${id}`, { person: `${maskName(name)} (${id}), ${organisationId}` }),
    ),
  ];
}

async function documentLines(files: Files, { envelope }: Evidence): Promise<readonly ReportLine[]> {
  const document = files.get(ENTRY.document);
  return [
    ...envelope.versions.flatMap(({ version, digest: value, length, useId }) =>
      linesOf('document', `version ${version}`, { version: `${version}: ${value}, ${length} B${useId === null ? '' : `, ${useId}`}` }),
    ),
    ...(document === undefined
      ? []
      : linesOf('document', ENTRY.document, {
          document: `${ENTRY.document}, ${document.length} B`,
          sha256: encodeHex(await digest('SHA-256', document)),
          sm3: encodeHex(sm3(document)),
        })),
  ];
}

const USE_PARTS = ['permit', 'record', 'receipt'] as const;

function useLines(files: Files, evidence: Evidence, facts: EvidenceUseFacts): readonly ReportLine[] {
  const record = `use ${facts.id}`;
  const { sealNumber, sealVersion } = facts;
  const intent = files.get(useEntry(facts.id, 'intent.json'));
  return [
    ...linesOf('uses', record, {
      use: facts.id,
      actor: facts.personId,
      seal: sealNumber === null ? null : `${sealNumber}, ${sealVersion ?? ''}`,
      signingTime: facts.signingTime,
      certificate: facts.certificate,
      signer: signerOf(files, facts.certificate),
      originalDigest: facts.originalDigest,
      byteRangeDigest: facts.byteRangeDigest,
      fileDigest: facts.fileDigest,
    }),
    ...USE_PARTS.flatMap((part) =>
      linesOf('uses', `${record} ${part}`, { [part]: files.has(useEntry(facts.id, `${part}.jws`)) ? codeText('present') : null }),
    ),
    ...(intent === undefined ? [] : intentLines(`${record} intent`, readCanonical(intent))),
  ];
}

/** What the proof says of itself; where it stands for several acts, which of them this is. */
function intentLines(record: string, intent: JsonValue | undefined): readonly ReportLine[] {
  const batch = memberOf(intent, 'batch');
  const [index, count] = [memberOf(batch, 'index'), memberOf(memberOf(batch, 'statement'), 'count')];
  const place = typeof index === 'number' && typeof count === 'number' ? `${index + 1} / ${count}` : null;
  return linesOf('uses', record, { intent: intentText(intent), intentBatch: place });
}

function intentText(intent: JsonValue | undefined): string {
  const said = ['method', 'result', 'finishedAt'].map((name) => memberOf(intent, name)).filter((value) => typeof value === 'string');
  return said.length === 0 ? codeText('present') : said.join(', ');
}

/** Subject, issuer, serial number and validity, where the package holds the certificate. */
function signerOf(files: Files, certificate: string): string | null {
  const der = files.get(certificateEntry(certificate.slice(certificate.indexOf(':') + 1)));
  if (der === undefined) return null;
  try {
    const { subject, issuer, serialNumber, notBefore, notAfter } = parseCertificate(der);
    return `${subject.text}; ${issuer.text}; ${serialNumber}; ${notBefore.toISOString()} - ${notAfter.toISOString()}`;
  } catch (error) {
    if (error instanceof X509Error) return null;
    throw error;
  }
}

function signatureLines({ signatures }: Evidence): readonly ReportLine[] {
  return (signatures ?? []).flatMap((found) =>
    linesOf('signatures', `signature ${found.field}`, {
      indication: `${found.field}: ${found.indication}${found.subIndication === null ? '' : `, ${found.subIndication}`}`,
      level: found.level,
      signer: found.signer,
      issuer: found.issuer,
      claimedSigningTime: found.claimedSigningTime,
      bestSignatureTime: `${found.bestSignatureTime} (${found.bestSignatureTimeSource})`,
    }),
  );
}

function sealLines({ seals }: Evidence): readonly ReportLine[] {
  return seals.flatMap(({ number, version, name, kind, organisationId, statement }) => [
    ...linesOf('seals', `seal ${number}-${version}`, { seal: `${number}, ${version}: ${name}`, kind, organisation: organisationId }),
    ...linesOf('seals', `statement ${number}-${version}`, { statement }),
  ]);
}

async function eventLines(files: Files): Promise<readonly ReportLine[]> {
  const lines = files.get(ENTRY.events);
  const events = lines === undefined ? [] : ((await readEvents(lines)) ?? []);
  return events.flatMap(({ type, digest: own, members }) => {
    const said = (name: string): string => {
      const value = members[name];
      return typeof value === 'string' || typeof value === 'number' ? String(value) : '';
    };
    return linesOf('events', `event ${own}`, { event: `${said('sequence')}. ${said('time')} ${codeText(type)}, ${said('actor')}` });
  });
}

function logLines(files: Files, { log, events }: Evidence): readonly ReportLine[] {
  if (log === null) return [];
  const proof = files.get(ENTRY.tlogProof);
  const token = files.get(ENTRY.checkpointTimestamp);
  return [
    ...linesOf('log', 'log', { logKey: log.key, head: events?.head ?? null, leaf: proof === undefined ? null : leafText(proof) }),
    ...(token === undefined ? [] : linesOf('log', 'time-stamp', { checkpointTime: timestampText(token) })),
  ];
}

/** What cannot be read is told by the rows of a verifier; the report says that it is there. */
function leafText(proof: Bytes): string {
  try {
    const { index, checkpoint } = parseTlogProof(new TextDecoder().decode(proof));
    const { size, root } = parseCheckpoint(parseSignedNote(checkpoint).text);
    return `${index} / ${size}, ${encodeHex(root)}`;
  } catch (error) {
    if (error instanceof EvidenceError) return codeText('present');
    throw error;
  }
}

function timestampText(token: Bytes): string {
  try {
    const { tstInfo } = parseTimestampToken(token);
    return `${tstInfo.genTime.toISOString()}, ${tstInfo.policy}`;
  } catch (error) {
    if (error instanceof CmsError) return codeText('present');
    throw error;
  }
}

function anchorLines({ anchors }: Evidence): readonly ReportLine[] {
  return anchors.flatMap(({ name, kind, state, reference, at, reason, receipt }) =>
    linesOf('anchors', `anchor ${name}`, {
      anchor: [`${name} (${kind}): ${codeText(state)}`, reference, at, reason].filter((part) => part !== null).join(', '),
      receipt,
    }),
  );
}

function certificateLines(files: Files): readonly ReportLine[] {
  const names = [...files.keys()].sort();
  const having = (ending: string, label: ReportLabel): readonly ReportLine[] =>
    names
      .filter((name) => name.endsWith(ending))
      .flatMap((name) => linesOf('certificates', name, { [label]: name.slice(name.lastIndexOf('/') + 1, -ending.length) }));
  return [...having('.cer', 'certificate'), ...having('.crl', 'crl'), ...having('.ocsp', 'ocsp')];
}

function environmentLines({ environment, report }: Evidence): readonly ReportLine[] {
  return [
    ...(environment === null ? [] : linesOf('environment', 'environment', { ...environment })),
    ...(report === null ? [] : linesOf('environment', 'report', { glyphs: report.glyphs, checkPage: report.checkPage })),
  ];
}

/**
 * Every place of a record that is empty, with the reason as a code, and what the issuer asked for and did not get.
 *
 * @param files entries of the package by name
 */
export function evidenceGaps(files: Files, evidence: Evidence): readonly EvidenceGap[] {
  const { events, log, signatures, anchors, environment, report, uses, seals, missing } = evidence;
  const isEmpty = (ending: string): boolean => ![...files.keys()].some((name) => name.endsWith(ending));
  const places: readonly (readonly [what: string, reason: string, isMissing: boolean])[] = [
    [ENTRY.document, 'DOCUMENT_NOT_IN_PACKAGE', !files.has(ENTRY.document)],
    ['signatures', 'NOT_VALIDATED', signatures === null],
    [ENTRY.events, 'EVENTS_NOT_IN_PACKAGE', events === null],
    ['log', 'LOG_NONE', log === null],
    [ENTRY.checkpointTimestamp, 'CHECKPOINT_NOT_TIME_STAMPED', log !== null && !files.has(ENTRY.checkpointTimestamp)],
    ...uses.flatMap(({ id }) =>
      (['permit.jws', 'record.jws', 'receipt.jws', 'intent.json'] as const).map(
        (part) => [useEntry(id, part), 'NOT_IN_PACKAGE', !files.has(useEntry(id, part))] as const,
      ),
    ),
    ...seals.map(({ number, version, statement }) => [statementEntry(number, version), 'NOT_IN_PACKAGE', statement === null] as const),
    ['revocation', 'REVOCATION_NONE', isEmpty('.crl') && isEmpty('.ocsp')],
    ['anchors', 'ANCHORS_NONE', anchors.length === 0],
    ['environment', 'ENVIRONMENT_NOT_RECORDED', environment === null],
    ['check page', 'CHECK_PAGE_NONE', report?.checkPage === null],
  ];
  return [...places.flatMap(([what, reason, isMissing]) => (isMissing ? [{ what, reason }] : [])), ...missing];
}

function missingLines(files: Files, evidence: Evidence): readonly ReportLine[] {
  return evidenceGaps(files, evidence).flatMap(({ what, reason }) => linesOf('missing', what, { missing: `${what}: ${codeText(reason)}` }));
}
