/** The host application: it chooses a person, hands a document to the elements, and listens. */
import { loadGlyphs } from './glyphs.js';
import { keepDocuments, showReviews } from './identity.js';
import { ask } from './question.js';
import { TEXTS } from './texts.js';

const element = (id) => document.getElementById(id);
const [provider, placement, dialog, report, evidence, approval, center] = [
  'provider',
  'placement',
  'dialog',
  'report',
  'evidence',
  'approval',
  'center',
].map(element);
// Its note on a signing that is kept stands in the flow, above everything else, and covers nothing.
provider.prepend(dialog);
let here = null; // { person, company }: who is signed in

// ── language and navigation ──────────────────────────────────────────────
const text = (key) => TEXTS[document.documentElement.lang][key];

function showLanguage(language) {
  document.documentElement.lang = language;
  provider.locale = language;
  element('language').value = language;
  localStorage.setItem('language', language);
  for (const node of document.querySelectorAll('[data-text]')) node.textContent = text(node.dataset.text);
  nameChoices();
  revealSection();
}

function showSection() {
  const wanted = location.hash.slice(1) || 'sign';
  for (const section of document.querySelectorAll('main > section')) section.hidden = section.id !== wanted;
  for (const link of document.querySelectorAll('nav a'))
    if (link.hash === `#${wanted}`) link.setAttribute('aria-current', 'page');
    else link.removeAttribute('aria-current');
  revealSection();
}

/** Where the row of sections is wider than the window, the current one is in sight. */
function revealSection() {
  const current = document.querySelector('nav [aria-current]');
  const row = current?.parentElement;
  if (!row) return;
  const [link, window] = [current.getBoundingClientRect(), row.getBoundingClientRect()];
  row.scrollLeft += link.left < window.left ? link.left - window.left : Math.max(0, link.right - window.right);
}

// ── who is here (the demo's sign-in stands where the host's own would) ───
const { people, companies } = await (await fetch('/demo/people')).json();

function nameChoices() {
  const english = document.documentElement.lang === 'en';
  const fill = (select, entries, first, label) => {
    const chosen = select.value || localStorage.getItem(select.id) || first;
    select.replaceChildren(...entries.map((entry) => new Option(label(entry), entry.id, false, entry.id === chosen)));
  };
  fill(
    element('person'),
    people,
    'shen-zhiyao',
    (person) => `${english ? person.nameEn : person.name} · ${text(person.role)}${remarkOn(person)}`,
  );
  fill(element('company'), companies, 'qinglan', (company) => (english ? company.nameEn : company.name));
}

function remarkOn({ withoutGrant, needsApproval, isNew }) {
  if (isNew) return ` · ${text('isNew')}`;
  if (withoutGrant) return ` · ${text('withoutGrant')}`;
  return needsApproval ? ` · ${text('needsApproval')}` : '';
}

async function signIn() {
  here = { person: element('person').value, company: element('company').value };
  const answer = await fetch('/demo/sign-in', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(here),
  });
  element('notice').textContent = answer.ok ? '' : text('unreachable');
  for (const [id, value] of Object.entries(here)) localStorage.setItem(id, value);
  placement.placements = [];
  evidence.hidden = true;
  // Elements ask the server only once somebody is signed in.
  if (provider.endpoint) await provider.refresh();
  else provider.endpoint = '/api';
  await showSeals();
  await showIdentity();
}

/** Who decides sees what waits; the checks themselves ask the server who is here. */
async function showIdentity() {
  const { role } = people.find(({ id }) => id === here.person);
  const waiting = await showReviews(element('review-list'), text, () => void showIdentity());
  element('reviews').dataset.person = here.person;
  element('reviews').hidden = !['administrator', 'approver'].includes(role) || waiting === 0;
}
for (const id of ['identity-person', 'identity-company']) element(id).keepDocuments = keepDocuments;

