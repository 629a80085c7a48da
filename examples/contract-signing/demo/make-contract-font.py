"""Makes assets/contract-serif.ttf: the characters of contract-text.json out of Noto Serif CJK SC (SIL Open Font License 1.1),
with TrueType outlines, since those embed in a PDF without a wrapper.

    pip install fonttools && python3 make-contract-font.py /usr/share/fonts/opentype/noto/NotoSerifCJK-Regular.ttc
"""

import json
import pathlib
import sys

from fontTools.pens.cu2quPen import Cu2QuPen
from fontTools.pens.ttGlyphPen import TTGlyphPen
from fontTools.subset import Options, Subsetter
from fontTools.ttLib import TTCollection, newTable

FOLDER = pathlib.Path(__file__).parent
MAXIMUM_ERROR = 0.6  # font units of 1000 per em


def characters(value):
    if isinstance(value, str):
        return set(value)
    values = value.values() if isinstance(value, dict) else value
    return set().union(*(characters(part) for part in values)) if values else set()


def with_truetype_outlines(font):
    order, glyph_set = font.getGlyphOrder(), font.getGlyphSet()
    glyphs = {}
    for name in order:
        pen = TTGlyphPen(None)
        glyph_set[name].draw(Cu2QuPen(pen, MAXIMUM_ERROR, reverse_direction=True))
        glyphs[name] = pen.glyph()
    font["loca"] = newTable("loca")
    font["glyf"] = newTable("glyf")
    font["glyf"].glyphOrder, font["glyf"].glyphs = order, glyphs
    maxp = font["maxp"]
    maxp.tableVersion = 0x00010000
    for field in ("maxZones", "maxTwilightPoints", "maxStorage", "maxFunctionDefs", "maxInstructionDefs", "maxStackElements", "maxSizeOfInstructions"):
        setattr(maxp, field, 0)
    maxp.maxZones = 1
    maxp.maxComponentElements = 0
    font["post"].formatType = 3.0
    del font["CFF "]
    font.sfntVersion = "\000\001\000\000"


collection = TTCollection(sys.argv[1])
font = next(font for font in collection.fonts if font["name"].getDebugName(1) == "Noto Serif CJK SC")
dropped = ["VORG", "vhea", "vmtx", "GPOS", "GSUB", "BASE", "GDEF"]
subsetter = Subsetter(Options(layout_features=[], name_IDs=[0, 1, 2, 3, 4, 5, 6, 13, 14], notdef_outline=True, drop_tables=dropped, desubroutinize=True))
text = json.loads((FOLDER / "contract-text.json").read_text("utf-8"))
subsetter.populate(unicodes=sorted({ord(c) for c in characters(text)} | set(range(0x20, 0x7F))))
subsetter.subset(font)
with_truetype_outlines(font)
font.save(FOLDER.parent / "assets" / "contract-serif.ttf")
