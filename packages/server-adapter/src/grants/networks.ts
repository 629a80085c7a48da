import ipaddr from 'ipaddr.js';

/** Whether an address lies in one of these networks, each an address or a CIDR range; IPv4 inside IPv6 is IPv4. */
export function isInNetworks(address: string, networks: readonly string[]): boolean {
  if (!ipaddr.isValid(address)) return false;
  const own = ipaddr.process(address);
  return networks.some((network) => {
    const range = parseNetwork(network);
    return range !== null && range[0].kind() === own.kind() && own.match(range);
  });
}

/** Whether a text is an address or a CIDR range. */
export function isNetwork(text: string): boolean {
  return parseNetwork(text) !== null;
}

function parseNetwork(text: string): [ipaddr.IPv4 | ipaddr.IPv6, number] | null {
  if (ipaddr.isValidCIDR(text)) return ipaddr.parseCIDR(text);
  if (!ipaddr.isValid(text)) return null;
  const address = ipaddr.parse(text);
  return [address, address.kind() === 'ipv4' ? 32 : 128];
}
