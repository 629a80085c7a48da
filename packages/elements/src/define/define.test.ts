import { defineSealElements } from './all.ts';
import { defineElement } from './define-element.ts';
import { SealProvider } from '../seal-provider/seal-provider.ts';

const TAGS = [
  'seal-provider',
  'document-viewer',
  'seal-placement',
  'signing-dialog',
  'seal-pad',
  'identity-check',
  'intent-check',
  'intent-authenticators',
  'verification-report',
  'evidence-certificate',
  'seal-use-log',
  'seal-lifecycle',
  'seal-approval',
  'seal-grant-editor',
  'seal-control-center',
];

describe('registering elements', () => {
  it('registers every tag, and the same again without harm', () => {
    defineSealElements();
    defineSealElements();
    expect(TAGS.filter((tag) => customElements.get(tag) === undefined)).to.deep.equal([]);
  });

  it('registers them under a prefix as well, twice without harm', () => {
    defineSealElements({ prefix: 'acme' });
    defineSealElements({ prefix: 'acme' });
    const element = document.createElement('acme-seal-provider');
    expect(element instanceof SealProvider).to.equal(true);
    expect(TAGS.filter((tag) => customElements.get(`acme-${tag}`) === undefined)).to.deep.equal([]);
  });

  it('refuses a tag that belongs to somebody else', () => {
    customElements.define('taken-tag', class extends HTMLElement {});
    expect(() => defineElement('taken-tag', SealProvider)).to.throw(TypeError);
  });
});
