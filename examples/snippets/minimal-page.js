// #region script
const placement = document.querySelector('seal-placement');
const dialog = document.querySelector('signing-dialog');
const contract = await (await fetch('/sample-contract.pdf')).blob();

placement.document = contract;
placement.addEventListener('seal-placement-submit', ({ placements }) =>
  dialog.start({ document: contract, name: 'contract.pdf', placements }),
);
// Hand the receipt to your server: what it says is signed by the register, an event of the page proves nothing.
dialog.addEventListener('seal-complete', ({ receipt }) => fetch('/contracts/7/finish', { method: 'POST', body: receipt }));
// #endregion script
