/**
 * A vendor's server: it opens one envelope for two parties at Sealkit, and keeps the document, of which Sealkit keeps digests alone. The
 * vendor's own sign-in, which says who may have the document, stands before it and is not part of the example.
 */
import { createHash } from 'node:crypto';

// #region vendor
const digestOf = (octets) => `sha256:${createHash('sha256').update(octets).digest('hex')}`;
const ACTS = [{ type: 'seal-kind', sealKind: 'contract' }];
const party = (id, name, organisationId, order) => ({ id, name, organisationId, order, personIds: null, acts: ACTS });

/** `sealkit` asks Sealkit as the vendor; `file` is the contract, of so many `pages`. */
export function createVendor({ sealkit, file, pages }) {
  let [document, opening] = [file];
  const open = async () => {
    const about = { digest: digestOf(file), length: file.length, pages };
    const parties = [party('seller', 'Qinglan', 'qinglan', 1), party('buyer', 'Yunfan', 'yunfan', 2)];
    const opened = await sealkit('POST', '/envelopes', { name: 'contract.pdf', document: about, parties });
    if (!opened.ok) throw new Error(`Sealkit opened no envelope: ${opened.status}`);
    return (await opened.json()).id;
  };
  return async function answer(request) {
    const envelopeId = await (opening ??= open());
    if (request.method === 'GET')
      return new Response(document, { headers: { 'content-type': 'application/pdf', 'x-envelope': envelopeId } });
    const signed = Buffer.from(await request.arrayBuffer());
    // What a page sends proves nothing: the version is the one that Sealkit knows, or it is none.
    const { versions } = await (await sealkit('GET', `/envelopes/${envelopeId}`)).json();
    if (versions.at(-1).digest !== digestOf(signed)) return new Response(null, { status: 409 });
    document = signed;
    return new Response(null, { status: 204 });
  };
}
// #endregion vendor
