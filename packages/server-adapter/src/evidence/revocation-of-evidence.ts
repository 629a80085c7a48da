import type { Bytes } from '@sealkit/core/bytes';
import { gatherValidationMaterial } from '@sealkit/core/cades';
import { findSignerCertificate, parseTimestampToken } from '@sealkit/core/cms';
import type { EvidenceRecords } from '@sealkit/core/evidence';
import { parseSealStatement } from '@sealkit/core/seal';
import { certificateFingerprint } from '@sealkit/core/x509';
import type { AdapterContext } from '../adapter-context.ts';

type Target = Parameters<typeof gatherValidationMaterial>[0]['targets'][number];

/**
 * The records with chains and revocation data of whoever signs in the package: signers at their signing times, seal makers, register,
 * the authority of the checkpoint's time-stamp. Nothing where the adapter asks nobody; what could not be had is named.
 */
export async function withRevocation(context: AdapterContext, records: EvidenceRecords): Promise<EvidenceRecords> {
  const { revocationSource, registerSigner, trust } = context;
  if (revocationSource === null) return records;
  const now = context.clock.now();
  const { material, missing } = await gatherValidationMaterial({
    targets: [
      ...(await signersOf(records)),
      ...records.seals.flatMap(({ statement }) => (statement === null ? [] : makersOf(statement, now))),
      ...registerSigner.certificates.slice(0, 1).map((certificate): Target => ({ certificate, at: now, purpose: 'signer' })),
      ...authorityOf(records),
    ],
    known: { certificates: [...records.certificates, ...registerSigner.certificates], crls: [], ocspResponses: [] },
    anchors: [...trust.signers, ...trust.sealMakers, ...trust.registers, ...trust.timestampAuthorities],
    source: revocationSource,
    now,
  });
  const gaps = missing.map(({ what, certificate, reason }) => ({
    what: `${what} of ${certificate}`.slice(0, 900),
    reason: reason.slice(0, 900),
  }));
  return {
    ...records,
    certificates: [...records.certificates, ...material.certificates],
    crls: [...records.crls, ...material.crls],
    ocspResponses: [...records.ocspResponses, ...material.ocspResponses],
    missing: [...records.missing, ...gaps],
  };
}

/** The certificate of each use, by its digest among those of the package. */
async function signersOf({ uses, certificates }: EvidenceRecords): Promise<readonly Target[]> {
  const byDigest = new Map<string, Bytes>();
  for (const der of certificates) byDigest.set(await certificateFingerprint(der), der);
  return uses.flatMap(({ facts: { certificate, signingTime } }) => {
    const der = byDigest.get(certificate);
    return der === undefined ? [] : [{ certificate: der, at: new Date(signingTime), purpose: 'signer' as const }];
  });
}

function makersOf(statement: Bytes, at: Date): readonly Target[] {
  const { signedData } = parseSealStatement(statement);
  return signedData.signerInfos.flatMap((signerInfo) => {
    const maker = findSignerCertificate(signerInfo, signedData.certificates);
    return maker === undefined ? [] : [{ certificate: maker.raw, at, purpose: 'signer' as const }];
  });
}

function authorityOf({ log }: EvidenceRecords): readonly Target[] {
  if (log === null || log.timestampToken === null) return [];
  const { signedData, tstInfo } = parseTimestampToken(log.timestampToken);
  const [signerInfo] = signedData.signerInfos;
  const authority = signerInfo && findSignerCertificate(signerInfo, signedData.certificates);
  return authority === undefined ? [] : [{ certificate: authority.raw, at: tstInfo.genTime, purpose: 'timestamp' }];
}
