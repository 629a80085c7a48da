import { ContainerError } from './container-error.ts';

/** An element with its namespace resolved. */
export interface XmlElement {
  /** Empty for no namespace. */
  readonly namespace: string;
  readonly name: string;
  /** Of attributes without a prefix. */
  readonly attributes: ReadonlyMap<string, string>;
  readonly children: readonly XmlElement[];
  /** The text directly inside. */
  readonly text: string;
}

const MAX_DEPTH = 16;
const MAX_ELEMENTS = 20_000;
const NAME = String.raw`[A-Za-z_][\w.-]*`;
const ENTITIES: Readonly<Record<string, string>> = { lt: '<', gt: '>', amp: '&', quot: '"', apos: "'" };

/**
 * Reads a small XML document that describes data: elements, attributes, text, comments. What makes XML dangerous or ambiguous is
 * refused: document types, entities but for the five, processing instructions, CDATA, other encodings than UTF-8.
 *
 * @throws {@link ContainerError} `CONTAINER_XML_MALFORMED`, `CONTAINER_LIMIT_EXCEEDED`
 * @see W3C XML 1.0, Namespaces in XML 1.0
 */
export function parseXml(text: string): XmlElement {
  const reader = new XmlReader(text.startsWith('\uFEFF') ? text.slice(1) : text);
  return reader.document();
}

class XmlReader {
  readonly #text: string;
  #at = 0;
  #elements = 0;

  constructor(text: string) {
    this.#text = text;
  }

  document(): XmlElement {
    const declaration = this.#match(/<\?xml\s+version\s*=\s*(?:"1\.0"|'1\.0')([^?<>]*)\?>/y);
    const encoding = /encoding\s*=\s*["']([^"']*)["']/.exec(declaration?.[1] ?? '')?.[1];
    if (encoding !== undefined && encoding.toUpperCase() !== 'UTF-8') throw this.#fault('XML in UTF-8');
    this.#skipBetween();
    const root = this.#element(new Map([['', '']]), 1);
    this.#skipBetween();
    if (this.#at !== this.#text.length) throw this.#fault('the end');
    return root;
  }

  #element(outer: ReadonlyMap<string, string>, depth: number): XmlElement {
    this.#elements += 1;
    if (depth > MAX_DEPTH || this.#elements > MAX_ELEMENTS)
      throw new ContainerError('CONTAINER_LIMIT_EXCEEDED', 'expected a small XML document');
    const open = this.#match(TAG_OPEN);
    if (open === undefined) throw this.#fault('an element');
    const { attributes, scope } = this.#attributes(outer);
    const [, prefix = '', name = ''] = open;
    const namespace = scope.get(prefix);
    if (namespace === undefined) throw this.#fault(`a namespace for ${prefix}`);
    if (this.#match(/\s*\/>/y) !== undefined) return { namespace, name, attributes, children: [], text: '' };
    if (this.#match(/\s*>/y) === undefined) throw this.#fault('the end of a tag');
    const children: XmlElement[] = [];
    const texts: string[] = [];
    for (;;) {
      const text = this.#match(/[^<]+/y)?.[0];
      if (text !== undefined) texts.push(this.#decode(text));
      if (this.#match(COMMENT) !== undefined) continue;
      const close = this.#match(TAG_CLOSE);
      if (close === undefined) children.push(this.#element(scope, depth + 1));
      else if ((close[1] ?? '') === prefix && close[2] === name) return { namespace, name, attributes, children, text: texts.join('') };
      else throw this.#fault(`the end of ${name}`);
    }
  }

  #attributes(outer: ReadonlyMap<string, string>): {
    readonly attributes: ReadonlyMap<string, string>;
    readonly scope: ReadonlyMap<string, string>;
  } {
    const attributes = new Map<string, string>();
    const scope = new Map(outer);
    const seen = new Set<string>();
    for (let found = this.#match(ATTRIBUTE); found !== undefined; found = this.#match(ATTRIBUTE)) {
      const [, prefix = '', name = '', quoted = ''] = found;
      if (seen.has(`${prefix}:${name}`)) throw this.#fault(`${name} once`);
      seen.add(`${prefix}:${name}`);
      const value = this.#decode(quoted.slice(1, -1));
      if (prefix === 'xmlns') scope.set(name, value);
      else if (prefix === '' && name === 'xmlns') scope.set('', value);
      else if (prefix === '') attributes.set(name, value);
    }
    return { attributes, scope };
  }

  #skipBetween(): void {
    do this.#match(/\s+/y);
    while (this.#match(COMMENT) !== undefined);
  }

  #decode(text: string): string {
    if (text.includes(']]>')) throw this.#fault('text without ]]>');
    return text.replaceAll(/&([^;]*);?/g, (whole, body: string) => {
      const number = /^#(?:x([0-9a-fA-F]{1,6})|(\d{1,7}))$/.exec(body);
      const code = number === null ? undefined : number[1] === undefined ? Number(number[2]) : Number.parseInt(number[1], 16);
      const decoded = code === undefined ? ENTITIES[body] : code > 31 && code < 0x11_0000 ? String.fromCodePoint(code) : undefined;
      if (decoded === undefined || !whole.endsWith(';')) throw this.#fault('a known entity');
      return decoded;
    });
  }

  #match(pattern: RegExp): RegExpExecArray | undefined {
    pattern.lastIndex = this.#at;
    const found = pattern.exec(this.#text);
    if (found === null) return undefined;
    this.#at = pattern.lastIndex;
    return found;
  }

  #fault(expected: string): ContainerError {
    return new ContainerError('CONTAINER_XML_MALFORMED', `expected ${expected} at ${this.#at}`, { facts: { offset: this.#at } });
  }
}

const COMMENT = /<!--(?:(?!--)[^])*-->/y;
const TAG_OPEN = new RegExp(String.raw`<(?:(${NAME}):)?(${NAME})`, 'y');
const TAG_CLOSE = new RegExp(String.raw`</(?:(${NAME}):)?(${NAME})\s*>`, 'y');
const ATTRIBUTE = new RegExp(String.raw`\s+(?:(${NAME}):)?(${NAME})\s*=\s*("[^"<]*"|'[^'<]*')`, 'y');
