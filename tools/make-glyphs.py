"""Makes the glyph file of the server adapter: outlines for drawn seal faces, from fonts under the SIL Open Font License.

    python3 -m venv venv && venv/bin/pip install fonttools==4.68.0
    apt-get download fonts-noto-cjk fonts-noto-cjk-extra      # Debian 12: 1:20220127+repack1-1; unpack with dpkg-deb -x
    venv/bin/python tools/make-glyphs.py <folder with the .ttc files> packages/server-adapter/assets/noto-serif-sc.glyphs

Song (serif): Noto Serif CJK SC SemiBold (600) and Bold (700), version 2.001: the characters of GB 2312, ASCII, middle dots.
Grotesque: Noto Sans CJK SC Bold (700), version 2.004: ASCII, brackets, middle dots and the two characters of the test mark.
The fonts have cubic outlines on a 1000-unit em already, so no outline is converted or changed. Same fonts, same octets.

File, numbers big-endian:
    8 octets "SKGLYPH1" · u16 units per em · u16 number of cuts
    per cut: u8 typeface (0 song, 1 grotesque) · u16 weight · u32 number of glyphs · u32 offset of its index
    index: per glyph, rising by code point: u32 code point · u32 offset of the glyph; then u32 end of the last glyph
    glyph: varint advance · varint number of contours; per contour: varint number of steps, start point, steps
    steps: runs, each varint (length << 1 | kind; kind 0 line, 1 curve), then its points
    point: two zigzag varints, the distance from the point before it (the first of a glyph from 0, 0); y grows upwards
"""

import struct
import sys
from pathlib import Path

from fontTools.pens.recordingPen import RecordingPen
from fontTools.ttLib import TTCollection

SONG, GROTESQUE = 0, 1
ASCII = {code for code in range(0x20, 0x7F)}
MIDDLE_DOTS = {0x00B7, 0x2022, 0x2027, 0x30FB}
BRACKETS = {ord(character) for character in "（）〔〕【】《》"}
CUTS = [
    (SONG, 600, "NotoSerifCJK-SemiBold.ttc", "Noto Serif CJK SC SemiBold"),
    (SONG, 700, "NotoSerifCJK-Bold.ttc", "Noto Serif CJK SC Bold"),
    (GROTESQUE, 700, "NotoSansCJK-Bold.ttc", "Noto Sans CJK SC Bold"),
]


def gb2312():
    """All characters of GB 2312: rows 1 to 9 of signs and 16 to 87 of the 6763 hanzi."""
    found = set()
    for row in range(0xA1, 0xF8):
        for cell in range(0xA1, 0xFF):
            try:
                found.add(ord(bytes([row, cell]).decode("gb2312")))
            except UnicodeDecodeError:
                pass
    return found


def varint(number):
    octets = bytearray()
    while number > 0x7F:
        octets.append(number & 0x7F | 0x80)
        number >>= 7
    octets.append(number)
    return bytes(octets)


def zigzag(number):
    return varint(number * 2 if number >= 0 else -number * 2 - 1)


def whole(point):
    x, y = point
    if x != int(x) or y != int(y):
        raise ValueError(f"expected whole coordinates, got {point}")
    return int(x), int(y)


def contours(glyph_set, name):
    """Closed contours of a glyph: a start point and steps of one (line) or three (curve) points."""
    pen = RecordingPen()
    glyph_set[name].draw(pen)
    found = []
    for command, points in pen.value:
        if command == "moveTo":
            found.append((whole(points[0]), []))
        elif command in ("lineTo", "curveTo"):
            found[-1][1].append([whole(point) for point in points])
        elif command != "closePath":
            raise ValueError(f"unexpected {command} in {name}")
    return found


def encode_glyph(glyph_set, name):
    octets = bytearray(varint(int(glyph_set[name].width)))
    shapes = contours(glyph_set, name)
    octets += varint(len(shapes))
    at = (0, 0)
    for start, steps in shapes:
        octets += varint(len(steps))
        octets += zigzag(start[0] - at[0]) + zigzag(start[1] - at[1])
        at = start
        index = 0
        while index < len(steps):
            size = len(steps[index])
            end = index
            while end < len(steps) and len(steps[end]) == size:
                end += 1
            octets += varint((end - index) << 1 | (1 if size == 3 else 0))
            for step in steps[index:end]:
                for point in step:
                    octets += zigzag(point[0] - at[0]) + zigzag(point[1] - at[1])
                    at = point
            index = end
    return bytes(octets)


def load(folder, file, full_name):
    for font in TTCollection(str(next(Path(folder).rglob(file)))).fonts:
        if font["name"].getDebugName(4) == full_name:
            if font["head"].unitsPerEm != 1000:
                raise ValueError("expected 1000 units per em")
            return font
    raise ValueError(f"no {full_name} in {file}")


def make(folder):
    wanted = {SONG: gb2312() | ASCII | MIDDLE_DOTS | BRACKETS, GROTESQUE: ASCII | MIDDLE_DOTS | BRACKETS | {ord("测"), ord("试")}}
    header_size = 12 + 11 * len(CUTS)
    header = bytearray(b"SKGLYPH1" + struct.pack(">HH", 1000, len(CUTS)))
    body = bytearray()
    for typeface, weight, file, full_name in CUTS:
        font = load(folder, file, full_name)
        glyph_set, names = font.getGlyphSet(), font.getBestCmap()
        codes = sorted(code for code in wanted[typeface] if code in names)
        missing = sorted(wanted[typeface] - set(codes))
        encoded = [encode_glyph(glyph_set, names[code]) for code in codes]
        index_at = header_size + len(body)
        glyph_at = index_at + 8 * len(codes) + 4
        for code, octets in zip(codes, encoded):
            body += struct.pack(">II", code, glyph_at)
            glyph_at += len(octets)
        body += struct.pack(">I", glyph_at) + b"".join(encoded)
        header += struct.pack(">BHII", typeface, weight, len(codes), index_at)
        print(f"{full_name}: {len(codes)} glyphs, not in the font: {[hex(code) for code in missing]}")
    return bytes(header + body)


if __name__ == "__main__":
    result = make(sys.argv[1])
    Path(sys.argv[2]).write_bytes(result)
    print(f"{len(result)} octets")
