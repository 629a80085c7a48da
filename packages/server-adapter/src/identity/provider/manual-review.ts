import type { IdentityProvider } from '@sealkit/core/ports';

/**
 * The reference provider: a person with the right to it looks at the documents and decides. The server knows their digests; where the
 * octets are, and how the person sees them, is the host's matter.
 */
export function manualReview({ name = 'manual-review' }: { readonly name?: string } = {}): IdentityProvider {
  const waiting = { status: 'pending', resume: 'review' } as const;
  return {
    name,
    subjects: ['person', 'organisation'],
    methods: ['manual-review', 'authorisation-letter', 'legal-representative'],
    decidedByPeople: true,
    start: () => Promise.resolve(waiting),
    proceed: () => Promise.resolve(waiting),
  };
}
