/**
 * How seeds are spoilt: octets at random, DER by its elements, PDF by its words and by the CMS in its hexadecimal strings, archives by
 * their files. Every function is pure over `random` (numbers from 0 to below 1), so that a seed gives the same octets again.
 */
import { array, constantFrom, integer, letrec, oneof, record, sample, uint8Array } from 'fast-check';
import { readCanonicalZip, writeCanonicalZip } from '@sealkit/core/evidence';
import { testZip } from '@sealkit/testkit';
import { lengthOctets, placesOf, readTree, writeTree } from './der-tree.mjs';

const below = (random, limit) => Math.floor(random() * limit);
const pick = (random, list) => list[below(random, list.length)];

/** One to four changes: octets set, turned, left out, repeated, cut off, or those of another file put in. */
export function mutateOctets(seed, { random, other }) {
  let octets = Buffer.from(seed);
  for (let count = 1 + below(random, 4); count > 0 && octets.length > 0; count -= 1) {
    const at = below(random, octets.length);
    const length = 1 + below(random, 16);
    const [before, after] = [octets.subarray(0, at), octets.subarray(at)];
    octets = pick(random, [
      () => withOctet(octets, at, below(random, 256)),
      () => withOctet(octets, at, octets[at] ^ (1 << below(random, 8))),
      () => Buffer.concat([before, after.subarray(length)]),
      () => Buffer.concat([before, after.subarray(0, length), after]),
      () => octets.subarray(0, Math.max(1, at)),
      () => Buffer.concat([before, other.subarray(at, at + length), after.subarray(length)]),
    ])();
  }
  return octets;
}

function withOctet(octets, at, value) {
  const copy = Buffer.from(octets);
  copy[at] = value;
  return copy;
}

const UNIVERSAL = [0x01, 0x02, 0x03, 0x04, 0x05, 0x06, 0x0a, 0x0c, 0x13, 0x16, 0x17, 0x18, 0x1e];
const { element } = letrec((tie) => ({
  element: oneof(
    { depthSize: 'small', withCrossShrink: false },
    record({ tag: constantFrom(...UNIVERSAL), content: uint8Array({ maxLength: 12 }) }),
    record({ tag: constantFrom(0x30, 0x31, 0xa0, 0xa1, 0xa2, 0xa3), children: array(tie('element'), { maxLength: 5 }) }),
  ),
}));
const written = ({ tag, content, children }) => {
  const body = content ?? Buffer.concat(children.map(written));
  return Buffer.concat([Buffer.of(tag), lengthOctets(body.length), body]);
};

/** An element that fast-check made up, in valid DER. */
export function inventElement(random) {
  const [made] = sample(element, { seed: below(random, 0x7fffffff), numRuns: 1 });
  return written(made);
}

/** Elements of DER changed, left out, repeated, put elsewhere, nested, or replaced by made-up ones; all lengths above fit again. */
export function mutateDer(seed, { random, other }) {
  const tree = readTree(seed);
  if (tree === undefined || tree.length === 0) return mutateOctets(seed, { random, other });
  for (let count = 1 + below(random, 3); count > 0; count -= 1) {
    const places = placesOf(tree);
    if (places.length === 0) break;
    const { siblings, index } = pick(random, places);
    const node = siblings[index];
    if (node.raw !== undefined) continue;
    const content = node.children === undefined ? node.content : writeTree(node.children);
    const replace = (raw) => siblings.splice(index, 1, { raw });
    pick(random, [
      () => siblings.splice(index, 1),
      () => siblings.splice(index, 0, node),
      () => siblings.splice(below(random, siblings.length + 1), 0, ...siblings.splice(index, 1)),
      () => replace(inventElement(random)),
      () => siblings.splice(index, 0, { raw: inventElement(random) }),
      () => replace(graft(random, other) ?? inventElement(random)),
      () =>
        replace(
          Buffer.concat([
            Buffer.of(pick(random, [...UNIVERSAL, 0x30, 0x31, 0xa0, 0x80, 0x1f, 0x00])),
            lengthOctets(content.length),
            content,
          ]),
        ),
      () => replace(Buffer.concat([node.tag, Buffer.of(0x80), content, Buffer.of(0, 0)])),
      () => replace(Buffer.concat([node.tag, Buffer.of(0x84, 0x7f, 0xff, 0xff, 0xff), content])),
      () => replace(nested(writeTree([node]), below(random, 200))),
      () => replace(Buffer.concat([node.tag, lengthOctets(0)])),
      () => replace(withContent(node.tag, sample(uint8Array({ maxLength: 40 }), { seed: below(random, 0x7fffffff), numRuns: 1 })[0])),
      () => replace(withContent(node.tag, Buffer.from(mutateOctets(content.length === 0 ? Buffer.of(0) : content, { random, other })))),
      () => replace(Buffer.concat(Array.from({ length: 1 + below(random, 300) }, () => writeTree([node])))),
    ])();
  }
  return writeTree(tree);
}

