/** A question asked in the page before something is lost. Escape and the first answer keep what is there. */

/** `texts`: title, note, and the two answers `keep` and `go`. Resolves to whether the person goes on. */
export function ask({ language, title, note, keep, go }) {
  const question = make('dialog', { className: 'question', lang: language });
  const heading = make('h2', { id: 'question-title', textContent: title });
  const answers = make('form', { method: 'dialog' });
  answers.append(
    make('button', { value: 'keep', textContent: keep }),
    make('button', { value: 'go', textContent: go, className: 'danger' }),
  );
  question.setAttribute('aria-labelledby', heading.id);
  question.append(heading, make('p', { textContent: note }), answers);
  document.body.append(question);
  question.showModal();
  return new Promise((resolve) => {
    question.addEventListener('close', () => {
      question.remove();
      resolve(question.returnValue === 'go');
    });
  });
}

const make = (name, properties) => Object.assign(document.createElement(name), properties);
