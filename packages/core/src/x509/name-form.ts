import { equalBytes } from '../bytes/index.ts';
import type { GeneralName } from './general-name.ts';
import { relativeNameKeys } from './name.ts';

/**
 * Where a name lies against a subtree: `overlaps` where a wildcard stands for names inside it, `unsupported` where the form
 * is not processed, or where the name or the subtree is not what its form demands.
 */
export type NamePosition = 'within' | 'overlaps' | 'outside' | 'unsupported';

/** Names of different forms do not constrain each other. */
export function nameForm(name: GeneralName): string {
  return name.kind === 'other' ? `other:${name.tagNumber}` : name.kind;
}

/** A subtree's base, ready to be compared with many names of its form. */
export function subtreeMatcher(base: GeneralName): (name: GeneralName) => NamePosition {
  switch (base.kind) {
    case 'directoryName': {
      const keys = relativeNameKeys(base.name);
      return (name) => (name.kind === 'directoryName' ? directoryPosition(relativeNameKeys(name.name), keys) : 'unsupported');
    }
    case 'dNSName':
      return (name) => (name.kind === 'dNSName' ? hostPosition(name.host.toLowerCase(), base.host.toLowerCase()) : 'unsupported');
    case 'rfc822Name':
      return (name) => (name.kind === 'rfc822Name' ? mailboxPosition(name.mailbox, base.mailbox) : 'unsupported');
    case 'uri':
      return (name) => (name.kind === 'uri' ? uriPosition(name.uri, base.uri.toLowerCase()) : 'unsupported');
    case 'iPAddress':
      return (name) => (name.kind === 'iPAddress' ? addressPosition(name.octets, base.octets) : 'unsupported');
    case 'other':
      return () => 'unsupported';
  }
}

/** RFC 5280 §7.1: the subtree's relative names come first in the name. */
function directoryPosition(name: readonly string[], base: readonly string[]): NamePosition {
  return base.every((key, index) => name[index] === key) ? 'within' : 'outside';
}

const LABEL = '[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?';
const HOST = new RegExp(`^${LABEL}(?:\\.${LABEL})*$`);
const ADDRESS_V4 = /^\d+(?:\.\d+){3}$/;

/** A host inside a domain, or the domain itself. An empty base is every host. A base with a leading period is no host. */
function hostPosition(name: string, base: string): NamePosition {
  const isWildcard = name.startsWith('*.');
  const host = isWildcard ? name.slice(2) : name;
  if (!HOST.test(host) || (base !== '' && !HOST.test(base))) return 'unsupported';
  if (base === '' || host === base || host.endsWith(`.${base}`)) return 'within';
  return isWildcard && base.endsWith(`.${host}`) ? 'overlaps' : 'outside';
}

/** An empty local part would match no mailbox; a quoted one is not processed. */
const MAILBOX = /^([^\s@"]+)@([^\s@]+)$/;

/** A mailbox itself, all mailboxes of a host, or with a leading period of all hosts of a domain. */
function mailboxPosition(name: string, base: string): NamePosition {
  const [, local, host] = MAILBOX.exec(name) ?? [];
  if (local === undefined || host === undefined || !HOST.test(host.toLowerCase())) return 'unsupported';
  if (!base.includes('@')) return domainPosition(host.toLowerCase(), base.toLowerCase());
  const [, baseLocal, baseHost] = MAILBOX.exec(base) ?? [];
  if (baseLocal === undefined || baseHost === undefined || !HOST.test(baseHost.toLowerCase())) return 'unsupported';
  // RFC 5321 §2.4: a local part is told apart by case, a host is not.
  return local === baseLocal && host.toLowerCase() === baseHost.toLowerCase() ? 'within' : 'outside';
}

const AUTHORITY = /^[a-z][a-z0-9+.-]*:\/\/(?:[^/?#@]*@)?([^/?#:@[\]]+)(?::\d*)?(?:[/?#]|$)/i;

/** By the host of the URI; one without, or with an address in its place, must be refused. */
function uriPosition(name: string, base: string): NamePosition {
  const host = AUTHORITY.exec(name)?.[1]?.toLowerCase();
  return host === undefined || !HOST.test(host) || ADDRESS_V4.test(host) ? 'unsupported' : domainPosition(host, base);
}

/** The host itself, or with a leading period one or more labels before the domain. An empty base is every host. */
function domainPosition(host: string, base: string): NamePosition {
  if (base === '') return 'within';
  const isDomain = base.startsWith('.');
  if (!HOST.test(isDomain ? base.slice(1) : base)) return 'unsupported';
  return (isDomain ? host.endsWith(base) && host.length > base.length : host === base) ? 'within' : 'outside';
}

/** An address under a mask of leading ones; the other family of addresses lies outside. */
function addressPosition(address: Uint8Array, base: Uint8Array): NamePosition {
  const length = base.length / 2;
  if ((length !== 4 && length !== 16) || (address.length !== 4 && address.length !== 16)) return 'unsupported';
  const mask = base.subarray(length);
  if (!isPrefixMask(mask)) return 'unsupported';
  if (address.length !== length) return 'outside';
  const masked = address.map((octet, index) => octet & (mask[index] ?? 0));
  return equalBytes(
    masked,
    base.subarray(0, length).map((octet, index) => octet & (mask[index] ?? 0)),
  )
    ? 'within'
    : 'outside';
}

function isPrefixMask(mask: Uint8Array): boolean {
  const bits = Array.from(mask, (octet) => octet.toString(2).padStart(8, '0')).join('');
  return /^1*0*$/.test(bits);
}