const withContent = (tag, content) => Buffer.concat([tag, lengthOctets(content.length), content]);

function nested(octets, depth) {
  let all = octets;
  for (let level = 0; level < depth; level += 1) all = withContent(Buffer.of(0x30), all);
  return all;
}

function graft(random, other) {
  const places = placesOf(readTree(other) ?? []);
  if (places.length === 0) return undefined;
  const { siblings, index } = pick(random, places);
  return writeTree([siblings[index]]);
}

const WORDS = [
  'obj',
  'endobj',
  'stream\n',
  'endstream',
  'xref\n',
  'trailer',
  'startxref\n',
  '3 0 obj',
  '<<',
  '>>',
  '(',
  ')',
  '[',
  ']',
  '%',
  '/',
  'R',
];
const NAMES = [
  'Type',
  'Kids',
  'Parent',
  'Prev',
  'XRefStm',
  'Size',
  'Root',
  'Length',
  'Filter',
  'DecodeParms',
  'ByteRange',
  'Contents',
  'Fields',
  'Perms',
];
const NAMED = [
  ...NAMES,
  'AcroForm',
  'DSS',
  'VRI',
  'Certs',
  'Annots',
  'Sig',
  'Encrypt',
  'ObjStm',
  'Extends',
  'First',
  'N',
  'W',
  'Index',
  'Lock',
  'P',
  'V',
  'T',
];
const NUMBERS = ['0', '-1', '1', '2147483647', '4294967296', '9999999999', '1e9', '0.5', '-9007199254740993', '65535'];
const edits = array(
  record({
    kind: constantFrom('word', 'number', 'name', 'reference', 'object', 'octets', 'hex', 'tail', 'cut'),
    at: integer({ min: 0, max: 0x7fffffff }),
    choice: integer({ min: 0, max: 0x7fffffff }),
    octets: uint8Array({ maxLength: 12 }),
  }),
  { minLength: 1, maxLength: 5 },
);

/** Words, numbers, names, references and objects of a PDF changed or moved, octets in it, and elements of the CMS that it holds. */
export function mutatePdf(seed, { random, other }) {
  const [script] = sample(edits, { seed: below(random, 0x7fffffff), numRuns: 1 });
  return script.reduce((octets, edit) => (octets.length === 0 ? octets : applyEdit(octets, edit, { random, other })), Buffer.from(seed));
}

function applyEdit(octets, { kind, at, choice, octets: some }, { random, other }) {
  const swap = (pattern, replacement) => replaceMatch(octets, pattern, at, replacement);
  switch (kind) {
    case 'word':
      return splice(octets, at % (octets.length + 1), choice % 9, Buffer.from(WORDS[choice % WORDS.length]));
    case 'number':
      return swap(/(?<=[\s[])-?\d+(?=[\s\]/>])/g, () => NUMBERS[choice % NUMBERS.length]);
    case 'name':
      return swap(/\/[A-Za-z0-9]+/g, () => `/${NAMED[choice % NAMED.length]}`);
    case 'reference':
      return swap(/\d+ 0 R/g, () => `${choice % 12} 0 R`);
    case 'object': {
      const objects = [...octets.toString('latin1').matchAll(/\d+ 0 obj[^]{0,4000}?endobj\s/g)];
      const moved = objects[choice % objects.length]?.[0];
      return moved === undefined ? octets : swap(/\d+ 0 obj[^]{0,4000}?endobj\s/g, () => moved);
    }
    case 'octets':
      return splice(octets, at % (octets.length + 1), choice % 20, some);
    case 'hex':
      return swap(/<[0-9A-Fa-f]{200,}>/g, (digits) => spoiltHex(digits, { random, other }));
    case 'tail':
      return Buffer.concat([octets, octets.subarray(at % octets.length)]);
    default:
      return choice % 4 === 0 ? octets.subarray(0, at % octets.length) : octets;
  }
}

