import { decodeBase64 } from '@sealkit/core/bytes';
import { decodePng, parseFaceSvg } from '@sealkit/core/pades';
import { html } from 'lit';
import { assertAccessible } from '../../test/accessible.ts';
import { mount, until } from '../../test/mount.ts';
import '../define/seal-pad.ts';
import { catalogueFaults } from '../foundation/catalogue-faults.ts';
import { PAD_MESSAGES } from './seal-pad.messages.ts';
import type { SealPad } from './seal-pad.ts';

const SQUARE = { unitsPerEm: 1000, advance: 1000, path: 'M 100 0 L 900 0 L 900 800 L 100 800 Z' };
const glyphs = { outline: (codePoint: number) => (codePoint === 0x9f98 ? undefined : SQUARE) };

const one = <Type extends HTMLElement = HTMLElement>(pad: SealPad, selector: string): Type | null =>
  pad.shadowRoot?.querySelector<Type>(selector) ?? null;
const textOf = (pad: SealPad, selector: string): string => one(pad, selector)?.innerText.replace(/\s+/g, ' ').trim() ?? '';

async function stage(): Promise<{ readonly form: HTMLFormElement; readonly pad: SealPad; readonly heard: string[] }> {
  const form = await mount<HTMLFormElement>(
    html`<form lang="en">
      <label>Signature <seal-pad name="signature" required></seal-pad></label><button>Send</button>
    </form>`,
  );
  const pad = form.querySelector('seal-pad') as SealPad;
  await pad.updateComplete;
  const heard: string[] = [];
  for (const name of ['stroke-start', 'stroke-end', 'change']) pad.addEventListener(`seal-${name}`, ({ type }) => heard.push(type));
  return { form, pad, heard };
}

function pointer(pad: SealPad, type: string, [x, y]: readonly [number, number], more: PointerEventInit = {}): void {
  const surface = one(pad, '.surface');
  const box = surface?.getBoundingClientRect() ?? new DOMRect();
  const place = { clientX: box.left + x * box.width, clientY: box.top + y * box.height };
  surface?.dispatchEvent(new PointerEvent(type, { pointerId: 7, isPrimary: true, bubbles: true, composed: true, ...place, ...more }));
}

/** Places in parts of the width and the height of the pad. */
async function draw(pad: SealPad, places: readonly (readonly [number, number])[], more: PointerEventInit = {}): Promise<void> {
  const [first = [0, 0] as const, ...others] = places;
  pointer(pad, 'pointerdown', first, more);
  for (const place of others) pointer(pad, 'pointermove', place, more);
  pointer(pad, 'pointerup', places.at(-1) ?? first, more);
  await pad.updateComplete;
}

const LINE = Array.from({ length: 20 }, (_, index) => [0.1 + index * 0.04, 0.5 + 0.2 * Math.sin(index)] as const);

async function choose(pad: SealPad, mode: string): Promise<void> {
  one(pad, `#tab-${mode}`)?.click();
  await pad.updateComplete;
}

async function type(pad: SealPad, name: string): Promise<void> {
  const field = one<HTMLInputElement>(pad, '#typed');
  if (field) field.value = name;
  field?.dispatchEvent(new Event('input'));
  await pad.updateComplete;
}

/** White paper with a dark bar. */
async function picture(width: number, height: number, mime = 'image/png', bar = true): Promise<File> {
  const canvas = new OffscreenCanvas(width, height);
  const pen = canvas.getContext('2d');
  if (pen) {
    pen.fillStyle = '#fbf8f0';
    pen.fillRect(0, 0, width, height);
    pen.fillStyle = '#101840';
    if (bar) pen.fillRect(width / 4, height / 3, width / 2, height / 5);
  }
  return new File([await canvas.convertToBlob({ type: mime })], 'x');
}

async function upload(pad: SealPad, file: File): Promise<void> {
  const files = new DataTransfer();
  files.items.add(file);
  const field = one<HTMLInputElement>(pad, '#picture');
  if (field) field.files = files.files;
  field?.dispatchEvent(new Event('change'));
  await until(() => pad.face !== null || textOf(pad, '#fault') !== '', 'the picture');
}

