import { type AugmentCadesOptions, httpTimestampAuthority } from '@sealkit/core/cades';
import { httpRevocationSource } from '@sealkit/core/x509';
import type { ServedPki } from './served-pki.ts';

export type LevelServices = Required<Pick<AugmentCadesOptions, 'timestamps' | 'material' | 'now'>>;

/** What levels above B-B need, from the services of a PKI, as things are now. @param path of the time-stamp authority. */
export function levelServices(pki: ServedPki, path = '/tsa'): LevelServices {
  const now = new Date();
  const tsaRoot = pki.certificates('certs/tsa-root.pem');
  return {
    timestamps: { authorities: [httpTimestampAuthority({ url: `${pki.url}${path}`, http: pki.http })], anchors: tsaRoot, now },
    material: { anchors: [...pki.certificates('certs/root.pem'), ...tsaRoot], source: httpRevocationSource({ http: pki.http }) },
    now,
  };
}
