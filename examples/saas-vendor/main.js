/** The vendor's page: the dialog for the party whose turn it is, the evidence for both once all have signed. */
// #region page
const [dialog, evidence, turn, sign] = ['signing-dialog', 'evidence-certificate', '#turn', '#sign'].map((name) =>
  document.querySelector(name),
);
/** Micrometres from the top left of the last page, by the order of the party. */
const place = ({ order }) => ({ page: 3, x: order === 1 ? 30_000 : 120_000, y: 200_000, rotation: 0 });

async function showTurn() {
  const answer = await fetch('contract');
  const [contract, envelopeId] = [await answer.blob(), answer.headers.get('x-envelope')];
  const { state, yourTurn, parties } = await (await fetch(`/api/envelopes/${envelopeId}`)).json();
  const due = parties.find((party) => party.state === 'due');
  turn.textContent = yourTurn ? 'It is your turn.' : due ? `${due.name} is asked to seal.` : `The contract is ${state}.`;
  sign.hidden = !yourTurn;
  evidence.hidden = state !== 'completed';
  [evidence.envelopeId, evidence.document] = [envelopeId, contract];
  sign.onclick = async () => {
    const { seals } = await (await fetch('/api/seals?state=active')).json();
    const { number, widthUm, heightUm } = seals.find(({ kind }) => kind === 'contract');
    const placements = [{ ...place(due), width: widthUm, height: heightUm, sealNumber: number }];
    await dialog.start({ document: contract, name: 'contract.pdf', envelopeId, placements });
  };
}
dialog.consent = { text: 'I agree to sign this contract electronically, and that my company is bound by it.' };
dialog.addEventListener('seal-decline', showTurn);
dialog.addEventListener('seal-complete', async ({ file }) => {
  await fetch('contract', { method: 'PUT', body: file });
  await showTurn();
});
await showTurn();
// #endregion page
