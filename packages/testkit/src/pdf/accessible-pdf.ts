import { buildClassicPdf, streamObject } from './classic-pdf.ts';

/** A property of the schema of PDF/UA, which PDF/A wants described where it is used (ISO 19005-2 §6.6.2.3). */
const UA_SCHEMA = `<rdf:Description rdf:about="" xmlns:pdfaExtension="http://www.aiim.org/pdfa/ns/extension/" xmlns:pdfaSchema="http://www.aiim.org/pdfa/ns/schema#" xmlns:pdfaProperty="http://www.aiim.org/pdfa/ns/property#">
<pdfaExtension:schemas><rdf:Bag><rdf:li rdf:parseType="Resource">
<pdfaSchema:schema>PDF/UA identification schema</pdfaSchema:schema>
<pdfaSchema:namespaceURI>http://www.aiim.org/pdfua/ns/id/</pdfaSchema:namespaceURI>
<pdfaSchema:prefix>pdfuaid</pdfaSchema:prefix>
<pdfaSchema:property><rdf:Seq><rdf:li rdf:parseType="Resource">
<pdfaProperty:name>part</pdfaProperty:name><pdfaProperty:valueType>Integer</pdfaProperty:valueType>
<pdfaProperty:category>internal</pdfaProperty:category><pdfaProperty:description>Part of ISO 14289</pdfaProperty:description>
</rdf:li></rdf:Seq></pdfaSchema:property>
</rdf:li></rdf:Bag></pdfaExtension:schemas></rdf:Description>`;

const XMP = `<?xpacket begin="" id="W5M0MpCehiHzreSzNTczkc9d"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
<rdf:Description rdf:about="" xmlns:pdfaid="http://www.aiim.org/pdfa/ns/id/"><pdfaid:part>2</pdfaid:part><pdfaid:conformance>A</pdfaid:conformance></rdf:Description>
<rdf:Description rdf:about="" xmlns:pdfuaid="http://www.aiim.org/pdfua/ns/id/"><pdfuaid:part>1</pdfuaid:part></rdf:Description>
<rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:title><rdf:Alt><rdf:li xml:lang="x-default">A drawing</rdf:li></rdf:Alt></dc:title></rdf:Description>
${UA_SCHEMA}
</rdf:RDF></x:xmpmeta>
<?xpacket end="w"?>`;

/**
 * Two pages with a figure each that are PDF/UA-1 and PDF/A-2a: tagged, with words for the figures, without text, fonts or an
 * output intent.
 */
export function buildAccessiblePdf(): Uint8Array<ArrayBuffer> {
  const page = (contents: number, key: number): string =>
    `<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /StructParents ${key} /Contents ${contents} 0 R /Resources << /ColorSpace << /C [/CalRGB << /WhitePoint [0.9505 1 1.089] >>] >> >> >>`;
  const figure = (of: number): string =>
    `<< /Type /StructElem /S /Figure /P 8 0 R /Pg ${of} 0 R /K 0 /Alt (A square) /A << /O /Layout /BBox [100 600 200 700] >> >>`;
  const square = streamObject('/Figure << /MCID 0 >> BDC /C cs 0.1 0.2 0.7 sc 100 600 100 100 re f EMC');
  return buildClassicPdf([
    {
      objects: {
        1: '<< /Type /Catalog /Pages 2 0 R /Lang (en) /MarkInfo << /Marked true >> /StructTreeRoot 7 0 R /Metadata 12 0 R /ViewerPreferences << /DisplayDocTitle true >> >>',
        2: '<< /Type /Pages /Kids [3 0 R 5 0 R] /Count 2 >>',
        3: page(4, 0),
        4: square,
        5: page(6, 1),
        6: square,
        7: '<< /Type /StructTreeRoot /K 8 0 R /ParentTree 9 0 R /ParentTreeNextKey 2 >>',
        8: '<< /Type /StructElem /S /Document /P 7 0 R /K [10 0 R 11 0 R] >>',
        9: '<< /Nums [0 [10 0 R] 1 [11 0 R]] >>',
        10: figure(3),
        11: figure(5),
        12: streamObject(XMP, '/Type /Metadata /Subtype /XML'),
      },
      trailer: '/ID [<00112233445566778899AABBCCDDEEFF> <00112233445566778899AABBCCDDEEFF>]',
    },
  ]);
}
