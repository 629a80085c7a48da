import { OIDS } from '../asn1/index.ts';
import type { Bytes, ByteSource } from '../bytes/index.ts';
import { CmsError, parseSignedData } from '../cms/index.ts';
import { digestSource, formatDigest } from '../crypto/index.ts';
import { type AsicContainer, type ContainerProof, readAsicContainer } from './container/asic-container.ts';
import { checkReferences } from './container/reference-check.ts';
import { failed, passed } from './checks/check.ts';
import { VALIDATION_POLICIES } from './policies.ts';
import { verdictOfChecks, worstVerdict } from './processes/verdict-algebra.ts';
import type { CheckResult, DocumentIntegrity, Integrity, SignatureReport, ValidationReport } from './report/report.ts';
import type { Verdict } from './report/verdict.ts';
import { validateCms, type ValidateCmsOptions } from './validate-cms.ts';

export type ValidateContainerOptions = Omit<ValidateCmsOptions, 'content'>;

/** One signature or time-stamp of a container. */
export interface ContainerSignatureReport extends SignatureReport {
  /** Its file in the container. */
  readonly file: string;
  /** Names of the data objects that it is over, directly or by a manifest. */
  readonly objects: readonly string[];
}

export interface ContainerReport extends ValidationReport {
  readonly container: {
    readonly type: AsicContainer['type'];
    readonly objects: readonly { readonly name: string; readonly size: number; readonly isSigned: boolean }[];
  };
  readonly signatures: readonly ContainerSignatureReport[];
}

const MOST_PROOF = 16 << 20;

/**
 * Validates an ASiC-S or ASiC-E container with CAdES signatures or time-stamps: each over what it signs, and the objects that its
 * manifest lists. An object that nobody signed makes the container `modified`. Each file is judged by itself: an archive time-stamp
 * of the container proves nothing yet for the signatures in it.
 *
 * @throws {@link ContainerError} for what is no such container, or one that two readers may read differently.
 * @see ETSI EN 319 162-1 §4.3, §4.4; ETSI EN 319 102-1 §5.3
 */
export async function validateContainer(file: ByteSource, options: ValidateContainerOptions): Promise<ContainerReport> {
  const container = await readAsicContainer(file, options);
  const signatures: ContainerSignatureReport[] = [];
  const notices: ValidationReport['notices'][number][] = container.unread.map((name) => ({
    code: 'CONTAINER_FILE_NOT_JUDGED',
    values: { name },
  }));
  for (const proof of container.proofs) {
    const { report, entries } = await validateProof(proof, container, options);
    signatures.push(...entries);
    notices.push(...report.notices);
  }
  const signed = signedNames(container.proofs, signatures);
  const checks = documentChecks(container, signed);
  const spoilt = checks.some(({ status }) => status === 'failed');
  const verdicts = signatures.map(verdictOf);
  const verdict = worstVerdict(spoilt && verdicts.length > 0 ? [...verdicts, verdictOfChecks(checks)] : verdicts);
  const stamps = signatures.filter(({ kind }) => kind === 'time-stamp-token').length;
  return {
    version: 1,
    policy: options.policy ?? VALIDATION_POLICIES.strict,
    validationTime: options.validationTime.toISOString(),
    document: {
      indication: verdict?.indication ?? null,
      ...(verdict === undefined || verdict.indication === 'TOTAL-PASSED' ? {} : { subIndication: verdict.subIndication }),
      integrity:
        signatures.length === 0
          ? null
          : worstOf([...signatures.map(({ integrity }) => integrity), ...(spoilt ? ['modified' as const] : [])]),
      signatures: signatures.length - stamps,
      timestamps: stamps,
      encrypted: false,
      pages: null,
      revisions: 0,
      digest: formatDigest('SHA-256', await digestSource('SHA-256', file, options)),
      size: file.size,
      checks,
    },
    container: {
      type: container.type,
      objects: container.objects.map(({ name, size }) => ({ name, size, isSigned: signed.has(name) })),
    },
    signatures,
    notices,
  };
}

/** By signatures where there are some: a time-stamp over something else makes it no part of what was signed. */
function signedNames(proofs: readonly ContainerProof[], signatures: readonly ContainerSignatureReport[]): ReadonlySet<string> {
  const counting = proofs.some(({ kind }) => kind === 'signature') ? 'signature' : 'time-stamp';
  const files = new Set(proofs.filter(({ kind }) => kind === counting).map(({ file }) => file));
  return new Set(signatures.filter(({ file }) => files.has(file)).flatMap(({ objects }) => objects));
}