/** On the desk lie the seals that are in use, and those that are suspended, which say so. */
async function showSeals() {
  const lists = await Promise.all(
    ['active', 'suspended'].map(async (state) => (await fetch(`/api/seals?state=${state}&limit=200`)).json()),
  );
  placement.seals = lists.flatMap(({ seals }) => seals);
}

// ── what is placed and not signed yet is never lost without a question ──
const hasPlacements = () => placement.placements.length > 0;

/** Asks in the page whether the placed seals may go. Escape keeps them. */
function mayTakeOff(act) {
  if (!hasPlacements()) return true;
  return ask({
    language: document.documentElement.lang,
    title: text(`${act}Title`),
    note: text('takeOff')(placement.placements.length),
    keep: text('keepSeals'),
    go: text(act),
  });
}

addEventListener('beforeunload', (event) => {
  if (hasPlacements()) event.preventDefault();
});

// ── documents ────────────────────────────────────────────────────────────
/** The desk keeps what it has until this file is open; when it does not open, nothing has changed. */
let takesOff = false; // the person agreed to lose what is placed, once the next file is open
async function openDocument(file) {
  const placed = hasPlacements();
  if (!(await mayTakeOff('openAnother'))) return;
  takesOff = placed;
  placement.document = file;
}

placement.addEventListener('seal-document-loaded', () => {
  if (takesOff) placement.placements = [];
  takesOff = false;
  element('document-name').textContent = placement.document.name;
});

const readSample = async () =>
  new File([await (await fetch('/sample-contract.pdf')).blob()], text('sampleName'), { type: 'application/pdf' });

async function openSample() {
  await openDocument(await readSample());
}

/** The host knows one document, the sample; any other one the approver brings. The element compares it with the request itself. */
async function documentOf({ document: asked }) {
  const file = await readSample();
  return file.size === asked.length ? file : null;
}
approval.loadDocument = documentOf;
center.loadDocument = documentOf;
center.glyphs = loadGlyphs;

// The roles are this host's own: it says what they are called.
const ROLES = ['administrator', 'user', 'auditor', 'approver', 'maker'];
provider.messages = Object.fromEntries(
  Object.entries(TEXTS).map(([language, texts]) => [language, Object.fromEntries(ROLES.map((role) => [`seal.role-${role}`, texts[role]]))]),
);

element('use-sample').addEventListener('click', openSample);
element('file').addEventListener('change', ({ target }) => {
  if (target.files[0]) void openDocument(target.files[0]);
  target.value = '';
});
addEventListener('dragover', (event) => event.dataTransfer?.types.includes('Files') && event.preventDefault());
addEventListener('drop', (event) => {
  const file = event.dataTransfer?.files[0];
  if (!file || event.defaultPrevented) return;
  event.preventDefault();
  if (element('verify').hidden) void openDocument(file);
  else report.file = file;
});

// ── signing, verifying, seals: the elements ask, the host answers ────────
placement.addEventListener('seal-placement-submit', ({ placements, document: file }) =>
  dialog.start({ document: file, name: file.name, placements }),
);
dialog.addEventListener('seal-complete', ({ file, original, envelopeId }) => {
  report.file = file;
  // The document is in this page alone: it goes into the evidence from here.
  Object.assign(evidence, { envelopeId, document: file, hidden: false });
  // What is signed is not there to be signed again: the signed file takes its place on the desk.
  if (original !== placement.document) return;
  placement.placements = [];
  placement.document = file;
});
dialog.addEventListener('seal-verify', ({ file }) => {
  report.file = file;
  location.hash = '#verify';
});
for (const change of ['seal-state-change', 'seal-act', 'seal-receipt']) addEventListener(change, showSeals);
element('language').addEventListener('change', ({ target }) => showLanguage(target.value));
for (const id of ['person', 'company']) {
  element(id).addEventListener('change', async ({ target }) => {
    if (await mayTakeOff('changePerson')) await signIn();
    else target.value = here[id];
  });
}
addEventListener('hashchange', showSection);

showLanguage(localStorage.getItem('language') ?? (navigator.language.startsWith('zh') ? 'zh-CN' : 'en'));
showSection();
await signIn();
await openSample();
