import { type Bytes, type CallOptions, memorySource } from '../../bytes/index.ts';
import { augmentCades, type MaterialOptions } from '../../cades/index.ts';
import type { TimestampAuthority } from '../../ports/index.ts';
import { EvidenceError } from '../evidence-error.ts';
import { readCanonicalZip, writeCanonicalZip } from './canonical-zip.ts';
import { ENTRY } from './entry-names.ts';
import { verifyEvidencePackage } from './verify-package.ts';

export interface RenewEvidenceOptions extends CallOptions {
  /** Tried in order. */
  readonly authorities: readonly TimestampAuthority[];
  /** DER of the anchors that their tokens have to lead to; the chain is not judged without them. */
  readonly timestampAnchors?: readonly Uint8Array[];
  /** Where chains end and where what is missing comes from, of the register and of all earlier time-stamps. */
  readonly material: Omit<MaterialOptions, 'onMissing'>;
  readonly now: Date;
}

/**
 * The package with one more archive time-stamp in its signature, over everything that the signature holds, after the chains and answers
 * of the earlier ones have come in; a package below B-LTA is raised to it. No other entry changes, so that any copy of the older package
 * is proven by the newer one too. This renews signatures, keys and authorities. It does not renew SHA-256 in the manifest.
 *
 * @throws {@link EvidenceError} `EVIDENCE_PACKAGE_BROKEN` where a row fails: what is not whole is not prolonged. CadesError
 * `CADES_VALIDATION_MATERIAL_MISSING`, `CADES_TIMESTAMP_UNUSABLE`; `PortError` of the services.
 * @see EN 319 122-1 §5.5.3
 */
export async function renewEvidencePackage(file: Bytes, options: RenewEvidenceOptions): Promise<Bytes> {
  const { authorities, timestampAnchors, material, now, ...call } = options;
  const trust = { signers: [], sealMakers: [], registers: [], logs: [] };
  const { rows } = await verifyEvidencePackage(memorySource(file), { trust, validationTime: now, ...call });
  const broken = rows.find(({ status }) => status === 'failed');
  if (broken !== undefined) throw brokenPackage(`${broken.id} ${broken.subject}`.trim(), broken.reason);
  const entries = readCanonicalZip(file);
  if ('reason' in entries) throw brokenPackage(entries.entry, entries.reason);
  const find = (name: string): Bytes => {
    const found = entries.find((entry) => entry.name === name);
    if (found === undefined) throw brokenPackage(name, 'ENTRY_MISSING');
    return found.bytes;
  };
  const { cms } = await augmentCades(find(ENTRY.signature), {
    level: 'B-LTA',
    timestamps: { authorities, now, ...(timestampAnchors === undefined ? {} : { anchors: timestampAnchors }), ...call },
    material: { ...material, onMissing: 'refuse' },
    content: memorySource(find(ENTRY.manifest)),
    now,
    ...call,
  });
  return writeCanonicalZip(entries.map(({ name, bytes }) => ({ name, bytes: name === ENTRY.signature ? cms : bytes })));
}

function brokenPackage(what: string, reason: string | null): EvidenceError {
  return new EvidenceError('EVIDENCE_PACKAGE_BROKEN', `expected a package that is whole, got ${what}: ${reason ?? ''}`);
}
