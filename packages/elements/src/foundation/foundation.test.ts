import { html, type TemplateResult } from 'lit';
import { mount } from '../../test/mount.ts';
import { catalogueFaults } from './catalogue-faults.ts';
import { controlStyles } from './controls.styles.ts';
import {
  fingerprintGroups,
  formatFileSize,
  formatInstant,
  formatMillimetres,
  formatPageRanges,
  formatSequence,
  shortDigest,
} from './format.ts';
import { bindMessages } from './messages.ts';
import { personalWords } from './personal-words.ts';
import { roleName } from './role-name.ts';
import { SealElement } from './seal-element.ts';
import { VOCABULARY } from './vocabulary.ts';

class WordElement extends SealElement {
  override render(): TemplateResult {
    return html`<span lang=${this.locale}>${this.vocabulary.text('close')}</span>`;
  }
}
customElements.define('word-element', WordElement);

const shown = async (element: WordElement): Promise<string> => {
  await element.updateComplete;
  return element.shadowRoot?.textContent?.trim() ?? '';
};
const settled = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 0));

describe('language of an element', () => {
  it('is the nearest lang', async () => {
    const outer = await mount<HTMLElement>(
      html`<div lang="zh-CN">
        <p lang="en"><word-element></word-element></p>
      </div>`,
    );
    expect(await shown(outer.querySelector('word-element') as WordElement)).to.equal('Close');
  });

  it('follows a change of lang far above, live', async () => {
    const outer = await mount<HTMLElement>(html`<div lang="zh-CN"><word-element></word-element></div>`);
    const element = outer.querySelector('word-element') as WordElement;
    expect(await shown(element)).to.equal('关闭');
    outer.lang = 'en';
    await settled();
    expect(await shown(element)).to.equal('Close');
  });

  it('is found through a shadow root', async () => {
    const host = await mount<HTMLElement>(html`<div lang="zh-Hant-HK"></div>`);
    const element = new WordElement();
    host.attachShadow({ mode: 'open' }).append(element);
    expect(await shown(element)).to.equal('关闭');
    host.lang = 'fr';
    await settled();
    expect(await shown(element)).to.equal('Close');
  });
});

describe('messages', () => {
  it('are complete in every locale', () => {
    expect(catalogueFaults(VOCABULARY)).to.deep.equal([]);
  });

  it('finds what a catalogue lacks', () => {
    const broken = { name: 'x', messages: { en: { a: 'A {n}', b: 'B' }, 'zh-CN': { a: '甲', b: '' } } };
    expect(catalogueFaults(broken)).to.deep.equal(['x.a: other values per locale', 'x.b: nothing in zh-CN']);
  });

  it('name the roles of the host as the host says, else as the server does', () => {
    const messageOverrides = { en: { 'seal.role-approver': 'Signatory' }, 'zh-CN': { 'seal.role-approver': '审批人' } };
    const words = (locale: string) => bindMessages({ locale, messageOverrides }, VOCABULARY);
    expect([roleName('approver', words('en')), roleName('approver', words('zh-TW'))]).to.deep.equal(['Signatory', '审批人']);
    expect([roleName('board', words('en')), roleName('board', words('en'), 'Board')]).to.deep.equal(['board', 'Board']);
  });

  it('gives way to an override per id, and keeps the others', () => {
    const words = bindMessages({ locale: 'en', messageOverrides: { en: { 'seal.close': 'Shut' } } }, VOCABULARY);
    expect([words.text('close'), words.text('copy')]).to.deep.equal(['Shut', 'Copy']);
  });
});

describe('formats for people', () => {
  it('writes an instant with the offset of its zone', () => {
    expect(formatInstant('2026-09-18T06:31:12Z', 'Asia/Shanghai')).to.equal('2026-09-18 14:31:12 +08:00');
    expect(formatInstant('2026-09-18T06:31:12Z', 'UTC')).to.equal('2026-09-18 06:31:12 +00:00');
  });

  it('shortens digests and groups fingerprints', () => {
    const digest = 'sha256:9f2c7b10e6d3000000000000000000000000000000000000000000000000041ab';
    expect(shortDigest(digest)).to.equal('9f2c…41ab');
    expect(fingerprintGroups('sha256:9f2c7b10e6')).to.deep.equal(['9f2c', '7b10', 'e6']);
  });

  it('writes lengths, sizes, numbers and pages', () => {
    expect(formatMillimetres(61_049)).to.equal('61.0');
    expect(formatMillimetres(172_450)).to.equal('172.5');
    expect(formatFileSize(1_234_567, 'en')).to.equal('1.2 MB');
    expect([formatFileSize(860, 'en'), formatFileSize(1, 'en'), formatFileSize(860, 'zh-CN')]).to.deep.equal([
      '860 bytes',
      '1 byte',
      '860字节',
    ]);
    expect(formatSequence(18_204)).to.equal('18\u2009204');
    expect(formatPageRanges([6, 1, 2, 3, 8])).to.equal('1–3, 6, 8');
  });
});

describe('controls in forced colours', () => {
  const rules = (controlStyles.styleSheet ? [...controlStyles.styleSheet.cssRules] : [])
    .filter((rule) => rule instanceof CSSMediaRule && rule.conditionText.includes('forced-colors'))
    .flatMap((rule) => [...(rule as CSSMediaRule).cssRules])
    .filter((rule) => rule instanceof CSSStyleRule);
  const declared = (element: Element, property: string): string =>
    rules.reduce((found, rule) => (element.matches(rule.selectorText) ? rule.style.getPropertyValue(property) || found : found), '');

  it('draw a primary button that cannot be used in grey, and only one that can be in the colour of the selection', async () => {
    const host = await mount<HTMLElement>(
      html`<div>
        <button class="button primary">a</button>
        <button class="button primary" aria-disabled="true">b</button>
        <button class="button primary" disabled>c</button>
      </div>`,
    );
    const buttons = [...host.children];
    expect(buttons.map((button) => declared(button, 'background'))).to.deep.equal(['highlight', '', '']);
    expect(buttons.map((button) => declared(button, 'color'))).to.deep.equal(['highlighttext', 'graytext', 'graytext']);
  });
});

describe('what a person wrote', () => {
  it('stands as it was written, or says in the reader’s language that it was erased and when, or that it is not what was written', () => {
    const erased = { withheld: 'erased', at: '2026-09-18T20:00:00.000Z' } as const;
    const shownIn = (locale: string) => {
      const words = bindMessages({ locale, messageOverrides: {} }, VOCABULARY);
      return ['lost', erased, { withheld: 'altered' } as const].map((text) => personalWords(text, words, 'Asia/Shanghai'));
    };
    expect(shownIn('en').slice(0, 2)).to.deep.equal(['lost', 'Erased on 2026-09-19']);
    expect(shownIn('zh-CN').slice(0, 2)).to.deep.equal(['lost', '已于 2026-09-19 删除']);
    expect(shownIn('en')[2]).to.match(/^Not what was written/);
  });
});
