import type { RevocationFacts } from '../../src/validation/facts/revocation-facts.ts';

/** A CRL in the document by the authority, current in June 2026, by which the leaf is good, but for what is changed. */
export function answerFacts(changes: Partial<RevocationFacts> = {}): RevocationFacts {
  return {
    certificate: 'leaf',
    issuer: 'authority',
    answer: 'answer',
    kind: 'crl',
    source: 'document',
    status: 'good',
    reason: null,
    revokedAt: null,
    thisUpdate: '2026-05-30T00:00:00.000Z',
    nextUpdate: '2026-06-30T00:00:00.000Z',
    producedAt: null,
    reasons: null,
    crl: null,
    isRemoved: false,
    faults: [],
    signature: 'valid',
    algorithm: { name: 'ECDSA', digest: 'SHA-256' },
    signer: 'authority',
    signerRole: 'issuer',
    signerNoCheck: false,
    signerPaths: null,
    ...changes,
  };
}