async function validateProof(
  proof: ContainerProof,
  container: AsicContainer,
  options: ValidateContainerOptions,
): Promise<{ readonly report: ValidationReport; readonly entries: readonly ContainerSignatureReport[] }> {
  const { contents } = container;
  const content = proof.content === undefined ? undefined : await contents.source(proof.content, options);
  const cms = await contents.bytes(proof.entry, MOST_PROOF, options);
  const report = await validateCms(cms, {
    ...options,
    ...(content === undefined ? {} : { content }),
  });
  const outcome = holdsContent(cms)
    ? failed('FORMAT_FAILURE', 'CONTAINER_SIGNATURE_NOT_DETACHED')
    : await checkReferences(proof, container, options);
  const row: CheckResult = { ...REFERENCES, ...outcome };
  const names =
    proof.references.length > 0 ? proof.references.map(({ name }) => name) : proof.content === undefined ? [] : [proof.content.name];
  const objects = names.filter((name) => container.objects.some((object) => object.name === name));
  return { report, entries: report.signatures.map((signature) => ({ ...withRow(signature, row), file: proof.file, objects })) };
}

/** Such a signature is over what it holds, and over nothing in the container. What cannot be read is a verdict of its own. */
function holdsContent(cms: Bytes): boolean {
  try {
    const { contentType, content } = parseSignedData(cms);
    return contentType !== OIDS.tstInfo && content !== undefined;
  } catch (error) {
    if (error instanceof CmsError) return false;
    throw error;
  }
}

const REFERENCES = { id: 'fc.container-references', group: 'document', clause: 'ETSI EN 319 162-1 §4.4.4, §A.4' } as const;

/** What is wrong with the objects of a manifest is wrong with the signature over it. */
function withRow(signature: SignatureReport, row: CheckResult): SignatureReport {
  const checks = [...signature.checks, row];
  if (row.status !== 'failed' && row.status !== 'indeterminate') return { ...signature, checks };
  const verdict = worstVerdict([verdictOf(signature), verdictOfChecks([row])]) ?? verdictOf(signature);
  const changed = row.status === 'failed' ? 'broken' : 'undetermined';
  return {
    ...withoutWord(signature),
    indication: verdict.indication,
    ...(verdict.indication === 'TOTAL-PASSED' ? {} : { subIndication: verdict.subIndication }),
    integrity: worstIntegrity(signature.integrity, changed),
    checks,
  };
}

function withoutWord(signature: SignatureReport): Omit<SignatureReport, 'subIndication'> {
  const copy: { -readonly [name in keyof SignatureReport]: SignatureReport[name] } = { ...signature };
  delete copy.subIndication;
  return copy;
}

function documentChecks({ objects, faults }: AsicContainer, signed: ReadonlySet<string>): readonly CheckResult[] {
  const unsigned = objects.map(({ name }) => name).filter((name) => !signed.has(name));
  const [fault] = faults;
  return [
    { ...SOUND, ...(fault === undefined ? passed() : failed('FORMAT_FAILURE', fault, { faults })) },
    { ...SIGNED, ...(unsigned.length === 0 ? passed() : failed('FORMAT_FAILURE', 'CONTAINER_OBJECT_NOT_SIGNED', { objects: unsigned })) },
  ];
}

const SOUND = { id: 'document.container-sound', group: 'document', clause: 'ETSI EN 319 162-1 §4.3.3, §4.4.3, §A.1' } as const;
const SIGNED = { id: 'document.container-objects-signed', group: 'document', clause: 'ETSI EN 319 162-1 §4.4.4' } as const;

function verdictOf({ indication, subIndication }: Pick<SignatureReport, 'indication' | 'subIndication'>): Verdict {
  const status = indication === 'TOTAL-FAILED' ? 'failed' : indication === 'INDETERMINATE' ? 'indeterminate' : 'passed';
  return verdictOfChecks([{ status, ...(subIndication === undefined ? {} : { subIndication }) }]);
}

const ORDER: readonly DocumentIntegrity[] = ['intact', 'undetermined', 'modified', 'broken', 'malformed'];

function worstOf(all: readonly DocumentIntegrity[]): DocumentIntegrity {
  return all.reduce((worst, each) => (ORDER.indexOf(each) > ORDER.indexOf(worst) ? each : worst), 'intact');
}

function worstIntegrity(left: Integrity, right: Integrity): Integrity {
  return ORDER.indexOf(left) > ORDER.indexOf(right) ? left : right;
}
