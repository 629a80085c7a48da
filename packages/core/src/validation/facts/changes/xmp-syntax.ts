import { decodeLatin1 } from '../../../bytes/index.ts';

const SIZE_LIMIT = 8 * 1024 * 1024;
const DEPTH_LIMIT = 256;
const NAME = String.raw`[A-Za-z_:\u0080-\uffff][\w:.\-\u0080-\uffff]*`;
const ATTRIBUTE = String.raw`\s+${NAME}\s*=\s*(?:"[^"<]*"|'[^'<]*')`;
const TOKEN = new RegExp(
  String.raw`<!--(?:(?!--)[\s\S])*-->|<\?[\s\S]*?\?>|<!\[CDATA\[[\s\S]*?\]\]>|<(/?)(${NAME})((?:${ATTRIBUTE})*)\s*(/?)>|[^<]+`,
  'y',
);
const UNKNOWN_ENTITY = /&(?!(?:amp|lt|gt|quot|apos|#\d+|#x[0-9A-Fa-f]+);)/;
const XMP_ROOT = 'xmlns:';

const TITLE = /(?:^|:)title$/;
const TITLE_ATTRIBUTE = /[\s:]title\s*=\s*(?:"[^"]*"|'[^']*')/g;

/**
 * The title that metadata state, as it is written there ('' for none), which readers show in place of the file's name; undefined
 * for octets that do not read as one well-formed XML element, the `xmpmeta` of Adobe's namespace, without a document type and
 * without entities of its own. Nothing else of its meaning is looked at. @see ISO 16684-1 §7.3
 */
export function readXmpTitle(bytes: Uint8Array): string | undefined {
  if (bytes.length > SIZE_LIMIT) return undefined;
  const text = textOf(bytes);
  if (text === undefined) return undefined;
  let title = '';
  const open: string[] = [];
  let rootIsXmp: boolean | undefined;
  TOKEN.lastIndex = 0;
  for (let at = text.charCodeAt(0) === 0xfeff ? 1 : 0; at < text.length; at = TOKEN.lastIndex) {
    TOKEN.lastIndex = at;
    const match = TOKEN.exec(text);
    if (match === null) return undefined;
    const [token, closing, name, attributes = '', empty] = match;
    if (open.some((element) => TITLE.test(element))) title += token;
    title += [...attributes.matchAll(TITLE_ATTRIBUTE)].join('');
    if (name === undefined) {
      if (!token.startsWith('<') && (UNKNOWN_ENTITY.test(token) || (open.length === 0 && token.trim() !== ''))) return undefined;
      continue;
    }
    if (UNKNOWN_ENTITY.test(attributes)) return undefined;
    if (closing === '/') {
      if (open.pop() !== name || attributes !== '' || empty === '/') return undefined;
      continue;
    }
    if (open.length === 0) {
      if (rootIsXmp !== undefined) return undefined;
      rootIsXmp = isXmpRoot(name, attributes);
    }
    if (empty !== '/') open.push(name);
    if (open.length > DEPTH_LIMIT) return undefined;
  }
  return open.length === 0 && rootIsXmp === true ? title : undefined;
}

function isXmpRoot(name: string, attributes: string): boolean {
  const [prefix = '', local] = name.split(':');
  return local === 'xmpmeta' && new RegExp(`${XMP_ROOT}${prefix}\\s*=\\s*["']adobe:ns:meta/["']`).test(attributes);
}

function textOf(bytes: Uint8Array): string | undefined {
  const label = bytes[0] === 0xfe && bytes[1] === 0xff ? 'utf-16be' : bytes[0] === 0xff && bytes[1] === 0xfe ? 'utf-16le' : 'utf-8';
  try {
    return new TextDecoder(label, { fatal: true }).decode(bytes);
  } catch {
    return bytes.includes(0) ? undefined : decodeLatin1(bytes);
  }
}
