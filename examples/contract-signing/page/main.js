/** The host application: it chooses a person, hands a document to the elements, and listens. */
import { TEXTS } from './texts.js';

const element = (id) => document.getElementById(id);
const [provider, placement, dialog, report] = ['provider', 'placement', 'dialog', 'report'].map(element);
let open = null; // { name, file }: the document on the desk

// ── language and navigation ──────────────────────────────────────────────
const text = (key) => TEXTS[document.documentElement.lang][key];

function showLanguage(language) {
  document.documentElement.lang = language;
  provider.locale = language;
  element('language').value = language;
  localStorage.setItem('language', language);
  for (const node of document.querySelectorAll('[data-text]')) node.textContent = text(node.dataset.text);
  nameChoices();
}

function showSection() {
  const wanted = location.hash.slice(1) || 'sign';
  for (const section of document.querySelectorAll('main > section')) section.hidden = section.id !== wanted;
  for (const link of document.querySelectorAll('nav a')) link.toggleAttribute('aria-current', link.hash === `#${wanted}`);
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
    (person) => `${english ? person.nameEn : person.name} · ${text(person.role)}${person.withoutGrant ? ` · ${text('withoutGrant')}` : ''}`,
  );
  fill(element('company'), companies, 'qinglan', (company) => (english ? company.nameEn : company.name));
}

async function signIn() {
  const choice = { person: element('person').value, company: element('company').value };
  const answer = await fetch('/demo/sign-in', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(choice),
  });
  element('notice').textContent = answer.ok ? '' : text('unreachable');
  for (const [id, value] of Object.entries(choice)) localStorage.setItem(id, value);
  placement.placements = [];
  // Elements ask the server only once somebody is signed in.
  if (provider.endpoint) await provider.refresh();
  else provider.endpoint = '/api';
  await showSeals();
}

async function showSeals() {
  const { seals } = await (await fetch('/api/seals')).json();
  placement.seals = seals;
  element('seal-list').replaceChildren(...seals.map((seal) => Object.assign(document.createElement('seal-lifecycle'), { seal })));
}

// ── documents ────────────────────────────────────────────────────────────
function openDocument(file) {
  open = { name: file.name, file };
  element('document-name').textContent = file.name;
  placement.placements = [];
  placement.document = file;
}

async function openSample() {
  const bytes = await (await fetch('/sample-contract.pdf')).blob();
  openDocument(new File([bytes], text('sampleName'), { type: 'application/pdf' }));
}

element('use-sample').addEventListener('click', openSample);
element('file').addEventListener('change', ({ target }) => {
  if (target.files[0]) openDocument(target.files[0]);
  target.value = '';
});
addEventListener('dragover', (event) => event.dataTransfer?.types.includes('Files') && event.preventDefault());
addEventListener('drop', (event) => {
  const file = event.dataTransfer?.files[0];
  if (!file || event.defaultPrevented) return;
  event.preventDefault();
  if (element('verify').hidden) openDocument(file);
  else report.file = file;
});

// ── signing, verifying, seals: the elements ask, the host answers ────────
placement.addEventListener('seal-placement-submit', ({ placements }) => dialog.start({ document: open.file, name: open.name, placements }));
dialog.addEventListener('seal-complete', ({ file }) => {
  report.file = file;
});
dialog.addEventListener('seal-verify', ({ file }) => {
  report.file = file;
  location.hash = '#verify';
});
for (const change of ['seal-state-change', 'seal-receipt']) addEventListener(change, showSeals);
element('language').addEventListener('change', ({ target }) => showLanguage(target.value));
for (const id of ['person', 'company']) element(id).addEventListener('change', signIn);
addEventListener('hashchange', showSection);

showLanguage(localStorage.getItem('language') ?? (navigator.language.startsWith('zh') ? 'zh-CN' : 'en'));
showSection();
await signIn();
await openSample();
