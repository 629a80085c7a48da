/**
 * What an HR system adds to a page that it has: a place for the seal, the approval that the grant asks for, and the signed file; and all
 * contracts at once, each sealed by itself after one confirmation.
 */
// #region page
const tags = ['seal-placement', 'signing-dialog', 'seal-approval', 'batch-signing'];
const [placement, dialog, approval, batch] = tags.map((tag) => document.querySelector(tag));
const contracts = [...document.querySelectorAll('[data-contract]')];
const read = async ({ dataset }) => new File([await (await fetch(dataset.contract)).blob()], dataset.name, { type: 'application/pdf' });

for (const button of contracts)
  button.addEventListener('click', async () => {
    placement.seals = (await (await fetch('/api/seals?state=active')).json()).seals;
    placement.document = await read(button);
    placement.hidden = false;
  });
placement.addEventListener('seal-placement-submit', ({ placements, document: file }) => dialog.start({ document: file, placements }));
// The approver is shown the contract itself; the element compares it with what was asked for.
approval.loadDocument = async ({ envelope }) => {
  const button = contracts.find(({ dataset }) => dataset.name === envelope.name);
  return button ? read(button) : null;
};
dialog.addEventListener('seal-waiting', () => approval.refresh());
dialog.addEventListener('seal-complete', ({ file }) => {
  placement.hidden = true;
  document.querySelector('#done').textContent = `${file.name} is sealed.`;
});
document.querySelector('#all').addEventListener('click', async () => {
  const { seals } = await (await fetch('/api/seals?state=active')).json();
  const { number, widthUm: width, heightUm: height } = seals.find(({ kind }) => kind === 'contract');
  const placements = [{ page: 3, x: 120_000, y: 200_000, rotation: 0, width, height, sealNumber: number }];
  const orderOf = async (button) => ({ id: button.dataset.name, document: await read(button), placements });
  batch.documents = await Promise.all(contracts.map(orderOf));
  batch.hidden = false;
});
// #endregion page