describe('<seal-pad>', () => {
  it('has its messages in every locale', () => {
    expect(catalogueFaults(PAD_MESSAGES)).to.deep.equal([]);
  });

  it('gives what is drawn to its form as a face that core reads, and says what happens', async () => {
    const { form, pad, heard } = await stage();
    await assertAccessible(pad);
    expect([form.checkValidity(), pad.validity.valueMissing, pad.isEmpty()]).to.deep.equal([false, true, true]);
    await draw(pad, LINE);
    expect(heard).to.deep.equal(['seal-stroke-start', 'seal-stroke-end', 'seal-change']);
    expect([form.checkValidity(), pad.isEmpty()]).to.deep.equal([true, false]);
    const value = new FormData(form).get('signature');
    expect(value).to.equal(pad.value);
    expect(parseFaceSvg(pad.value).paths.length).to.equal(1);
    await assertAccessible(pad);
  });

  it('keeps its strokes through another size, a scroll and another place', async () => {
    const { pad } = await stage();
    await draw(pad, LINE);
    const { value, strokes } = pad;
    pad.style.inlineSize = '300px';
    pad.style.marginBlockStart = '1500px';
    scrollTo(0, 700);
    await new Promise((resolve) => requestAnimationFrame(resolve));
    expect([pad.value, pad.strokes]).to.deep.equal([value, strokes]);
    // The same places of the smaller pad are the same places of the signature.
    await draw(pad, LINE);
    const [first, second] = pad.strokes.map((stroke) => stroke.points.map(({ x, y }) => [x, y]));
    const away = (first ?? []).map(([x = 0, y = 0], index) => Math.hypot(x - (second?.[index]?.[0] ?? 0), y - (second?.[index]?.[1] ?? 0)));
    expect(Math.max(...away)).to.be.lessThan(250);
    expect([first?.length, second?.length]).to.deep.equal([20, 20]);
    scrollTo(0, 0);
  });

  it('takes the pressure of a pen, one pointer at a time, and nothing of a gesture that the browser took', async () => {
    const { pad } = await stage();
    await draw(pad, LINE, { pointerType: 'pen', pressure: 0.9 });
    expect(pad.strokes[0]?.measured).to.equal(true);
    expect(pad.strokes[0]?.points[3]?.pressure).to.be.closeTo(0.9, 0.01);
    pointer(pad, 'pointerdown', [0.1, 0.1]);
    pointer(pad, 'pointerdown', [0.5, 0.5], { pointerId: 8 });
    pointer(pad, 'pointercancel', [0.3, 0.3]);
    await pad.updateComplete;
    expect(pad.strokes.length).to.equal(1);
  });

  it('undoes, redoes and clears by button and by key, and a clearing can be taken back', async () => {
    const { pad } = await stage();
    await draw(pad, LINE);
    await draw(
      pad,
      LINE.map(([x, y]) => [x, 1 - y] as const),
    );
    const key = async (name: string, more: KeyboardEventInit = {}): Promise<void> => {
      one(pad, '.surface')?.dispatchEvent(new KeyboardEvent('keydown', { key: name, cancelable: true, ...more }));
      await pad.updateComplete;
    };
    await key('z', { ctrlKey: true });
    expect(pad.strokes.length).to.equal(1);
    await key('Z', { ctrlKey: true, shiftKey: true });
    expect(pad.strokes.length).to.equal(2);
    await key('Delete');
    expect([pad.strokes.length, pad.isEmpty()]).to.deep.equal([0, true]);
    const [undo] = pad.shadowRoot?.querySelectorAll<HTMLButtonElement>('.tools button') ?? [];
    undo?.click();
    await pad.updateComplete;
    expect(pad.strokes.length).to.equal(2);
  });

  it('says once that nothing is signed, in its own words and with the focus, without the bubble of the browser', async () => {
    const { form, pad } = await stage();
    let prevented: boolean | null = null;
    form.addEventListener('invalid', (event) => queueMicrotask(() => (prevented = event.defaultPrevented)), { capture: true });
    expect(form.reportValidity()).to.equal(false);
    await until(() => textOf(pad, '#fault') === 'Sign first.', 'the words');
    expect(prevented).to.equal(true);
    expect(pad.shadowRoot?.activeElement?.classList.contains('surface')).to.equal(true);
  });

  it('leaves the focus with whoever writes elsewhere while a page checks the form', async () => {
    const { form, pad } = await stage();
    const field = form.appendChild(document.createElement('input'));
    field.focus();
    expect(form.checkValidity()).to.equal(false);
    await pad.updateComplete;
    expect(document.activeElement).to.equal(field);
  });

  it('refuses a slip of the hand in words, once the form asks', async () => {
    const { form, pad } = await stage();
    await draw(pad, [
      [0.5, 0.5],
      [0.52, 0.5],
    ]);
    expect(textOf(pad, '#fault')).to.equal('');
    expect(form.reportValidity()).to.equal(false);
    await until(() => textOf(pad, '#fault').includes('Draw your signature larger'), 'the words');
    expect([pad.validity.customError, new FormData(form).get('signature')]).to.deep.equal([true, null]);
    await assertAccessible(pad);
  });

  it('takes a typed name, in outlines where the page gives them, and names what has none', async () => {
    const { form, pad } = await stage();
    pad.glyphs = glyphs;
    await choose(pad, 'type');
    await assertAccessible(pad);
    await type(pad, '沈知遥');
    expect(parseFaceSvg(pad.value).paths.length).to.equal(3);
    expect(form.checkValidity()).to.equal(true);
    await type(pad, '沈龘');
    expect(textOf(pad, '#fault')).to.include('no outline for 龘');
    expect([form.checkValidity(), pad.face]).to.deep.equal([false, null]);
  });

  it('sets a typed name in a font of the computer where there are no outlines', async () => {
    const { pad } = await stage();
    await choose(pad, 'type');
    await type(pad, 'Shen Zhiyao');
    await until(() => pad.face !== null, 'the picture of the name');
    expect(pad.face?.kind).to.equal('raster');
  });

  it('takes a picture without its paper and without anything else that was in the file', async () => {
    const { form, pad } = await stage();
    await choose(pad, 'upload');
    await upload(pad, await picture(800, 400, 'image/jpeg'));
    const { face } = pad;
    if (face?.kind !== 'raster') throw new Error('expected a picture');
    const pixels = decodePng(decodeBase64(face.base64));
    // The bar is half the width and a fifth of the height; what is left of the paper is transparent and cut away.
    expect(pixels.width / pixels.height).to.be.closeTo(5, 0.3);
    expect(face.widthUm).to.equal(60_000);
    await until(() => new FormData(form).get('signature') instanceof File, 'the file in the form');
    await assertAccessible(pad);
    one<HTMLInputElement>(pad, '.choice input')?.click();
    await until(() => pad.face !== face && pad.face?.kind === 'raster' && pad.face.heightUm === 24_000, 'the picture with its paper');
  });

  it('refuses pictures for what they are, and says why at once', async () => {
    const { pad } = await stage();
    await choose(pad, 'upload');
    const cases: readonly (readonly [File, string])[] = [
      [new File(['%PDF-1.7'], 'signature.png', { type: 'image/png' }), 'neither PNG nor JPEG'],
      [new File([new Uint8Array(4 * 1024 * 1024 + 1)], 'big.png'), 'larger than 4 MB'],
      [await picture(40, 10), 'fewer than 60 × 20 pixels'],
      [await picture(6001, 30), 'more than 6'],
      [new File([new Uint8Array([0x89, 0x50, 0x4e, 0x47, 1, 2, 3])], 'x.png'), 'cannot be read'],
      [await picture(300, 100, 'image/png', false), 'Nothing is left'],
    ];
    for (const [file, words] of cases) {
      const files = new DataTransfer();
      files.items.add(file);
      const field = one<HTMLInputElement>(pad, '#picture');
      if (field) field.files = files.files;
      field?.dispatchEvent(new Event('change'));
      await until(() => textOf(pad, '#fault').includes(words), words);
      expect(pad.face).to.equal(null);
    }
  });

  it('is emptied with its form and is out of reach in a disabled fieldset', async () => {
    const { form, pad } = await stage();
    await draw(pad, LINE);
    form.reset();
    await pad.updateComplete;
    expect([pad.strokes.length, new FormData(form).get('signature')]).to.deep.equal([0, null]);
    pad.disabled = true;
    await pad.updateComplete;
    await draw(pad, LINE);
    expect(pad.strokes.length).to.equal(0);
    expect(pad.willValidate).to.equal(false);
  });

  it('gives a PNG of the resolution that is asked for', async () => {
    const { pad } = await stage();
    await draw(pad, LINE);
    const { widthUm } = parseFaceSvg(pad.value);
    const image = await createImageBitmap((await pad.toBlob(300)) as File);
    expect(image.width).to.equal(Math.round((widthUm * 300) / 25_400));
  });
});
