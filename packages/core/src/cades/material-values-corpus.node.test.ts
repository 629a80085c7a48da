import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { type Bytes, encodeHex } from '../bytes/index.ts';
import { parseSignedData } from '../cms/index.ts';
import { parseCertificate } from '../x509/index.ts';
import { augmentCades, type AugmentedCades } from './augment-cades.ts';
import { CadesError } from './cades-error.ts';
import { findMaterialSubjects } from './material-subjects.ts';
import { readMaterialValues, readOcspBasicChoices } from './material-values.ts';
import { uniteMaterial } from './validation-material-set.ts';

const FOLDER = resolve(process.env['SEALKIT_SHARED'] ?? '../shared', 'corpus/cades-dss');
const title = 'material that signatures of others bring';

/** Files of the form CAdES-X-L, and a time shortly after their time-stamp, when what they hold was fresh. */
const ONE = ['Signature-C-A-XL-1.p7m', '2013-12-12T13:00:00Z'] as const;
const EXTENDED_LONG: Readonly<Record<string, string>> = {
  [ONE[0]]: ONE[1],
  'cades-dss1997.p7m': '2015-06-17T17:30:00Z',
  'cades-e-lt.p7m': '2013-12-03T09:00:00Z',
};

(existsSync(FOLDER) ? describe : describe.skip)(existsSync(FOLDER) ? title : `${title} (skipped: corpus not found)`, () => {
  it('in certificate-values and revocation-values reaches B-LT, and nobody is asked', async () => {
    for (const [name, now] of Object.entries(EXTENDED_LONG)) {
      const cms = read(name);
      const { level, missing, cms: raised } = await augment(cms, { now, anchors: selfSigned(cms) });
      expect([level, missing], name).to.deep.equal(['B-LT', []]);
      const [before, after] = [parseSignedData(cms), parseSignedData(raised)];
      const values = readMaterialValues(before.signerInfos[0]!);
      const texts = values.crls.map(encodeHex);
      expect(after.crls.length, name).to.be.greaterThan(before.crls.length);
      for (const crl of after.crls.slice(before.crls.length)) expect(texts, name).to.include(encodeHex(crl));
      expect(after.signerInfos[0]?.unsignedAttributes, name).to.deep.equal(before.signerInfos[0]?.unsignedAttributes);
      expect((await augment(raised, { now, anchors: selfSigned(cms) })).cms, name).to.deep.equal(raised);
    }
  });

  it('is never trust: a root that lies in the file is no anchor', async () => {
    const [name, now] = ONE;
    const anchors = selfSigned(read('cades-dss1997.p7m'));
    const { level, missing, cms } = await augment(read(name), { now, anchors, mayAsk: true });
    expect([level, missing.length > 0]).to.deep.equal(['B-T', true]);
    expect(cms).to.deep.equal(read(name));
  });

  it('is not used where it does not verify', async () => {
    const [name, now] = ONE;
    const cms = read(name);
    for (const crl of readMaterialValues(parseSignedData(cms).signerInfos[0]!).crls) {
      const spoiled = flipLast(cms, crl);
      const { level, missing } = await augment(spoiled, { now, anchors: selfSigned(cms), mayAsk: true });
      expect([level, missing.some(({ what }) => what === 'revocation')]).to.deep.equal(['B-T', true]);
    }
    const code = await augment(cms, { now: '2027-01-01T00:00:00Z', anchors: selfSigned(cms) }).catch((error: unknown) => error);
    expect(String(code)).to.equal('TypeError: nobody may be asked');
  });

  it('in crls under id-pkix-ocsp-basic is used, and not put in twice', async () => {
    const cms = read('Signature-CBp-LT-2.p7m');
    expect(readOcspBasicChoices(cms).length).to.equal(4);
    const { level, missing, cms: raised } = await augment(cms, { now: '2013-12-10T16:00:00Z', anchors: selfSigned(cms) });
    expect([level, missing]).to.deep.equal(['B-LT', []]);
    expect(raised).to.deep.equal(cms);
  });

  it('cannot be added where an archive time-stamp of old covers the fields', async () => {
    const cms = read('Signature-C-B-LTA-10.p7m');
    const refused = await augment(cms, { now: '2015-07-01T15:46:00Z', anchors: selfSigned(cms) }).catch((error: unknown) => error);
    expect(refused instanceof CadesError ? refused.code : refused).to.equal('CADES_ARCHIVE_FORM_OLD');
  });
});

interface Attempt {
  /** ISO 8601. */
  readonly now: string;
  readonly anchors: readonly Bytes[];
  /** Whether services may be asked; they have nothing to say. */
  readonly mayAsk?: boolean;
}

function augment(cms: Bytes, { now, anchors, mayAsk = false }: Attempt): Promise<AugmentedCades> {
  const ask = <T>(nothing: T): Promise<T> => (mayAsk ? Promise.resolve(nothing) : Promise.reject(new TypeError('nobody may be asked')));
  const source = { fetchOcsp: () => ask(undefined), fetchCrls: () => ask([]), fetchIssuers: () => ask([]) };
  const authority = { name: 'none', requestToken: () => Promise.reject(new TypeError('nobody may be asked')) };
  return augmentCades(cms, {
    level: 'B-LT',
    now: new Date(now),
    timestamps: { authorities: [authority], now: new Date(now) },
    material: { anchors, source, onMissing: 'lower-level' },
  });
}

/** Every self-issued certificate of the file: what a caller who trusts them would name. */
function selfSigned(cms: Bytes): readonly Bytes[] {
  const signedData = parseSignedData(cms);
  const { inTokens, inValues } = findMaterialSubjects(signedData, [], new Date());
  return uniteMaterial(signedData, inTokens, inValues).certificates.filter((der) => {
    const { subject, issuer } = parseCertificate(der);
    return subject.text === issuer.text;
  });
}

/** With the last octet of a structure changed, which belongs to its signature. */
function flipLast(cms: Bytes, structure: Bytes): Bytes {
  const at = encodeHex(cms).indexOf(encodeHex(structure)) / 2 + structure.length - 1;
  return cms.map((octet, index) => (index === at ? octet ^ 1 : octet));
}

function read(name: string): Bytes {
  return new Uint8Array(readFileSync(join(FOLDER, name)));
}
