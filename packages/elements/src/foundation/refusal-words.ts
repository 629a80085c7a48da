import type { ErrorFacts } from '@sealkit/core/errors';
import type { Words } from './messages.ts';
import type { RefusalId } from './refusals.messages.ts';

/** Codes that say to a person the same as another. */
const SAME_AS: Readonly<Record<string, RefusalId>> = {
  AUTHENTICATION_REQUIRED: 'SESSION_EXPIRED',
  SIGNATURE_VALUE_INVALID: 'KEY_STORE_FAILED',
  REVOCATION_HTTP_STATUS: 'REVOCATION_REFUSED',
  REVOCATION_NONCE_DIFFERS: 'REVOCATION_ANSWER_MALFORMED',
  STORE_FAILED: 'SERVER_FAILED',
  INTERNAL: 'SERVER_FAILED',
  PADES_ENCRYPTED: 'DOCUMENT_ENCRYPTED',
  PDF_ENCRYPTED_UNSUPPORTED: 'DOCUMENT_ENCRYPTED',
  PDF_PASSWORD_NEEDED: 'DOCUMENT_ENCRYPTED',
  PADES_CERTIFIED_NO_CHANGES: 'DOCUMENT_CERTIFIED',
  PADES_NEW_FIELD_AFTER_CERTIFICATION: 'DOCUMENT_CERTIFIED',
  PADES_LOCKED: 'DOCUMENT_LOCKED',
  PADES_XREF_UNUSABLE: 'DOCUMENT_MALFORMED',
  PADES_CATALOG_UNUSABLE: 'DOCUMENT_MALFORMED',
  PADES_NO_PAGES: 'DOCUMENT_MALFORMED',
  PADES_PAGE_TREE_UNUSABLE: 'DOCUMENT_MALFORMED',
  PADES_DOCUMENT_TOO_LARGE: 'DOCUMENT_TOO_LARGE',
  PADES_FRAME_TOO_LARGE: 'DOCUMENT_TOO_LARGE',
  PDF_LIMIT_EXCEEDED: 'DOCUMENT_TOO_LARGE',
  PADES_REVISION_TOO_LARGE: 'REVISION_TOO_LARGE',
  PADES_TOO_MANY_PLACES: 'REVISION_TOO_LARGE',
  PADES_PAGE_MISSING: 'PLACEMENT_OUTSIDE_DOCUMENT',
  PADES_PLACE_OFF_PAGE: 'PLACEMENT_OUTSIDE_DOCUMENT',
};

/**
 * The reason of a refusal in words, and what a person can do next. Some refusals carry a finer code, `reason` or `fault`, with the
 * numbers that it names.
 */
export function refusalWords(
  code: string,
  words: Words<RefusalId>,
  reason?: unknown,
  facts: ErrorFacts = {},
): { readonly reason: string; readonly next: string } {
  const id = refusalId(typeof reason === 'string' && code === 'DOCUMENT_REFUSED' ? reason : code, words);
  const finer = `${id}.${String(facts['fault'] ?? '')}`;
  const next = `${id}.next`;
  return { reason: words.has(finer) ? words.text(finer, valuesOf(facts)) : words.text(id), next: words.has(next) ? words.text(next) : '' };
}

function valuesOf(facts: ErrorFacts): Readonly<Record<string, string | number>> {
  const named = Object.entries(facts).filter((fact): fact is [string, string | number] => ['string', 'number'].includes(typeof fact[1]));
  return Object.fromEntries(named);
}

/** The message that serves a code; codes of the layers that read the file tell by their beginning what they are about. */
function refusalId(code: string, words: Words<RefusalId>): RefusalId {
  const same = SAME_AS[code];
  if (same !== undefined) return same;
  if (words.has(code)) return code;
  if (code.startsWith('PDF_')) return 'DOCUMENT_MALFORMED';
  if (code.startsWith('PADES_')) return 'DOCUMENT_REFUSED';
  return /^HTTP_5\d\d$/.test(code) ? 'SERVER_FAILED' : 'OTHER';
}
