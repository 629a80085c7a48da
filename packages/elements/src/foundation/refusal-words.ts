import type { Words } from './messages.ts';
import type { RefusalId } from './refusals.messages.ts';

/** Codes that say the same as another in other words. */
const SAME_AS: Readonly<Record<string, RefusalId>> = {
  PDF_ENCRYPTED: 'DOCUMENT_ENCRYPTED',
  FRAME_ENCRYPTED: 'DOCUMENT_ENCRYPTED',
  PDF_PASSWORD_REQUIRED: 'DOCUMENT_ENCRYPTED',
};

/** The reason of a refusal in words, and what a person can do next. */
export function refusalWords(code: string, words: Words<RefusalId>): { readonly reason: string; readonly next: string } {
  const id = SAME_AS[code] ?? (words.has(code) ? code : fallback(code));
  const next = `${id}.next`;
  return { reason: words.text(id), next: words.has(next) ? words.text(next) : '' };
}

/** Codes of the layers that read the file tell by their beginning what they are about. */
function fallback(code: string): RefusalId {
  if (code.startsWith('PDF_')) return 'DOCUMENT_MALFORMED';
  if (code.startsWith('FRAME_') || code.startsWith('PADES_')) return 'DOCUMENT_REFUSED';
  if (/^HTTP_5\d\d$/.test(code)) return 'SERVER_FAILED';
  return 'OTHER';
}
