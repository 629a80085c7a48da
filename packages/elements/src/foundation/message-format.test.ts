import { formatParts, MessageFormatError, parseMessage } from './message-format.ts';

const text = (source: string, values: Record<string, string | number>, locale = 'en'): string =>
  formatParts(parseMessage(source), values, locale).join('');

describe('message format', () => {
  it('puts values in their places', () => {
    expect(text('Page {page} of {count}', { page: 3, count: 12 })).to.equal('Page 3 of 12');
  });

  it('chooses the plural branch of the locale and writes the number for #', () => {
    const source = '{n, plural, =0 {nothing} one {# check} other {# checks}}';
    expect(text(source, { n: 0 })).to.equal('nothing');
    expect(text(source, { n: 1 })).to.equal('1 check');
    expect(text(source, { n: 31 })).to.equal('31 checks');
    expect(text('{n, plural, other {# 项}}', { n: 1 }, 'zh-CN')).to.equal('1 项');
  });

  it('chooses a select branch, and "other" for what is unknown', () => {
    const source = '{kind, select, seal {sealed} other {signed}} {name}';
    expect(text(source, { kind: 'seal', name: 'x' })).to.equal('sealed x');
    expect(text(source, { kind: 'what', name: 'x' })).to.equal('signed x');
  });

  it('keeps a value that is no text as it was given', () => {
    const element = { any: 'thing' };
    expect(formatParts(parseMessage('a {x} b'), { x: element }, 'en')).to.deep.equal(['a ', element, ' b']);
  });

  it('shows the name of a value that is missing', () => {
    expect(text('a {x}', {})).to.equal('a {x}');
  });

  for (const source of ['{', '{a', '{a b}', 'a}', '{n, plural, one {x}}', '{n, number}', '{n, plural, other {x}'])
    it(`refuses ${source}`, () => {
      expect(() => parseMessage(source)).to.throw(MessageFormatError);
    });
});
