import type { CheckResult, DocumentIntegrity, Integrity, SignatureReport, ValidationReport } from './report.ts';
import type { Verdict } from './verdict.ts';

/** The check that decided, where the answer is not TOTAL-PASSED. */
export type DecidingCheck = Pick<CheckResult, 'id' | 'clause' | 'reason' | 'values'>;

/** Verdict and first reason: what is left of a report for whoever asks no more. Plain JSON. */
export interface SimpleReport {
  readonly version: 1;
  /** Name of the policy. */
  readonly policy: string;
  readonly validationTime: string;
  readonly document: {
    /** Null for a file without signatures. */
    readonly indication: Verdict['indication'] | null;
    readonly subIndication?: string;
    readonly integrity: DocumentIntegrity | null;
    /** What is wrong with the file as a whole; null where a signature decides, and where nothing is wrong. */
    readonly because: DecidingCheck | null;
  };
  readonly signatures: readonly SimpleSignature[];
}

export interface SimpleSignature {
  readonly field: string | null;
  readonly kind: SignatureReport['kind'];
  readonly indication: Verdict['indication'];
  readonly subIndication?: string;
  readonly integrity: Integrity;
  /** Subject of the signing certificate, RFC 4514; null where nobody is identified. */
  readonly signer: string | null;
  /** Proven time of the signature, else the time of validation; see `SignatureReport.bestSignatureTimeSource`. */
  readonly time: string;
  readonly timeSource: SignatureReport['bestSignatureTimeSource'];
  /** Null for TOTAL-PASSED. */
  readonly because: DecidingCheck | null;
}

/** The simple report out of a detailed one. @see ETSI EN 319 102-1 §5.1.3 */
export function simpleReport({ policy, validationTime, document, signatures }: ValidationReport): SimpleReport {
  return {
    version: 1,
    policy: policy.name,
    validationTime,
    document: {
      ...wordsOf(document),
      integrity: document.integrity,
      because: document.indication === null ? null : decidingCheck(document.checks, { indication: 'TOTAL-FAILED' }),
    },
    signatures: signatures.map((signature) => ({
      field: signature.field,
      kind: signature.kind,
      ...wordsOf(signature),
      integrity: signature.integrity,
      signer: signature.signer?.subject ?? null,
      time: signature.bestSignatureTime,
      timeSource: signature.bestSignatureTimeSource,
      because: decidingCheck(signature.checks, signature),
    })),
  };
}

function wordsOf<Word>({ indication, subIndication }: { readonly indication: Word; readonly subIndication?: string }): {
  readonly indication: Word;
  readonly subIndication?: string;
} {
  return { indication, ...(subIndication === undefined ? {} : { subIndication }) };
}

/** The first check with the word of the verdict, or where a constraint gave the word, the first that could not be passed. */
export function decidingCheck(
  checks: readonly CheckResult[],
  { indication, subIndication }: { readonly indication: Verdict['indication']; readonly subIndication?: string },
): DecidingCheck | null {
  if (indication === 'TOTAL-PASSED') return null;
  const status = indication === 'TOTAL-FAILED' ? 'failed' : 'indeterminate';
  const open = checks.filter((check) => check.status === status);
  const deciding = open.find((check) => check.subIndication === subIndication) ?? open[0];
  if (deciding === undefined) return null;
  const { id, clause, reason, values } = deciding;
  return { id, clause, ...(reason === undefined ? {} : { reason }), values };
}
