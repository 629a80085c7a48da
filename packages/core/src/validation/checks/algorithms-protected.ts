import { type Check, failed, notApplicable, passed } from './check.ts';

/** The signed copy of the algorithm identifiers says what the SignerInfo says. */
export const algorithmsProtected: Check = {
  id: 'cv.algorithms-protected',
  clause: 'RFC 6211 §2; RFC 4056 §3',
  group: 'signature',
  run: ({ cms }) => {
    if (cms.signer === null || cms.signer.repeatsAlgorithms === null) return notApplicable('NO_ALGORITHM_PROTECTION');
    return cms.signer.repeatsAlgorithms ? passed() : failed('SIG_CRYPTO_FAILURE', 'ALGORITHM_PROTECTION_DIFFERS');
  },
};
