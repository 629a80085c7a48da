/** Makes the sample contract: several pages, Chinese and English, with an embedded subset font and signing blocks at the end. */
import { readFileSync } from 'node:fs';
import fontkit from '@pdf-lib/fontkit';
import { PDFDocument, rgb } from 'pdf-lib';

const TEXT = JSON.parse(readFileSync(new URL('./contract-text.json', import.meta.url), 'utf8'));
const FONT = new URL('../assets/contract-serif.ttf', import.meta.url);

const PAGE = { width: 595.28, height: 841.89, left: 72, right: 72, top: 84, bottom: 78 };
const WIDTH = PAGE.width - PAGE.left - PAGE.right;
const INK = rgb(0.09, 0.13, 0.17);
const MUTED = rgb(0.37, 0.42, 0.47);
const CREATED = new Date('2026-11-01T00:00:00Z');

/** Octets of the sample contract; the same on every run. */
export async function makeSampleContract() {
  const pdf = await PDFDocument.create({ updateMetadata: false });
  pdf.registerFontkit(fontkit);
  pdf.setTitle(`${TEXT.title} ${TEXT.titleEn}`);
  pdf.setLanguage('zh-CN');
  pdf.setProducer('Sealkit example');
  pdf.setCreationDate(CREATED);
  pdf.setModificationDate(CREATED);
  const font = await pdf.embedFont(readFileSync(FONT), { subset: false, customName: 'SealkitContractSerif' });
  const cursor = new Cursor(pdf, font);
  writeHead(cursor);
  for (const article of TEXT.articles) writeArticle(cursor, article);
  writeSigningBlocks(cursor);
  writeFooters(pdf, font);
  return pdf.save({ useObjectStreams: false });
}

/** Where the next line goes. */
class Cursor {
  constructor(pdf, font) {
    this.pdf = pdf;
    this.font = font;
    this.addPage();
  }

  addPage() {
    this.page = this.pdf.addPage([PAGE.width, PAGE.height]);
    this.y = PAGE.height - PAGE.top;
  }

  reserve(height) {
    if (this.y - height < PAGE.bottom) this.addPage();
  }

  line(text, { x = PAGE.left, size, color = INK, leading }) {
    this.reserve(leading);
    this.y -= leading;
    this.page.drawText(text, { x, y: this.y, size, font: this.font, color });
  }

  paragraph(text, { indent = 0, size, color, leading }) {
    for (const [index, row] of breakLines(text, this.font, size, WIDTH, indent).entries())
      this.line(row, { x: PAGE.left + (index === 0 ? indent : 0), size, color, leading });
  }
}

/** Breaks between any two Han characters and between Latin words; no line begins with closing punctuation. */
function breakLines(text, font, size, width, indent) {
  const units = text.match(/[\p{Script=Latin}\d.,%'/-]+ ?|\s|./gsu) ?? [];
  const rows = [];
  let row = '';
  for (const unit of units) {
    const limit = rows.length === 0 ? width - indent : width;
    if (font.widthOfTextAtSize(row + unit.trimEnd(), size) > limit && !/^[，。；：、）》”]/u.test(unit)) {
      rows.push(row.trimEnd());
      row = unit.trimStart();
    } else row += unit;
  }
  return row.trim() === '' ? rows : [...rows, row.trimEnd()];
}

function writeHead(cursor) {
  const { font } = cursor;
  const centred = (text, size, leading, color) =>
    cursor.line(text, { x: (PAGE.width - font.widthOfTextAtSize(text, size)) / 2, size, leading, color });
  centred(TEXT.title, 20, 24);
  centred(TEXT.titleEn, 11, 20, MUTED);
  centred(TEXT.number, 9.5, 26, MUTED);
  cursor.y -= 10;
  for (const [role, name] of TEXT.parties) cursor.line(`${role}：${name}`, { size: 10.5, leading: 20 });
  cursor.y -= 8;
}

function writeArticle(cursor, { heading, paragraphs, table }) {
  cursor.reserve(70);
  cursor.y -= 10;
  cursor.line(heading, { size: 11.5, leading: 20 });
  for (const [index, [chinese, english]] of paragraphs.entries()) {
    cursor.paragraph(chinese, { indent: 21, size: 10.5, leading: 18 });
    cursor.paragraph(english, { size: 8.5, color: MUTED, leading: 14 });
    cursor.y -= 4;
    if (index === 0 && table) writeTable(cursor, table);
  }
}

const COLUMNS = [0, 0.38, 0.53, 0.66, 0.82, 1];

function writeTable(cursor, rows) {
  const height = 20;
  cursor.reserve(rows.length * height + 16);
  cursor.y -= 8;
  for (const row of rows) {
    for (const [column, text] of row.entries()) {
      const left = PAGE.left + WIDTH * COLUMNS[column];
      const width = WIDTH * (COLUMNS[column + 1] - COLUMNS[column]);
      cursor.page.drawRectangle({ x: left, y: cursor.y - height, width, height, borderColor: INK, borderWidth: 0.6 });
      const size = 8.5;
      const x = column >= 2 ? left + width - 6 - cursor.font.widthOfTextAtSize(text, size) : left + 6;
      cursor.page.drawText(text, { x, y: cursor.y - 13.5, size, font: cursor.font, color: INK });
    }
    cursor.y -= height;
  }
  cursor.y -= 10;
}

function writeSigningBlocks(cursor) {
  cursor.addPage();
  cursor.line(TEXT.closing, {
    x: (PAGE.width - cursor.font.widthOfTextAtSize(TEXT.closing, 9.5)) / 2,
    size: 9.5,
    leading: 30,
    color: MUTED,
  });
  cursor.y -= 24;
  const top = cursor.y;
  for (const [index, { heading, lines }] of TEXT.blocks.entries()) {
    const x = PAGE.left + (index * WIDTH) / 2;
    cursor.y = top;
    cursor.line(heading, { x, size: 11, leading: 20 });
    for (const line of lines) cursor.line(line, { x, size: 10.5, leading: 28 });
  }
}

function writeFooters(pdf, font) {
  const pages = pdf.getPages();
  for (const [index, page] of pages.entries()) {
    const footer = TEXT.footer.replaceAll('{page}', String(index + 1)).replaceAll('{pages}', String(pages.length));
    for (const [row, text] of [footer, TEXT.specimen].entries()) {
      page.drawText(text, { x: (PAGE.width - font.widthOfTextAtSize(text, 8)) / 2, y: 44 - row * 13, size: 8, font, color: MUTED });
    }
  }
}
