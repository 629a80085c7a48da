import { openDirectoryObjects } from '../objects/directory/directory-object-store.ts';
import { createS3ObjectStore, type ObjectStore } from '../objects/index.ts';
import { usageError } from './cli-error.ts';
import type { ParsedArguments } from './parse-arguments.ts';

/** Options by which a command is told where documents are kept. */
export const OBJECT_OPTIONS = { '--objects': 'value', '--s3-endpoint': 'value' } as const;

const BUCKET_URL = /^s3:\/\/([^/]+)((?:\/[\w-]+)*)\/?$/;

/**
 * Where `--objects` says that documents are kept: a directory, or `s3://BUCKET/PREFIX` at `--s3-endpoint`, with keys and region from
 * the variables that AWS's own tools read; undefined where it says nothing.
 *
 * @throws CliError (64)
 */
export function objectsOf(options: ParsedArguments, environment = process.env): Pick<ObjectStore, 'open'> | undefined {
  const [location, endpoint] = [options.value('--objects'), options.value('--s3-endpoint')];
  const isBucket = location?.startsWith('s3:') === true;
  if (endpoint !== undefined && !isBucket) throw usageError('--s3-endpoint has no use without --objects s3://BUCKET');
  if (location === undefined) return undefined;
  return isBucket ? bucketObjects(location, endpoint, environment) : openDirectoryObjects(location);
}

function bucketObjects(location: string, endpoint: string | undefined, environment: NodeJS.ProcessEnv): Pick<ObjectStore, 'open'> {
  const [, bucket, path] = BUCKET_URL.exec(location) ?? [];
  if (bucket === undefined || path === undefined)
    throw usageError(`--objects: expected s3://BUCKET or s3://BUCKET/PREFIX, got ${location}`);
  const { AWS_REGION: region, AWS_ACCESS_KEY_ID: accessKeyId, AWS_SECRET_ACCESS_KEY: secretAccessKey } = environment;
  if (!region || !accessKeyId || !secretAccessKey)
    throw usageError('--objects s3://…: expected AWS_REGION, AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY in the environment');
  const { AWS_SESSION_TOKEN: sessionToken } = environment;
  const credentials = { accessKeyId, secretAccessKey, ...(sessionToken ? { sessionToken } : {}) };
  try {
    return createS3ObjectStore({
      endpoint: endpoint ?? `https://s3.${region}.amazonaws.com`,
      region,
      bucket,
      prefix: path.split('/').filter((segment) => segment !== ''),
      credentials: () => Promise.resolve(credentials),
    });
  } catch (error) {
    if (error instanceof TypeError) throw usageError(`--objects: ${error.message}`);
    throw error;
  }
}
