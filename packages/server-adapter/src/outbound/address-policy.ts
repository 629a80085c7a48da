import { isIP } from 'node:net';
import ipaddr from 'ipaddr.js';

/**
 * Whether an address is one of the public internet. Loopback, private, link-local, shared, multicast, documentation and
 * other special-purpose ranges are not (IANA special-purpose registries, RFC 6890); an IPv6 form of an IPv4 address counts
 * as the IPv4 address.
 */
export function isPublicAddress(address: string): boolean {
  if (isIP(address) === 0) return false;
  const parsed = ipaddr.process(address);
  return parsed.range() === 'unicast' && !(parsed instanceof ipaddr.IPv6 && hidesAddress(parsed));
}

/** Ranges by which IPv6 carries an IPv4 address that a translator would reach: NAT64 (RFC 6052, RFC 8215), ISATAP. */
const CARRIERS: readonly (readonly [ipaddr.IPv6, number])[] = [
  [ipaddr.IPv6.parse('64:ff9b::'), 96],
  [ipaddr.IPv6.parse('64:ff9b:1::'), 48],
  [ipaddr.IPv6.parse('::'), 96],
];

function hidesAddress(address: ipaddr.IPv6): boolean {
  const isIsatap = address.parts[4] === 0 && address.parts[5] === 0x5efe;
  return isIsatap || CARRIERS.some((carrier) => address.match(carrier[0], carrier[1]));
}
