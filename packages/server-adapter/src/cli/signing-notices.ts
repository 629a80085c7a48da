import type { JsonValue } from '@sealkit/core/bytes';
import type { SigningNotice, UntaggedReason } from '@sealkit/core/pades';
import type { CommandIo } from './command-io.ts';

const REASONS: Readonly<Record<UntaggedReason, string>> = {
  signed: 'somebody has signed it before, and a change of the structure would harm that signature',
  malformed: 'its structure tree is malformed',
  shared: 'parts of its structure tree serve something else too',
  'too-large': 'its structure tree is too large',
};

/** Whether a value from a file is what a prepared signature may have as its notices. */
export function isNotices(value: JsonValue): boolean {
  return Array.isArray(value) && value.every(isNotice);
}

function isNotice(value: JsonValue): boolean {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return false;
  const { code, reason } = value as { readonly [name: string]: JsonValue };
  return code === 'FIELD_UNTAGGED' && typeof reason === 'string' && Object.hasOwn(REASONS, reason);
}

/** Says on standard error what a signature leaves undone, and gives it for the line of `--json`. */
export function tellNotices(
  file: string,
  notices: readonly SigningNotice[],
  io: CommandIo,
): { readonly notices?: readonly SigningNotice[] } {
  for (const { code, reason } of notices)
    io.warn(`sealkit: ${code}: ${file}: the document is tagged, and the new field is not: ${REASONS[reason]}`);
  return notices.length === 0 ? {} : { notices };
}
