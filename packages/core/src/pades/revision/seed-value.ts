import type { SigningDigest } from '../../ports/index.ts';
import { decodeLatin1 } from '../../bytes/index.ts';
import { type PdfDict, type PdfObject, dictOf, entryOf, integerOf, nameOf } from '../../pdf/index.ts';
import { frameDict } from '../frame/frame-object.ts';
import { PadesError } from '../pades-error.ts';
import type { SigningAct } from '../signing-act.ts';
import { pdfTextString } from './text-string.ts';

/** Bits of `/Ff` that make a constraint binding (ISO 32000-2 table 237). */
const REQUIRED = {
  filter: 1,
  subFilter: 2,
  version: 4,
  reasons: 8,
  legalAttestation: 16,
  addRevInfo: 32,
  digestMethod: 64,
  lockDocument: 128,
  appearance: 256,
} as const;
/** The dictionary version up to which all constraints are known here. */
const KNOWN_VERSION = 3;

/**
 * Refuses an act that does not meet the binding constraints of a prepared field's seed value dictionary. What cannot be
 * judged from the act alone (certificates, time-stamp servers, revocation data) and binds is refused as well.
 *
 * @throws {@link PadesError} `PADES_SEED_VALUE_UNMET`
 * @see ISO 32000-2 §12.7.5.5
 */
export function assertSeedValueMet(seedValue: string, act: SigningAct, digestAlgorithm: SigningDigest, field: string): void {
  const dict = frameDict(seedValue, 'seed value');
  const flags = integerOf(entryOf(dict, 'Ff')) ?? 0;
  const binds = (bit: number): boolean => (flags & bit) !== 0;
  const unmet = (constraint: string): PadesError =>
    new PadesError('PADES_SEED_VALUE_UNMET', `field ${field}: its seed value asks for another ${constraint}`, {
      facts: { field, constraint },
    });
  if (binds(REQUIRED.filter) && (nameOf(entryOf(dict, 'Filter')) ?? 'Adobe.PPKLite') !== 'Adobe.PPKLite') throw unmet('Filter');
  if (binds(REQUIRED.subFilter) && !firstIncludes(dict, 'SubFilter', 'ETSI.CAdES.detached')) throw unmet('SubFilter');
  if (binds(REQUIRED.version) && (integerOf(entryOf(dict, 'V')) ?? 1) > KNOWN_VERSION) throw unmet('V');
  if (binds(REQUIRED.digestMethod) && !firstIncludes(dict, 'DigestMethod', digestAlgorithm.replace('SHA-', 'SHA')))
    throw unmet('DigestMethod');
  if (binds(REQUIRED.reasons) && !reasonAllowed(dict, act.reason)) throw unmet('Reasons');
  if (binds(REQUIRED.legalAttestation)) throw unmet('LegalAttestation');
  if (binds(REQUIRED.addRevInfo)) throw unmet('AddRevInfo');
  if (binds(REQUIRED.lockDocument) && nameOf(entryOf(dict, 'LockDocument')) === 'true') throw unmet('LockDocument');
  if (binds(REQUIRED.appearance)) throw unmet('AppearanceFilter');
  if (bindingFlags(entryOf(dict, 'Cert')) !== 0) throw unmet('Cert');
  if (bindingFlags(entryOf(dict, 'TimeStamp')) !== 0) throw unmet('TimeStamp');
  const mdp = dictOf(entryOf(dict, 'MDP'));
  if (mdp !== undefined && (integerOf(entryOf(mdp, 'P')) ?? 0) !== (act.certify ?? 0)) throw unmet('MDP');
}

function firstIncludes(dict: PdfDict, key: string, wanted: string): boolean {
  const value = entryOf(dict, key);
  if (value === undefined) return true;
  return value.kind === 'array' && value.items.some((item) => textOf(item) === wanted);
}

function textOf(object: PdfObject): string | undefined {
  if (object.kind === 'name') return object.value;
  return object.kind === 'string' ? decodeLatin1(object.bytes) : undefined;
}

/** A list of a single period asks for no reason at all. */
function reasonAllowed(dict: PdfDict, reason: string | undefined): boolean {
  const value = entryOf(dict, 'Reasons');
  const reasons = value?.kind === 'array' ? value.items.map(textOf) : [];
  if (reasons.length === 0 || (reasons.length === 1 && reasons[0] === '.')) return reason === undefined;
  return reason !== undefined && reasons.includes(decodeLatin1(pdfTextString(reason).bytes));
}

function bindingFlags(object: PdfObject | undefined): number {
  const dict = dictOf(object);
  return dict === undefined ? 0 : (integerOf(entryOf(dict, 'Ff')) ?? 0);
}
