import { concatBytes, encodeUtf8, type Bytes } from '@sealkit/core/bytes';
import { digestText, randomBytes } from '@sealkit/core/crypto';
import type { AuditEventRecord, PersonalValueRecord } from '../../storage/records.ts';
import type { StoreTransaction } from '../../storage/store.ts';

/** Octets of a salt: what is short or common cannot be guessed from its digest. */
const SALT = 32;
/** In an event or a row, in place of a text: `salted-sha256:<hex>`. */
const MARK = /^salted-(sha256:[0-9a-f]{64})$/;

/** Members of events and answers in which a person's own words may stand; nothing else that a person chose is taken for a mark. */
export const PERSONAL_MEMBERS: ReadonlySet<string> = new Set([
  'reason',
  'stateReason',
  'ordinalReason',
  'comment',
  'note',
  'verifiedName',
  'legalRepresentative',
  'personalNumberShown',
  'phoneShown',
  'accountShown',
]);

/** Members of events that hold marks of keyed digests, which no answer shows. */
const DIGEST_MEMBERS: ReadonlySet<string> = new Set(['personalNumberDigest', 'phoneDigest', 'accountDigest']);

/**
 * Keeps what a person wrote beside the log, and answers the mark that stands for it in events and rows. An empty text stands for itself.
 * Every call has a salt of its own: equal texts have different marks.
 */
export async function keepPersonalValue(
  tx: StoreTransaction,
  { tenant, personId }: { readonly tenant: string; readonly personId: string },
  text: string,
  now: Date,
): Promise<string> {
  if (text === '') return '';
  const salt = randomBytes(SALT);
  const digest = await saltedDigest(salt, text);
  await tx.personal.add({ tenant, digest, personId, keptAt: now.toISOString(), salt, text, erased: null });
  return `salted-${digest}`;
}

/** Whether a value is what its digest says, or was erased. */
export async function isSoundValue({ digest, salt, text, erased }: PersonalValueRecord): Promise<boolean> {
  if (erased !== null) return salt === null && text === null;
  return salt?.length === SALT && text !== null && (await saltedDigest(salt, text)) === digest;
}

/** The digest that a mark names; undefined for what is no mark. */
export function markedDigest(value: unknown): string | undefined {
  return typeof value === 'string' ? MARK.exec(value)?.[1] : undefined;
}

/** Digests of the values that an event holds. */
export function digestsIn({ body }: AuditEventRecord): readonly string[] {
  return Object.entries(body).flatMap(([name, value]) =>
    PERSONAL_MEMBERS.has(name) || DIGEST_MEMBERS.has(name) ? (markedDigest(value) ?? []) : [],
  );
}

function saltedDigest(salt: Bytes, text: string): Promise<string> {
  return digestText('SHA-256', concatBytes(salt, encodeUtf8(text)));
}
