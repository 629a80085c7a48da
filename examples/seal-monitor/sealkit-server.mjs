/** What the monitor reads of a Sealkit server, with the session that it was given. */
export class ServerFault extends Error {
  constructor(message, options) {
    super(message, options);
    this.name = 'ServerFault';
  }
}

const TIMEOUT_MS = 15_000;
const MAX_LENGTH = 1024 * 1024;

/** @param session header fields of every request, such as `{ authorization: 'Bearer …' }`. */
export function openServer(base, session) {
  const read = async (path) => {
    let response;
    let octets;
    try {
      response = await fetch(`${base}${path}`, { headers: session, redirect: 'error', signal: AbortSignal.timeout(TIMEOUT_MS) });
      octets = new Uint8Array(await response.arrayBuffer());
    } catch (cause) {
      throw new ServerFault(`${path}: no answer`, { cause });
    }
    if (!response.ok) throw new ServerFault(`${path}: answered ${response.status}`);
    if (octets.length > MAX_LENGTH) throw new ServerFault(`${path}: expected at most ${MAX_LENGTH} octets`);
    return octets;
  };
  const readText = async (path) => new TextDecoder().decode(await read(path));
  return {
    checkpoint: () => readText('/log/checkpoint'),
    tile: (path) => read(`/log/${path}`),
    anomalies: async () => JSON.parse(await readText('/anomalies')),
  };
}
