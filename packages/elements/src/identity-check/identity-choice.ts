import type { IdentityMethod } from '@sealkit/core/ports';
import type { IdentityProviderList } from '@sealkit/core/protocol';
import type { IdentityKind } from './identity-form.ts';

/** A way of being verified: who does it, and how. */
export interface IdentityChoice {
  readonly provider: string;
  readonly method: IdentityMethod;
  readonly decidedByPeople: boolean;
}

/** Methods that are about organisations alone; a provider names its methods for both kinds together. */
const OF_ORGANISATIONS: ReadonlySet<IdentityMethod> = new Set([
  'registration-number',
  'legal-representative',
  'bank-transfer',
  'authorisation-letter',
]);
const OF_PERSONS: ReadonlySet<IdentityMethod> = new Set(['document-data', 'face', 'bank-card', 'mobile-operator']);

/** The ways that are offered for a kind of subject. */
export function choicesFor({ providers }: IdentityProviderList, kind: IdentityKind): readonly IdentityChoice[] {
  const others = kind === 'person' ? OF_ORGANISATIONS : OF_PERSONS;
  return providers
    .filter(({ subjects }) => subjects.includes(kind))
    .flatMap(({ name, methods, decidedByPeople }) =>
      methods.filter((method) => !others.has(method)).map((method) => ({ provider: name, method, decidedByPeople })),
    );
}
