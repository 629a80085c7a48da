import type { RevocationSubjects } from './gather-revocation.ts';
import type { TrustAnchors } from './trust.ts';
import type { SignatureFacts } from './validation-facts.ts';

/** Whose status counts: signers, time-stamping authorities, seal makers and registers, each with the anchors of its purpose. */
export function revocationSubjects(signatures: readonly SignatureFacts[], trust: TrustAnchors): readonly RevocationSubjects[] {
  const authorities = trust.timestampAuthorities ?? trust.signers;
  return signatures.flatMap(({ kind, paths, timestamps, counterSignatures, seal, use }) => [
    { paths, anchors: kind === 'document-time-stamp' || kind === 'time-stamp-token' ? authorities : trust.signers },
    ...timestamps.map((token) => ({ paths: token.paths, anchors: authorities })),
    ...revocationSubjects(counterSignatures, trust),
    ...(seal === null ? [] : [{ paths: seal.makerPaths, anchors: trust.sealMakers }]),
    ...[use?.permit, use?.record].flatMap((statement) =>
      statement === undefined || statement === null ? [] : [{ paths: statement.paths, anchors: trust.registers }],
    ),
  ]);
}
