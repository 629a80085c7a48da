import type { IdentityClaims, IdentityProvider } from '@sealkit/core/ports';

/**
 * A provider of the kind that sends the person to a page of its own, as a fake: it remembers what it was told, and the page's answer is
 * the word that a test brings back: `ok`, `other` (somebody else was found) or the reason of a failure.
 */
export function redirectProvider(name = 'face-page'): IdentityProvider & { readonly remembered: Map<string, IdentityClaims> } {
  const remembered = new Map<string, IdentityClaims>();
  return {
    name,
    remembered,
    subjects: ['person', 'organisation'],
    methods: ['face', 'bank-card', 'mobile-operator', 'document-data', 'registration-number', 'bank-transfer'],
    start: ({ verificationId, claims }) => {
      remembered.set(verificationId, claims);
      return Promise.resolve({ status: 'pending', resume: `order-${verificationId}`, actionUrl: `https://face.example/${verificationId}` });
    },
    proceed: ({ verificationId, resume, answer }) => {
      const claims = remembered.get(verificationId);
      if (answer === undefined || claims === undefined || resume !== `order-${verificationId}`)
        return Promise.resolve({ status: 'pending', resume, actionUrl: `https://face.example/${verificationId}` });
      if (answer === 'ok') return Promise.resolve({ status: 'passed', confirmed: claims, reference: 'txn-7' });
      if (answer === 'other') return Promise.resolve({ status: 'passed', confirmed: { ...claims, name: '别人' } });
      return Promise.resolve({ status: 'failed', reason: 'NOT_ALIVE', reference: 'txn-8' });
    },
  };
}
