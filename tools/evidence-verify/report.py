"""The report of an evidence package: docs/evidence-format.md section 8. Standard library only."""

import re

TITLE = "\u7535\u5b50\u7b7e\u7f72\u8bc1\u636e\u62a5\u544a Evidence report"
ENDING = re.compile(rb"trailer\n(<< [^\n]* >>)\nstartxref\n([0-9]{1,10})\n%%EOF\n\Z")
TRAILER = re.compile(rb"<< /ID \[ <[0-9A-F]{32}> <[0-9A-F]{32}> \] /Root 4 0 R /Size [0-9]+ >>\Z")
SECTION = re.compile(rb"xref\n0 [0-9]+\n((?:[0-9]{10} [0-9]{5} [nf] \n)+)\Z")


def metadata(time):
    return "\n".join(
        [
            '<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>',
            '<x:xmpmeta xmlns:x="adobe:ns:meta/">',
            '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">',
            '<rdf:Description rdf:about="" xmlns:pdfaid="http://www.aiim.org/pdfa/ns/id/" pdfaid:part="3" pdfaid:conformance="B"/>',
            f'<rdf:Description rdf:about="" xmlns:xmp="http://ns.adobe.com/xap/1.0/" xmp:CreateDate="{time}" xmp:ModifyDate="{time}"/>',
            '<rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/">',
            f'<dc:title><rdf:Alt><rdf:li xml:lang="x-default">{TITLE}</rdf:li></rdf:Alt></dc:title>',
            "</rdf:Description>",
            "</rdf:RDF>",
            "</x:xmpmeta>",
            '<?xpacket end="w"?>',
        ]
    ).encode()


def head_objects(evidence, issued_at):
    """The first four objects, as the format spells them."""
    date = re.sub(r"[-:T]|\.[0-9]+", "", issued_at)
    name, packet = b"<%s>" % b"evidence.json".hex().upper().encode(), metadata(issued_at)
    hexadecimal = lambda text: b"<" + text.encode().hex().upper().encode() + b">"
    embedded = b"/Length %d /Params << /ModDate %s /Size %d >> /Subtype /application#2Fjson /Type /EmbeddedFile" % (
        len(evidence),
        hexadecimal(f"D:{date}"),
        len(evidence),
    )
    yield b"1 0 obj\n<< %s >>\nstream\n" % embedded + evidence + b"\nendstream\nendobj\n"
    yield b"2 0 obj\n<< /AFRelationship /Data /Desc %s /EF << /F 1 0 R /UF 1 0 R >> /F %s /Type /Filespec /UF %s >>\nendobj\n" % (
        hexadecimal("What the report is made of"),
        name,
        name,
    )
    yield b"3 0 obj\n<< /Length %d /Subtype /XML /Type /Metadata >>\nstream\n" % len(packet) + packet + b"\nendstream\nendobj\n"
    names = b"<< /EmbeddedFiles << /Names [ %s 2 0 R ] >> >>" % name
    yield b"4 0 obj\n<< /AF [ 2 0 R ] /Lang %s /Metadata 3 0 R /Names %s /Pages 5 0 R /Type /Catalog >>\nendobj\n" % (hexadecimal("zh-CN"), names)


def embeds(report, evidence, issued_at):
    """Whether the report begins with this evidence.json as its embedded file, and its table and trailer lead there."""
    head, entries = b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n", b"0000000000 65535 f \n"
    for item in head_objects(evidence, issued_at):
        entries += b"%010d 00000 n \n" % len(head)
        head += item
    ending = ENDING.search(report[-400:])
    if ending is None or not report.startswith(head):
        return False
    start = int(ending.group(2))
    section = SECTION.match(report[start : len(report) - len(ending.group(0))])
    return start >= len(head) and section is not None and section.group(1).startswith(entries) and TRAILER.match(ending.group(1)) is not None
