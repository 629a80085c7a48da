import type { UseView } from '@sealkit/core/protocol';

const COLUMNS: readonly (readonly [string, (use: UseView) => string | number | null])[] = [
  ['sequence', (use) => use.sequence],
  ['time', (use) => use.time],
  ['result', (use) => use.result],
  ['refusal', (use) => use.refusal],
  ['sealNumber', (use) => use.seal?.number ?? null],
  ['sealVersion', (use) => use.seal?.version ?? null],
  ['sealName', (use) => use.seal?.name ?? null],
  ['documentName', (use) => use.envelope?.name ?? null],
  ['documentClass', (use) => use.documentClass],
  ['envelopeId', (use) => use.envelope?.id ?? null],
  ['personId', (use) => use.person.id],
  ['personName', (use) => use.person.name],
  ['approverIds', (use) => use.approvers.map(({ id }) => id).join(' ')],
  ['approverNames', (use) => use.approvers.map(({ name }) => name).join('; ')],
  ['client', (use) => use.client],
  ['grantId', (use) => use.grantId],
  ['pages', (use) => use.pages.join(' ')],
  ['permitId', (use) => use.permitId],
  ['permit', (use) => use.permit],
  ['originalDigest', (use) => use.originalDigest],
  ['byteRangeDigest', (use) => use.byteRangeDigest],
  ['fileDigest', (use) => use.fileDigest],
  ['event', (use) => use.event],
  ['previous', (use) => use.previous],
  ['attestation', (use) => use.attestation],
];

/** Rows as CSV with a header, UTF-8 with a byte order mark so that spreadsheets read Chinese. @see RFC 4180 */
export function usesAsCsv(uses: readonly UseView[]): string {
  const lines = [COLUMNS.map(([name]) => name), ...uses.map((use) => COLUMNS.map(([, value]) => value(use)))];
  return `\uFEFF${lines.map((line) => line.map(cell).join(',')).join('\r\n')}\r\n`;
}

export function usesAsJson(uses: readonly UseView[]): string {
  return `${JSON.stringify({ format: 'sealkit-uses', version: 1, uses }, null, 2)}\n`;
}

/** A cell that begins like a formula gets an apostrophe: names come from other people, and spreadsheets run formulas. */
function cell(value: string | number | null): string {
  if (value === null) return '';
  if (typeof value === 'number') return String(value);
  const text = /^[=+\-@\t\r]/.test(value) ? `'${value}` : value;
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
