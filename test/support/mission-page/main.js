/** Everything on one page; the address says which element a person works with, and the host keeps the contract. */
const element = (name) => document.querySelector(name);
const [placement, dialog, evidence, approval] = ['seal-placement', 'signing-dialog', 'evidence-certificate', 'seal-approval'].map(element);
const shown = new URLSearchParams(location.search).get('show');
for (const each of document.querySelectorAll('seal-provider > *'))
  each.hidden = each.localName !== (shown === 'company' ? 'identity-check' : shown) && each !== dialog;

// Documents come to whoever decides on another way; the address says whom it is about.
Object.assign(element('identity-check'), { keepDocuments: async () => {}, subject: shown === 'company' ? 'company' : 'person' });

const answer = await fetch('/contract');
const envelopeId = answer.headers.get('x-envelope');
const contract = new File([await answer.blob()], 'contract.pdf', { type: 'application/pdf' });
const documentOf = async () => contract;
approval.loadDocument = documentOf;
Object.assign(evidence, { envelopeId, document: contract });
placement.document = contract;
placement.seals = (await (await fetch('/api/seals?state=active')).json()).seals;
placement.addEventListener('seal-placement-submit', ({ placements, document: file }) => {
  void dialog.start({ document: file, name: file.name, envelopeId: envelopeId || undefined, placements });
});
async function keep({ file }) {
  await fetch('/contract', { method: 'PUT', body: file });
  document.body.dataset.completed = 'true';
}
dialog.addEventListener('seal-complete', (event) => void keep(event));
// A person signs for themselves without a seal.
globalThis.signMyself = () => dialog.start({ document: contract, name: contract.name, envelopeId, placements: [] });
