/** Containers around what the corpus has: its detached signatures and its evidence records, each beside the objects that it is over. */
import { createHash } from 'node:crypto';
import { deflateRawSync } from 'node:zlib';
import { testZip } from '@sealkit/testkit';

const SHA256 = 'http://www.w3.org/2001/04/xmlenc#sha256';
const octets = (text) => new Uint8Array(Buffer.from(text));
const mimetype = (type) => ({ name: 'mimetype', content: octets(`application/vnd.etsi.asic-${type}+zip`) });
const object = (content, index) => ({
  name: `object-${index + 1}.bin`,
  content,
  deflated: new Uint8Array(deflateRawSync(content)),
  isDescribed: true,
});

/** ASiC-S with one detached signature. @see ETSI EN 319 162-1 §4.3 */
export function signedContainer(signature, content) {
  return testZip([mimetype('s'), object(content, 0), { name: 'META-INF/signature.p7s', content: signature }]);
}

/** ASiC-S with an evidence record over one object, or ASiC-E with one over several that a manifest lists. @see ETSI EN 319 162-1 §4.3, §4.4 */
export function recordContainer(record, contents) {
  const file = { name: 'META-INF/evidencerecord.ers', content: record };
  const objects = contents.map(object);
  if (objects.length === 1) return testZip([mimetype('s'), ...objects, file]);
  return testZip([
    mimetype('e'),
    ...objects,
    { name: 'META-INF/ASiCEvidenceRecordManifest.xml', content: octets(manifestOf(file.name, objects)) },
    file,
  ]);
}

function manifestOf(signature, objects) {
  const references = objects.map(({ name, content }) => {
    const digest = createHash('sha256').update(content).digest('base64');
    const value = `<ds:DigestMethod Algorithm="${SHA256}"/><ds:DigestValue>${digest}</ds:DigestValue>`;
    return `<asic:DataObjectReference URI="${name}">${value}</asic:DataObjectReference>`;
  });
  return [
    '<asic:ASiCManifest xmlns:asic="http://uri.etsi.org/02918/v1.2.1#" xmlns:ds="http://www.w3.org/2000/09/xmldsig#">',
    `<asic:SigReference URI="${signature}"/>${references.join('')}</asic:ASiCManifest>`,
  ].join('');
}
