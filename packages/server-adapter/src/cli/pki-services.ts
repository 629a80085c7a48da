import {
  type BaselineLevel,
  httpTimestampAuthority,
  includesLevel,
  type MaterialOptions,
  type ObtainTimestampOptions,
} from '@sealkit/core/cades';
import type { HttpClient } from '@sealkit/core/ports';
import { httpRevocationSource } from '@sealkit/core/x509';
import { guardedHttpClient } from '../outbound/index.ts';
import { usageError } from './cli-error.ts';
import type { CommandIo } from './command-io.ts';
import { readCertificateFiles } from './input-files.ts';
import { choice, type OptionRules, type ParsedArguments } from './parse-arguments.ts';
import { readCrlFiles, readOcspFiles } from './revocation-files.ts';

/** Options of the services that levels above B-B need. */
export const SERVICE_OPTIONS = {
  '--level': 'value',
  '--tsa': 'values',
  '--trust': 'values',
  '--trust-tsa': 'values',
  '--extra-cert': 'values',
  '--crl': 'values',
  '--ocsp': 'values',
  '--offline': 'flag',
  '--allow-private-network': 'flag',
} as const satisfies OptionRules;

const LEVELS = ['B-B', 'B-T', 'B-LT', 'B-LTA'] as const;

export interface PkiServices {
  readonly timestamps?: ObtainTimestampOptions;
  readonly material?: MaterialOptions;
}

export function levelOf(options: ParsedArguments, fallback: BaselineLevel): BaselineLevel {
  return choice('--level', options.value('--level') ?? fallback, LEVELS);
}

/** What a level needs, from the options. @throws CliError (64) where they do not name it. */
export async function servicesOf(options: ParsedArguments, level: BaselineLevel, io: CommandIo): Promise<PkiServices> {
  if (!includesLevel(level, 'B-T')) {
    const [needless] = (['--tsa', '--crl', '--ocsp', '--extra-cert'] as const).filter((name) => options.values(name).length > 0);
    if (needless !== undefined) throw usageError(`${needless} has no use at level ${level}`);
    return {};
  }
  const http = guardedHttpClient({ allowPrivateNetwork: options.has('--allow-private-network') });
  const timestamps = await timestampsOf(options, level, http, io);
  return includesLevel(level, 'B-LT') ? { timestamps, material: await materialOf(options, level, http, io) } : { timestamps };
}

/** The authorities of `--tsa`, in order. */
export async function timestampsOf(
  options: ParsedArguments,
  what: string,
  http: HttpClient,
  io: CommandIo,
): Promise<ObtainTimestampOptions> {
  const urls = options.values('--tsa');
  if (urls.length === 0) throw usageError(`${what} needs --tsa URL`);
  const anchors = await readCertificateFiles([...options.values('--trust'), ...options.values('--trust-tsa')], io);
  return {
    authorities: urls.map((url) => httpTimestampAuthority({ url, http })),
    // Without an anchor nobody is refused for being unknown; the token itself is checked all the same.
    ...(anchors.length === 0 ? {} : { anchors }),
    candidates: await readCertificateFiles(options.values('--extra-cert'), io),
    now: io.now(),
  };
}

async function materialOf(options: ParsedArguments, level: string, http: HttpClient, io: CommandIo): Promise<MaterialOptions> {
  const anchors = await readCertificateFiles([...options.values('--trust'), ...options.values('--trust-tsa')], io);
  if (anchors.length === 0) throw usageError(`level ${level} needs --trust F: the anchors at which chains end`);
  return {
    anchors,
    known: {
      certificates: await readCertificateFiles(options.values('--extra-cert'), io),
      crls: await readCrlFiles(options.values('--crl'), io),
      ocspResponses: await readOcspFiles(options.values('--ocsp'), io),
    },
    ...(options.has('--offline') ? {} : { source: httpRevocationSource({ http }) }),
  };
}
