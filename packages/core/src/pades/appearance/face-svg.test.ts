import { codeOf } from '../../../test/pades/refusal.ts';
import { decodeLatin1 } from '../../bytes/index.ts';
import { faceToForm } from './face-form.ts';
import { FACE_SVG_LIMIT, parseFaceSvg } from './face-svg.ts';

const svg = (
  paths: string,
  attributes = 'xmlns="http://www.w3.org/2000/svg" width="25.4mm" height="12.7mm" viewBox="-10 -5 20 10"',
): string => `<svg ${attributes}>${paths}</svg>`;
const path = (d: string, more = 'fill="#CF111B"'): string => `<path d="${d}" ${more}/>`;
const SQUARE = 'M -10 -5 L 10 -5 C 10 0 5.5 2.25 0 5 Z';

describe('the closed SVG profile of a drawn face (formats.md)', () => {
  it('reads size, view box and paths', () => {
    const face = parseFaceSvg(svg(`\n${path(SQUARE)}\n${path('M0,0L1.5,-2.125 Z', 'fill-rule="evenodd" fill="#00ff0a"')}\n`));
    expect(face.widthUm).to.equal(25_400);
    expect(face.heightUm).to.equal(12_700);
    expect(face.viewBox).to.deep.equal([-10_000, -5_000, 20_000, 10_000]);
    expect(face.paths[0]?.fillRule).to.equal('nonzero');
    expect(face.paths[1]).to.deep.equal({
      d: 'M0,0L1.5,-2.125 Z',
      fill: '#00FF0A',
      fillRule: 'evenodd',
      segments: [
        { command: 'M', coordinates: [0, 0] },
        { command: 'L', coordinates: [1_500, -2_125] },
        { command: 'Z', coordinates: [] },
      ],
    });
  });

  it('writes the form stream, octet for octet', () => {
    const form = faceToForm(svg(path(SQUARE) + path('M0 0L1.5 -2.125Z', 'fill="#000000" fill-rule="evenodd"')));
    expect(form.bbox).to.deep.equal(['0', '0', '72', '36']);
    expect(decodeLatin1(form.content)).to.equal(
      [
        '0.8118 0.0667 0.1059 rg',
        '0 36 m',
        '72 36 l',
        '72 18 55.8 9.9 36 0 c',
        'h',
        'f',
        '0 0 0 rg',
        '36 18 m',
        '41.4 25.65 l',
        'h',
        'f*',
        '',
      ].join('\n'),
    );
  });

  const refused: readonly (readonly [string, string])[] = [
    ['a prolog', `<?xml version="1.0"?>${svg(path(SQUARE))}`],
    ['a comment', svg(`<!-- x -->${path(SQUARE)}`)],
    ['text', svg(`x${path(SQUARE)}`)],
    ['a script', svg(`<script>1</script>${path(SQUARE)}`)],
    ['a group', svg(`<g>${path(SQUARE)}</g>`)],
    ['an event handler', svg(`<path d="${SQUARE}" fill="#CF111B" onload="x"/>`)],
    ['a style', svg(path(SQUARE, 'style="fill:red"'))],
    ['a transform', svg(path(SQUARE, 'fill="#CF111B" transform="scale(2)"'))],
    ['a stroke', svg(path(SQUARE, 'fill="#CF111B" stroke="#000000"'))],
    ['an entity', svg(path('M 0 0 L &#49; 1 Z'))],
    ['a named colour', svg(path(SQUARE, 'fill="red"'))],
    ['a short colour', svg(path(SQUARE, 'fill="#f00"'))],
    ['a reference as colour', svg(path(SQUARE, 'fill="url(#a)"'))],
    ['no colour', svg(path(SQUARE, ''))],
    ['another fill rule', svg(path(SQUARE, 'fill="#CF111B" fill-rule="inherit"'))],
    ['an attribute twice', svg(path(SQUARE, 'fill="#CF111B" fill="#CF111B"'))],
    ['no path', svg('')],
    ['something behind', `${svg(path(SQUARE))}<svg/>`],
    ['another namespace', svg(path(SQUARE), 'xmlns="x" width="10mm" height="10mm" viewBox="0 0 1 1"')],
    ['a size in pixels', svg(path(SQUARE), 'width="40" height="40" viewBox="0 0 1 1"')],
    ['a size of zero', svg(path(SQUARE), 'width="0mm" height="0mm" viewBox="0 0 1 1"')],
    ['no view box', svg(path(SQUARE), 'width="40mm" height="40mm"')],
    ['an empty view box', svg(path(SQUARE), 'width="40mm" height="40mm" viewBox="0 0 0 0"')],
    ['a view box of another shape', svg(path(SQUARE), 'width="40mm" height="40mm" viewBox="0 0 40 41"')],
    [
      'a view box offered to preserveAspectRatio',
      svg(path(SQUARE), 'width="40mm" height="40mm" viewBox="0 0 1 1" preserveAspectRatio="none"'),
    ],
  ];
  for (const [what, text] of refused) {
    it(`refuses ${what}`, () => {
      expect(codeOf(() => parseFaceSvg(text))).to.equal('PADES_FACE_SVG_OUTSIDE_PROFILE');
      expect(codeOf(() => faceToForm(text))).to.equal('PADES_FACE_SVG_OUTSIDE_PROFILE');
    });
  }

  const paths = [
    '',
    'L 1 1',
    'M 0 0 L 1 1 Z L 2 2',
    'm 0 0 l 1 1',
    'M 0 0 H 1',
    'M 0 0 Q 1 1 2 2',
    'M 0 0 A 1 1 0 0 0 2 2',
    'M 0 0 1 1',
    'M 0 0 L 1',
    'M 0 0 L 1.0000 1',
    'M 0 0 L 1e3 1',
    'M 0 0 L .5 1',
    'M 0 0 L 1. 1',
    'M 0 0 L 1.2.3 1',
    'M 0 0 L +1 1',
    'M 0 0 L 1234567 1',
    'M 0 0 L 1 1 x',
  ];
  for (const d of paths) {
    it(`refuses the path ${JSON.stringify(d)}`, () => {
      expect(codeOf(() => parseFaceSvg(svg(path(d))))).to.equal('PADES_FACE_SVG_OUTSIDE_PROFILE');
    });
  }

  it('refuses a face beyond its bound before it reads it', () => {
    expect(codeOf(() => parseFaceSvg(svg(path(`M 0 0 ${'L 1 1 '.repeat(FACE_SVG_LIMIT / 6)}Z`))))).to.equal('PADES_FACE_TOO_LARGE');
  });

  it('refuses every truncation', () => {
    const whole = svg(path(SQUARE));
    for (let end = 0; end < whole.length; end += 1)
      expect(codeOf(() => parseFaceSvg(whole.slice(0, end)))).to.equal('PADES_FACE_SVG_OUTSIDE_PROFILE');
  });
});
