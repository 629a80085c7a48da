import { copyBytes } from '../../bytes/index.ts';
import type { GatherOptions } from './gather-context.ts';
import { createMaterialPool, type MaterialPool } from './material-pool.ts';

/** What the caller has. */
export async function materialAtHand({ extraCertificates = [], extraRevocation }: GatherOptions): Promise<MaterialPool> {
  const material = createMaterialPool();
  await material.add(
    {
      certificates: extraCertificates.map(copyBytes),
      crls: (extraRevocation?.crls ?? []).map(copyBytes),
      ocspResponses: (extraRevocation?.ocspResponses ?? []).map(copyBytes),
    },
    'caller',
  );
  return material;
}
