import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { type Bytes, type ByteSource, memorySource } from '../bytes/index.ts';
import { CmsError, joinSignedData, parseSignedData, readSignedDataElements, splitSignedData } from '../cms/index.ts';
import { parseCertificate } from '../x509/index.ts';
import { augmentAttachedCades } from './augment-attached-cades.ts';
import { augmentCades, type AugmentCadesOptions } from './augment-cades.ts';
import { CadesError } from './cades-error.ts';
import { findMaterialSubjects } from './material-subjects.ts';
import { uniteMaterial } from './validation-material-set.ts';

const FOLDER = resolve(process.env['SEALKIT_SHARED'] ?? '../shared', 'corpus/cades-dss');
const title = 'files of others with their content inside';
const NOW = new Date('2013-12-12T13:00:00Z');

(existsSync(FOLDER) ? describe : describe.skip)(existsSync(FOLDER) ? title : `${title} (skipped: corpus not found)`, () => {
  it('are split and put together as the reader of whole files reads them', async () => {
    let seen = 0;
    let attached = 0;
    for (const name of readdirSync(FOLDER)) {
      const cms = read(name);
      const whole = readOrCode(cms);
      const split = await splitSignedData(memorySource(cms)).catch(codeOf);
      if (typeof whole === 'string' || typeof split === 'string') {
        expect([typeof whole, typeof split], name).to.deep.equal(['string', 'string']);
        continue;
      }
      const { detached, content, encapContentInfo } = split;
      expect(content === undefined ? undefined : await readAll(content), name).to.deep.equal(whole.content);
      const joined = await readAll(joinSignedData(detached, encapContentInfo));
      expect(readSignedDataElements(joined), name).to.deep.equal(readSignedDataElements(cms));
      seen += 1;
      if (content !== undefined) attached += 1;
    }
    expect([seen, attached]).to.deep.equal([64, 52]);
  });

  it('are raised to the same octets as in memory', async () => {
    const cms = read('Signature-C-A-XL-1.p7m');
    const raised = await augmentAttachedCades(memorySource(cms), optionsFor(cms));
    expect([raised.level, raised.missing]).to.deep.equal(['B-LT', []]);
    expect(await readAll(raised.cms)).to.deep.equal((await augmentCades(cms, optionsFor(cms))).cms);
  });

  it('are refused where they hold no content, or another than the one that was signed', async () => {
    const cms = read('Signature-C-A-XL-1.p7m');
    const { detached, encapContentInfo } = await splitSignedData(memorySource(cms));
    const octets = await readAll(encapContentInfo);
    octets[octets.length - 1]! ^= 1;
    for (const [file, code] of [
      [memorySource(detached), 'CADES_CONTENT_MISSING'],
      [joinSignedData(detached, memorySource(octets)), 'CADES_CONTENT_DIFFERS'],
    ] as const) {
      const refused = await augmentAttachedCades(file, optionsFor(cms)).catch((error: unknown) => error);
      expect(refused instanceof CadesError ? refused.code : refused).to.equal(code);
    }
  });
});

/** Nobody may be asked; the file brings what is needed. */
function optionsFor(cms: Bytes): AugmentCadesOptions {
  const signedData = parseSignedData(cms);
  const { inTokens, inValues } = findMaterialSubjects(signedData, [], NOW);
  const anchors = uniteMaterial(signedData, inTokens, inValues).certificates.filter((der) => {
    const { subject, issuer } = parseCertificate(der);
    return subject.text === issuer.text;
  });
  return { level: 'B-LT', now: NOW, timestamps: { authorities: [], now: NOW }, material: { anchors } };
}

function readOrCode(cms: Bytes): ReturnType<typeof parseSignedData> | string {
  try {
    return parseSignedData(cms);
  } catch (error) {
    return codeOf(error);
  }
}

function codeOf(error: unknown): string {
  if (error instanceof CmsError) return error.code;
  throw error;
}

function readAll(source: ByteSource): Promise<Bytes> {
  return source.read(0, source.size);
}

function read(name: string): Bytes {
  return new Uint8Array(readFileSync(join(FOLDER, name)));
}
