import { Asn1Error, encodeUtf8String, parseDer, readUtf8String } from '../../asn1/index.ts';
import type { Bytes } from '../../bytes/index.ts';
import { OID_SEAL_STATEMENT, OID_USE_PERMIT, OID_USE_RECORD, type ReadAssertion, type SignedAssertion } from '../../cades/index.ts';
import { SealError } from '../seal-error.ts';

/** What the signed assertions of a signature carry, each as received and not judged. */
export interface SealAssertions {
  /** DER of the statement's ContentInfo. */
  readonly statement?: Bytes;
  /** Compact JWS. */
  readonly permit?: string;
  /** Compact JWS. */
  readonly useRecord?: string;
}

/** The statement whole, as the value of its signed assertion. */
export function encodeStatementAssertion(statement: Uint8Array): SignedAssertion {
  return { oid: OID_SEAL_STATEMENT, value: statement };
}

export function encodePermitAssertion(compact: string): SignedAssertion {
  return { oid: OID_USE_PERMIT, value: encodeUtf8String(compact) };
}

export function encodeUseRecordAssertion(compact: string): SignedAssertion {
  return { oid: OID_USE_RECORD, value: encodeUtf8String(compact) };
}

/**
 * Sorts the signed assertions of a signature; others are left aside.
 *
 * @throws {@link SealError} `PERMIT_MALFORMED`, `USE_RECORD_MALFORMED` when the value is not a UTF8String.
 */
export function readSealAssertions(assertions: readonly ReadAssertion[]): SealAssertions {
  const valueOf = (oid: string): Bytes | undefined => assertions.find((assertion) => assertion.oid === oid)?.value;
  const statement = valueOf(OID_SEAL_STATEMENT);
  const permit = valueOf(OID_USE_PERMIT);
  const useRecord = valueOf(OID_USE_RECORD);
  return {
    ...(statement === undefined ? {} : { statement }),
    ...(permit === undefined ? {} : { permit: readCompact(permit, 'PERMIT_MALFORMED') }),
    ...(useRecord === undefined ? {} : { useRecord: readCompact(useRecord, 'USE_RECORD_MALFORMED') }),
  };
}

function readCompact(der: Bytes, code: 'PERMIT_MALFORMED' | 'USE_RECORD_MALFORMED'): string {
  try {
    return readUtf8String(parseDer(der));
  } catch (cause) {
    if (cause instanceof Asn1Error) throw new SealError(code, 'expected a UTF8String with a compact JWS', { cause });
    throw cause;
  }
}
