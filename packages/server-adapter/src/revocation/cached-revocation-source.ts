import { type Bytes, encodeHex } from '@sealkit/core/bytes';
import { digest } from '@sealkit/core/crypto';
import type { Clock, RevocationQuery, RevocationSource } from '@sealkit/core/ports';
import { parseCrl, parseOcspResponse, X509Error } from '@sealkit/core/x509';
import { systemClock } from '../system-clock.ts';

export interface CachedRevocationOptions {
  readonly source: RevocationSource;
  readonly clock?: Clock;
  /** Answers kept at most; 1,000 where nothing is said. */
  readonly maxEntries?: number;
  /** Octets of all answers kept at most; 64 MiB where nothing is said. */
  readonly maxLength?: number;
  /** How long certificates of issuers are kept, in milliseconds; a day where nothing is said. */
  readonly issuersForMs?: number;
}

interface Entry {
  readonly value: readonly Bytes[];
  readonly until: number;
  readonly length: number;
}

const DAY_MS = 86_400_000;
/** An answer that says nothing of the next one is asked for anew after this time (RFC 6960 §4.2.2.1). */
const WITHOUT_NEXT_UPDATE_MS = 60_000;

/**
 * Keeps what a source gives for as long as its makers let it count, and asks once for what several ask for at the same time. What it
 * keeps is material: whoever uses it checks it. Failures and "nothing found" are not kept.
 */
export function cachedRevocationSource(options: CachedRevocationOptions): RevocationSource {
  const { source, clock = systemClock, maxEntries = 1000, maxLength = 64 * 1024 * 1024, issuersForMs = DAY_MS } = options;
  const kept = new Map<string, Entry>();
  const asked = new Map<string, Promise<readonly Bytes[]>>();

  const remember = (key: string, value: readonly Bytes[], until: number): void => {
    const length = value.reduce((sum, each) => sum + each.length, 0);
    if (value.length === 0 || until <= clock.now().getTime() || length > maxLength) return;
    kept.set(key, { value, until, length });
    let total = [...kept.values()].reduce((sum, entry) => sum + entry.length, 0);
    // The oldest go first.
    for (const [other, entry] of kept) {
      if (kept.size <= maxEntries && total <= maxLength) return;
      if (other === key) continue;
      kept.delete(other);
      total -= entry.length;
    }
  };

  const ask = async (
    key: string,
    fetch: () => Promise<readonly Bytes[]>,
    untilOf: (value: readonly Bytes[]) => number,
  ): Promise<readonly Bytes[]> => {
    const entry = kept.get(key);
    if (entry !== undefined && entry.until > clock.now().getTime()) return entry.value;
    kept.delete(key);
    const running = asked.get(key);
    if (running !== undefined) return running;
    const promise = fetch();
    asked.set(key, promise);
    try {
      const value = await promise;
      remember(key, value, untilOf(value));
      return value;
    } finally {
      asked.delete(key);
    }
  };

  return {
    // A caller that gives up does not end what others wait for: its signal is not passed on.
    async fetchOcsp(query) {
      const key = `ocsp ${await keyOf(query.certificate, query.issuer)}`;
      const found = async (): Promise<readonly Bytes[]> => {
        const response = await source.fetchOcsp(query);
        return response === undefined ? [] : [response];
      };
      const [response] = await ask(key, found, (value) => endOf(value.map(ocspEnd), clock));
      return response;
    },
    async fetchCrls(query: RevocationQuery) {
      const key = `crl ${await keyOf(query.certificate, query.issuer)}`;
      return ask(
        key,
        () => source.fetchCrls(query),
        (value) => endOf(value.map(crlEnd), clock),
      );
    },
    async fetchIssuers(certificate) {
      return ask(
        `issuers ${await keyOf(certificate)}`,
        () => source.fetchIssuers(certificate),
        () => clock.now().getTime() + issuersForMs,
      );
    },
  };
}

async function keyOf(...octets: readonly Uint8Array[]): Promise<string> {
  return (await Promise.all(octets.map(async (each) => encodeHex(await digest('SHA-256', each))))).join(' ');
}

/** The earliest end; what cannot be read is not kept. */
function endOf(ends: readonly (Date | 'open' | undefined)[], clock: Clock): number {
  const now = clock.now().getTime();
  return Math.min(...ends.map((end) => (end === undefined ? now : end === 'open' ? now + WITHOUT_NEXT_UPDATE_MS : end.getTime())));
}

function ocspEnd(der: Uint8Array): Date | 'open' | undefined {
  return readable(() => {
    const responses = parseOcspResponse(der).basic?.responses ?? [];
    const ends = responses.map(({ nextUpdate }) => nextUpdate);
    if (responses.length === 0) return undefined;
    const dated = ends.filter((end) => end !== undefined);
    return dated.length < ends.length ? 'open' : dated.reduce((earliest, end) => (end < earliest ? end : earliest));
  });
}

function crlEnd(der: Uint8Array): Date | 'open' | undefined {
  return readable(() => parseCrl(der).nextUpdate ?? 'open');
}

function readable<T>(read: () => T): T | undefined {
  try {
    return read();
  } catch (error) {
    if (error instanceof X509Error) return undefined;
    throw error;
  }
}
