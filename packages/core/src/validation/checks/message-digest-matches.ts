import { type Check, failed, indeterminate, notApplicable, passed } from './check.ts';

/** The digest over the signed octets is the one that was signed. */
export const messageDigestMatches: Check = {
  id: 'cv.message-digest-matches',
  clause: 'ETSI EN 319 102-1 §5.2.7; RFC 5652 §5.4',
  group: 'signature',
  run: ({ cms, byteRangeDigest, dictionary }) => {
    const { signer } = cms;
    if (signer === null) return notApplicable('NO_SIGNER_INFO');
    const values = { digestAlgorithm: signer.digestAlgorithm.name ?? signer.digestAlgorithm.oid, digest: byteRangeDigest };
    if (signer.messageDigestMatches === true) return passed(values);
    if (signer.messageDigestMatches === false) return failed('HASH_FAILURE', 'DIGEST_DIFFERS', values);
    if (signer.digestAlgorithm.name === null) return indeterminate('CUSTOM', 'DIGEST_ALGORITHM_UNKNOWN', values);
    return indeterminate('SIGNED_DATA_NOT_FOUND', dictionary === null ? 'CONTENT_MISSING' : 'BYTE_RANGE_UNUSABLE', values);
  },
};
