/** XML as text, of elements that are known and values that are not. */

/** One element; children are XML already, `undefined` ones are left out. */
export function element(
  name: string,
  children: readonly (string | undefined)[],
  attributes: Readonly<Record<string, string>> = {},
): string {
  const written = Object.entries(attributes).map(([key, value]) => ` ${key}="${escapeXml(value)}"`);
  return `<${name}${written.join('')}>${children.filter((child) => child !== undefined).join('')}</${name}>`;
}

/** An element with text in it. */
export function textElement(name: string, value: string): string {
  return element(name, [escapeXml(value)]);
}

/** What XML 1.0 cannot carry becomes U+FFFD: names come from files of strangers (§2.2). */
function escapeXml(value: string): string {
  return value
    .replace(/[^\t\n\r\u{20}-\u{d7ff}\u{e000}-\u{fffd}\u{10000}-\u{10ffff}]/gu, '\u{fffd}')
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;');
}
