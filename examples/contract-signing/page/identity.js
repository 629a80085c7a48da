/** The host's part of verifying who somebody is: it keeps the documents, and shows to whoever decides what waits for a decision. */

/** For `keepDocuments` of `<identity-check>`: where a deciding person finds them. */
export async function keepDocuments(documents) {
  for (const { file, digest } of documents) {
    const answer = await fetch(`/demo/identity-documents/${digest}`, { method: 'PUT', body: file });
    if (!answer.ok) throw new Error(`expected the document to be kept, got status ${answer.status}`);
  }
}

/** Lists in `list` what waits for a decision, with the words that `text` gives; `done` is told after each decision. */
export async function showReviews(list, text, done) {
  const answer = await fetch('/api/identity-verifications?state=pending');
  const { verifications = [] } = answer.ok ? await answer.json() : {};
  list.replaceChildren(...verifications.map((verification) => reviewOf(verification, text, done)));
  return verifications.length;
}

function reviewOf(verification, text, done) {
  const { id, subject, documents } = verification;
  const reason = make('input', { name: 'reason', required: true, maxLength: 200 });
  const notice = make('p', { role: 'alert', hidden: true });
  const facts = factsOf(verification, text).flatMap(([term, value]) => [
    make('dt', { textContent: term }),
    make('dd', { textContent: value }),
  ]);
  const links = documents.map(({ name, digest }) => {
    const link = make('a', { href: `/demo/identity-documents/${digest}`, download: name, textContent: name });
    return make('li', {}, link);
  });
  const form = make(
    'form',
    {},
    make('label', {}, make('span', { textContent: text('reviewReason') }), reason),
    make('button', { value: 'accept', textContent: text('reviewAccept') }),
    make('button', { value: 'reject', textContent: text('reviewReject'), className: 'danger' }),
  );
  form.addEventListener('submit', async (event) => {
    event.preventDefault();
    const body = { decision: event.submitter.value, documents: documents.map(({ digest }) => digest), reason: reason.value };
    const answer = await fetch(`/api/identity-verifications/${id}/decisions`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'idempotency-key': crypto.randomUUID() },
      body: JSON.stringify(body),
    });
    if (answer.ok) return done();
    const { code } = await answer.json();
    notice.textContent = text(code === 'SECOND_PERSON_REQUIRED' ? 'reviewNotByYou' : 'reviewFailed');
    notice.hidden = false;
  });
  const title = make('h3', { textContent: text(subject.kind === 'person' ? 'reviewPerson' : 'reviewCompany') });
  return make('article', {}, title, make('dl', {}, ...facts), make('ul', {}, ...links), form, notice);
}

/** What was claimed, as far as it is kept: of numbers the register has masks alone. */
function factsOf({ verifiedName, registrationNumber, legalRepresentative, personalNumberShown, startedAt }, text) {
  return [
    [text('reviewName'), verifiedName],
    [text('reviewRegistration'), registrationNumber],
    [text('reviewRepresentative'), legalRepresentative],
    [text('reviewNumber'), personalNumberShown],
    [text('reviewSince'), new Date(startedAt).toLocaleString(document.documentElement.lang)],
  ].filter(([, value]) => typeof value === 'string');
}

function make(name, properties, ...children) {
  const node = Object.assign(document.createElement(name), properties);
  node.append(...children);
  return node;
}
