/** DER as a tree of octets that may be spoilt and written again: what is around a change keeps lengths that fit, so that readers go deeper. */

/** `{ tag, content, children }` of every element in a row; undefined where the octets are no row of elements. `children` only where all content is one. */
export function readTree(octets, depth = 0) {
  const nodes = [];
  for (let at = 0; at < octets.length;) {
    const header = readHeader(octets, at);
    if (header === undefined) return undefined;
    const { tag, start, end } = header;
    const content = octets.subarray(start, end);
    nodes.push({ tag, content, children: depth < 40 ? childrenOf(tag, content, depth) : undefined });
    at = end;
  }
  return nodes;
}

/** Octet strings and bit strings often hold DER of their own: extensions, tokens, keys. */
function childrenOf(tag, content, depth) {
  if ((tag[0] & 0x20) !== 0) return readTree(content, depth + 1);
  return tag[0] === 0x04 && content[0] === 0x30 ? readTree(content, depth + 1) : undefined;
}

function readHeader(octets, from) {
  let at = from + 1;
  if ((octets[from] & 0x1f) === 0x1f) while (octets[at++] >= 0x80) if (at - from > 5) return undefined;
  const tag = octets.subarray(from, at);
  let length = octets[at++];
  if (length === undefined || length === 0x80) return undefined;
  if (length > 0x80) {
    const count = length & 0x7f;
    if (count > 4) return undefined;
    length = 0;
    for (let index = 0; index < count; index += 1) length = length * 256 + (octets[at++] ?? Infinity);
  }
  return at + length <= octets.length ? { tag, start: at, end: at + length } : undefined;
}

export function writeTree(nodes) {
  return Buffer.concat(
    nodes.map(({ tag, content, children, raw }) => {
      if (raw !== undefined) return raw;
      const body = children === undefined ? content : writeTree(children);
      return Buffer.concat([tag, lengthOctets(body.length), body]);
    }),
  );
}

export function lengthOctets(length) {
  if (length < 0x80) return Buffer.of(length);
  const octets = [];
  for (let rest = length; rest > 0; rest = Math.floor(rest / 256)) octets.unshift(rest % 256);
  return Buffer.of(0x80 | octets.length, ...octets);
}

/** Every list of siblings in a tree, with the position of each node in it. */
export function placesOf(nodes) {
  return nodes.flatMap((node, index) => [{ siblings: nodes, index }, ...(node.children === undefined ? [] : placesOf(node.children))]);
}
