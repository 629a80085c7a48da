/** What lies in /Contents by the value of /SubFilter (ISO 32000-2 table 257, ETSI EN 319 142-1 §5.3). */
export type ContentRule = 'detached' | 'encapsulated-digest' | 'time-stamp';

const CONTENT_RULES: ReadonlyMap<string, ContentRule> = new Map([
  ['adbe.pkcs7.detached', 'detached'],
  ['ETSI.CAdES.detached', 'detached'],
  ['adbe.pkcs7.sha1', 'encapsulated-digest'],
  ['ETSI.RFC3161', 'time-stamp'],
]);

export function contentRuleOf(subFilter: string | null): ContentRule | undefined {
  return subFilter === null ? undefined : CONTENT_RULES.get(subFilter);
}
