/** Files of a web server and nothing else. Whom this page trusts stands in trust.json, as `GET /trust` of a register answers it. */
// #region page
const octets = (list) => list.map((text) => Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0)));
const { signers, sealMakers, registers, timestampAuthorities, logs } = await (await fetch('trust.json')).json();

const provider = document.querySelector('seal-provider');
provider.trust = {
  signers: octets(signers),
  sealMakers: octets(sealMakers),
  registers: octets(registers),
  timestampAuthorities: octets(timestampAuthorities),
};
provider.logKeys = logs;
// #endregion page
