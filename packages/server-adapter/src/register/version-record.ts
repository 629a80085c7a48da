import type { Bytes, JsonValue } from '@sealkit/core/bytes';
import { digestText } from '@sealkit/core/crypto';
import { certificateFingerprint } from '@sealkit/core/x509';
import type { CredentialRecord, SealVersionRecord } from '../storage/records.ts';
import type { NewSealVersion } from './new-seal.ts';

/** The row of a version that a seal maker has made, as one in use; `likeness` is that of its face. */
export async function versionRecord(
  tenant: string,
  sealNumber: string,
  version: number,
  next: NewSealVersion,
  likeness: Bytes | null,
): Promise<SealVersionRecord> {
  return {
    tenant,
    sealNumber,
    version,
    state: 'current',
    face: next.face,
    widthUm: next.widthUm,
    heightUm: next.heightUm,
    statement: next.statement,
    statementDigest: await digestText('SHA-256', next.statement),
    credential: next.credential,
    validFrom: next.validFrom.toISOString(),
    validTo: next.validTo.toISOString(),
    likeness,
    like: [],
    likenessAccepted: null,
    made: null,
  };
}

/** What the log says of a version. */
export async function versionFacts(version: SealVersionRecord): Promise<{ readonly [name: string]: JsonValue }> {
  return {
    sealVersion: version.version,
    statement: version.statementDigest,
    certificate: await leafDigest(version.credential),
    validFrom: version.validFrom,
    validTo: version.validTo,
  };
}

/** Digest of a credential's own certificate. */
export async function leafDigest(credential: CredentialRecord | null): Promise<string | null> {
  const leaf = credential?.certificates[0];
  return leaf === undefined ? null : certificateFingerprint(leaf);
}
