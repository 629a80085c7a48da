import { ContainerError } from './container-error.ts';
import { parseXml } from './xml-elements.ts';

function codeOf(text: string): string {
  try {
    parseXml(text);
    return 'none';
  } catch (error) {
    if (error instanceof ContainerError) return error.code;
    throw error;
  }
}

describe('XML of manifests, a small and strict part of it', () => {
  it('reads elements, attributes and text, with namespaces resolved', () => {
    const root = parseXml(
      '\uFEFF<?xml version="1.0" encoding="utf-8" standalone="no"?><!-- a --><a:r xmlns:a="urn:a" xmlns="urn:d"><b c=\'1 &lt; 2\'>&#x5408;&amp;&#48;</b><a:e/></a:r>\n',
    );
    expect([root.namespace, root.name]).to.deep.equal(['urn:a', 'r']);
    expect(root.children.map(({ namespace, name, text }) => [namespace, name, text])).to.deep.equal([
      ['urn:d', 'b', '合&0'],
      ['urn:a', 'e', ''],
    ]);
    expect(root.children[0]?.attributes.get('c')).to.equal('1 < 2');
  });

  it('refuses what makes XML dangerous or ambiguous', () => {
    const refused = [
      '<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>',
      '<a>&b;</a>',
      '<a>&amp</a>',
      '<a><![CDATA[b]]></a>',
      '<a><?b?></a>',
      '<?xml version="1.0" encoding="utf-16"?><a/>',
      '<?xml version="1.1"?><a/>',
      '<a></b>',
      '<a>',
      '<a/><b/>',
      'a',
      '',
      '<a b="1" b="2"/>',
      '<a b="<"/>',
      '<a b=1/>',
      '<p:a/>',
      '<a>]]></a>',
      '<a><!-- b -- c --></a>',
    ];
    for (const text of refused) expect(codeOf(text), text).to.equal('CONTAINER_XML_MALFORMED');
    expect(codeOf('<a>'.repeat(17) + '</a>'.repeat(17))).to.equal('CONTAINER_LIMIT_EXCEEDED');
    expect(codeOf(`<a>${'<b/>'.repeat(20_000)}</a>`)).to.equal('CONTAINER_LIMIT_EXCEEDED');
  });
});
