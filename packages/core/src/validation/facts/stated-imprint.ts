import { equalBytes } from '../../bytes/index.ts';
import { CmsError, parseTimestampToken, type SignedData, type TstInfo } from '../../cms/index.ts';
import type { SignedContent } from './signed-content.ts';

/** Whether a time-stamp's imprint is the digest of these octets; null when that cannot be computed. */
export async function imprintOf(signedData: SignedData, content: SignedContent | undefined): Promise<boolean | null> {
  const info = infoOf(signedData);
  if (info === undefined) return false;
  const { algorithm, value } = info.messageImprint;
  if (content === undefined || algorithm.name === undefined) return null;
  return equalBytes(value, await content.digest(algorithm.name));
}

/** The time that a time-stamp states, ISO 8601. */
export function statedTimeOf(signedData: SignedData): string | null {
  return infoOf(signedData)?.genTime.toISOString() ?? null;
}

function infoOf(signedData: SignedData): TstInfo | undefined {
  try {
    return parseTimestampToken(signedData.raw).tstInfo;
  } catch (error) {
    if (error instanceof CmsError) return undefined;
    throw error;
  }
}