const splice = (octets, at, removed, inserted) => Buffer.concat([octets.subarray(0, at), inserted, octets.subarray(at + removed)]);

function replaceMatch(octets, pattern, choice, replacement) {
  const text = octets.toString('latin1');
  const matches = [...text.matchAll(pattern)];
  const match = matches[choice % matches.length];
  if (match === undefined) return octets;
  return splice(octets, match.index, match[0].length, Buffer.from(replacement(match[0]), 'latin1'));
}

/** The DER in a hexadecimal string spoilt by its elements; the string keeps its length where it can, so that ranges still fit. */
function spoiltHex(digits, { random, other }) {
  const octets = Buffer.from(digits.slice(1, -1), 'hex');
  const header = octets.length > 4 && octets[0] === 0x30 && octets[1] === 0x82 ? 4 + octets.readUInt16BE(2) : octets.length;
  const spoilt = mutateDer(octets.subarray(0, header), { random, other: Buffer.from(other) });
  return `<${spoilt.toString('hex').padEnd(digits.length - 2, '0')}>`;
}

/** Files of an evidence package changed, left out, repeated or exchanged, and the archive written in its one form again. */
export function mutatePackage(seed, context) {
  const entries = readCanonicalZip(Uint8Array.from(seed));
  if ('reason' in entries || context.random() < 0.3) return mutateOctets(seed, context);
  return writeCanonicalZip(changedEntries(entries, 'bytes', context));
}

/** The same of any archive that testkit can write, from entries of `{ name, content }`. */
export function mutateArchive(entries, context) {
  if (context.random() < 0.4) return mutateOctets(testZip(entries), context);
  return testZip(changedEntries(entries, 'content', context));
}

function changedEntries(entries, key, { random, other }) {
  const list = [...entries];
  const index = below(random, list.length);
  const chosen = list[index];
  const { deflated: _, ...plain } = chosen;
  const change = (octets) => list.splice(index, 1, { ...plain, [key]: Uint8Array.from(octets) });
  const context = { random, other };
  pick(random, [
    () => change(mutateAny(chosen[key], context)),
    () => change(mutateAny(chosen[key], context)),
    () => change(mutateAny(chosen[key], context)),
    () => change(pick(random, entries)[key]),
    () => list.splice(index, 1),
    () => change(Buffer.alloc(0)),
  ])();
  return list;
}

/** By what the octets are. */
function mutateAny(octets, context) {
  if (octets[0] === 0x30) return mutateDer(octets, context);
  if (octets[0] === 0x7b || octets[0] === 0x3c) return mutateText(octets, context);
  return Buffer.from(octets).toString('latin1', 0, 5) === '%PDF-' ? mutatePdf(octets, context) : mutateOctets(octets, context);
}

const VALUES = ['null', '0', '-1', '1e400', '"x"', '[]', '{}', 'true', '9007199254740993', '"__proto__"', '""'];

/** JSON by its members, kept in one line; XML by its tags and attributes; one in four by octets. */
function mutateText(octets, context) {
  const { random } = context;
  if (random() < 0.25) return mutateOctets(octets, context);
  const text = Buffer.from(octets).toString('utf8');
  if (text.startsWith('<')) {
    const pieces = text.match(/<[^>]*>|[^<]+/g) ?? [];
    const at = below(random, pieces.length);
    pick(random, [
      () => pieces.splice(at, 1),
      () => pieces.splice(at, 0, pieces[at]),
      () =>
        pieces.splice(
          at,
          1,
          pick(random, ['<!DOCTYPE a [<!ENTITY b "c">]>', '&b;', '<a>'.repeat(2000), '<![CDATA[', '<!--', '<?x', 'x="']),
        ),
    ])();
    return Buffer.from(pieces.join(''));
  }
  const lines = text.split('\n');
  const line = below(random, lines.length);
  const members = [...lines[line].matchAll(/(?<=:|\[|,)(?:"[^"]*"|-?\d+|null|true|false|\{\}|\[\])/g)];
  if (members.length === 0) return mutateOctets(octets, context);
  const { index, 0: value } = pick(random, members);
  lines[line] = lines[line].slice(0, index) + pick(random, VALUES) + lines[line].slice(index + value.length);
  return Buffer.from(lines.join('\n'));
}
