import { pagesPdf, smallPdf } from '../../../test/pades/small-pdf.ts';
import { memorySource } from '../../bytes/index.ts';
import { openPdf, spellObject } from '../../pdf/index.ts';
import type { SignatureAlgorithm, SigningDigest } from '../../ports/index.ts';
import { developerExtensions } from './developer-extensions.ts';

const ISO_32001 =
  '<< /BaseVersion /2.0 /ExtensionLevel 32001 /ExtensionRevision <3A32303232> /Type /DeveloperExtensions /URL <68747470733A2F2F7777772E69736F2E6F72672F7374616E646172642F34353837342E68746D6C> >>';
const ISO_32002 =
  '<< /BaseVersion /2.0 /ExtensionLevel 32002 /ExtensionRevision <3A32303232> /Type /DeveloperExtensions /URL <68747470733A2F2F7777772E69736F2E6F72672F7374616E646172642F34353837352E68746D6C> >>';
const ED448: SignatureAlgorithm<SigningDigest> = { name: 'Ed448', digest: 'SHAKE256' };
const ED25519: SignatureAlgorithm = { name: 'Ed25519', digest: 'SHA-512' };
const RSA_SHA3: SignatureAlgorithm<SigningDigest> = { name: 'RSASSA-PKCS1-v1_5', digest: 'SHA3-256' };

async function entriesFor(
  algorithm: SignatureAlgorithm<SigningDigest>,
  more = '',
  objects: Readonly<Record<number, string>> = {},
): Promise<readonly (readonly [string, string])[]> {
  const catalog = { 1: `<< /Type /Catalog /Pages 2 0 R ${more} >>`, ...objects };
  const document = await openPdf(memorySource(smallPdf(pagesPdf(['/MediaBox [0 0 595 842]'], { objects: catalog })).bytes));
  return [...(await developerExtensions(document, algorithm))].map(([key, value]) => [key, spellObject(value)]);
}

describe('developer extensions of PDF 2.0 (ISO 32000-2 §7.12, ISO/TS 32001, ISO/TS 32002)', () => {
  it('are declared for SHA-3, EdDSA and brainpool, with the version that they extend', async () => {
    const version = ['Version', '/2.0'];
    expect(await entriesFor(RSA_SHA3)).to.deep.equal([['Extensions', `<< /ISO_ [ ${ISO_32001} ] >>`], version]);
    expect(await entriesFor(ED25519)).to.deep.equal([['Extensions', `<< /ISO_ [ ${ISO_32002} ] >>`], version]);
    expect(await entriesFor({ name: 'ECDSA', curve: 'brainpoolP384r1', digest: 'SHA-384' })).to.deep.equal([
      ['Extensions', `<< /ISO_ [ ${ISO_32002} ] >>`],
      version,
    ]);
    expect(await entriesFor(ED448)).to.deep.equal([['Extensions', `<< /ISO_ [ ${ISO_32001} ${ISO_32002} ] >>`], version]);
  });

  it('are none for what ISO 32000-2 has', async () => {
    expect(await entriesFor({ name: 'ECDSA', curve: 'P-521', digest: 'SHA-512' })).to.deep.equal([]);
    expect(await entriesFor({ name: 'RSASSA-PSS', digest: 'SHA-256', saltLength: 32 })).to.deep.equal([]);
  });

  it('stand beside those of the document, each once, and leave its later version', async () => {
    const own = '/ADBE << /BaseVersion /1.7 /ExtensionLevel 8 >>';
    const mac = '<< /BaseVersion /2.0 /ExtensionLevel 32004 >>';
    expect(await entriesFor(ED25519, `/Version /2.0 /Extensions << ${own} /ISO_ ${mac} >>`)).to.deep.equal([
      ['Extensions', `<< ${own} /ISO_ [ ${mac} ${ISO_32002} ] >>`],
    ]);
    const there = { 30: `<< /ISO_ [ 31 0 R ] >>`, 31: '<< /BaseVersion /2.0 /ExtensionLevel 32002 >>' };
    expect(await entriesFor(ED25519, '/Extensions 30 0 R', there)).to.deep.equal([]);
    const both = await entriesFor(ED448, '/Extensions 30 0 R', there);
    expect(both[0]?.[1]).to.equal(`<< /ISO_ [ << /BaseVersion /2.0 /ExtensionLevel 32002 >> ${ISO_32001} ] >>`);
  });
});
