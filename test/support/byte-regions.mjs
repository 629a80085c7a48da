/** Where in a signed file of ours which kind of octets lies: what the writer says and what the CMS parser gives, found again by its octets. */
import { parseSignedData, parseTimestampToken } from '@sealkit/core/cms';

const SIGNATURE_TIMESTAMP = '1.2.840.113549.1.9.16.2.14';

/**
 * `{ name, offsets }[]`: up to `count` offsets spread over each region. Offsets of a hole lie on hexadecimal digits.
 *
 * @param layout `{ originalLength, ends }`: octets of the original, and where each appended revision ends.
 */
export function regionsOf(file, { originalLength, ends, count }) {
  const text = Buffer.from(file).toString('latin1');
  const regions = [
    { name: 'header', start: 0, end: 15 },
    { name: 'pages', start: 15, end: text.lastIndexOf('xref\n', originalLength - 20) },
    { name: 'xref', ...between(text, 'xref', 'trailer', 0, originalLength) },
    { name: 'trailer', ...between(text, 'trailer', '%%EOF', 0, originalLength) },
  ];
  let from = originalLength;
  for (const [index, end] of ends.entries()) {
    regions.push(...revisionRegions(text, from, end, `revision ${index + 1}`));
    from = end;
  }
  return regions.map(({ name, ...region }) => ({ name, offsets: offsetsOf(region, count) })).filter(({ offsets }) => offsets.length > 0);
}

function revisionRegions(text, from, end, name) {
  const hole = holeOf(text, from, end);
  const tail = between(text, 'startxref', '%%EOF', from, end);
  if (hole === undefined)
    return [
      { name: `${name}: material`, start: from, end: tail.start },
      { name: `${name}: startxref`, ...tail },
    ];
  const ranges = between(text, '/ByteRange', ']', from, end);
  return [
    { name: `${name}: before contents`, start: from, end: hole.start },
    { name: `${name}: ranges`, ...ranges },
    ...contentsRegions(text, hole, name),
    { name: `${name}: behind contents`, start: hole.end, end: tail.start },
    { name: `${name}: startxref`, ...tail },
  ];
}

function holeOf(text, from, end) {
  const [match] = [...text.slice(from, end).matchAll(/\/Contents\s*<([0-9A-Fa-f]+)>/g)];
  if (match === undefined) return undefined;
  const start = from + match.index + match[0].indexOf('<') + 1;
  return { start, end: start + match[1].length };
}

/** Parts of the CMS; its padding too. */
function contentsRegions(text, { start, end }, revision) {
  const padded = Buffer.from(text.slice(start, end), 'hex');
  const length = 4 + padded.readUInt16BE(2);
  const der = padded.subarray(0, length);
  const signedData = parseSignedData(Uint8Array.from(der));
  const [signer] = signedData.signerInfos;
  const parts = [
    { title: 'signature value', octets: signer.signature },
    { title: 'signed attributes', octets: signer.signedAttributes?.der.subarray(1) },
    { title: 'certificate of the signer', octets: signedData.certificates[0] },
    { title: 'last certificate', octets: signedData.certificates.at(-1) },
    { title: 'what a time-stamp states', octets: signedData.content },
    ...timestampParts(signer),
  ];
  const at = (index) => start + index * 2;
  const found = parts.flatMap(({ title, octets }) => {
    const index = octets === undefined ? -1 : der.indexOf(Buffer.from(octets));
    return index < 0 ? [] : [{ name: `${revision}: ${title}`, start: at(index), end: at(index + octets.length), isHex: true }];
  });
  return [
    { name: `${revision}: head of the CMS`, start: at(0), end: at(40), isHex: true },
    ...found,
    { name: `${revision}: padding`, start: at(length + 8), end, isHex: true },
  ];
}

function timestampParts({ unsignedAttributes }) {
  const value = unsignedAttributes.find(({ type }) => type === SIGNATURE_TIMESTAMP)?.values[0];
  if (value === undefined) return [];
  const { signedData } = parseTimestampToken(value);
  const [signer] = signedData.signerInfos;
  return [
    { title: 'time-stamp: what it states', octets: signedData.content },
    { title: 'time-stamp: signature value', octets: signer.signature },
    { title: 'time-stamp: signed attributes', octets: signer.signedAttributes?.der.subarray(1) },
    { title: 'time-stamp: certificate', octets: signedData.certificates[0] },
  ];
}

function between(text, first, last, from, end) {
  const start = text.lastIndexOf(first, end);
  if (start < from) return { start: from, end: from };
  return { start, end: Math.min(end, text.indexOf(last, start)) };
}

function offsetsOf({ start, end, isHex = false }, count) {
  const step = isHex ? 2 : 1;
  const units = Math.floor((end - start) / step);
  const wanted = Math.min(count, units);
  return Array.from({ length: wanted }, (_, index) => ({ at: start + Math.floor(((index + 0.5) * units) / wanted) * step, isHex }));
}

/** The file with one octet changed: one bit of it, or one bit of the octet that a hexadecimal digit spells. */
export function withChange(file, { at, isHex }) {
  const copy = Uint8Array.from(file);
  copy[at] = isHex ? (Number.parseInt(String.fromCharCode(copy[at]), 16) ^ 1).toString(16).toUpperCase().charCodeAt(0) : copy[at] ^ 0x02;
  return copy;
}
