import type { JsonValue } from '@sealkit/core/bytes';
import type { GrantTerms } from '@sealkit/core/seal';

/** What the log says of the terms of a grant: all of them. */
export function termsFacts(terms: GrantTerms): { readonly [name: string]: JsonValue } {
  return { terms: JSON.parse(JSON.stringify(terms)) as JsonValue, validFrom: terms.validFrom, validTo: terms.validTo };
}
