import { decodeBase64, decodeUtf8 } from '@sealkit/core/bytes';
import { SealkitError } from '@sealkit/core/errors';
import { parseFaceSvg } from '@sealkit/core/pades';
import { html, svg, type TemplateResult } from 'lit';
import { guard } from 'lit/directives/guard.js';
import { ref } from 'lit/directives/ref.js';
import { icon } from './icons.ts';

/** A seal face as the register and the statement hold it. */
export interface FacePicture {
  readonly type: string;
  readonly base64: string;
}

/**
 * Draws a seal face to fill the box around it. A vector face is built from its parsed paths, a raster face is decoded onto a
 * canvas: neither is ever taken as markup or loaded by an address. A face outside the closed profile shows the plain icon.
 */
export function sealPicture(face: FacePicture): unknown {
  return guard([face.type, face.base64], () => (face.type === 'PNG' ? rasterPicture(face.base64) : vectorPicture(face.base64)));
}

function vectorPicture(base64: string): TemplateResult {
  try {
    const face = parseFaceSvg(decodeUtf8(decodeBase64(base64)));
    const viewBox = face.viewBox.map((thousandths) => thousandths / 1000).join(' ');
    return html`<svg class="face" viewBox=${viewBox} aria-hidden="true" focusable="false">
      ${face.paths.map((path) => svg`<path d=${path.d} fill=${path.fill} fill-rule=${path.fillRule}></path>`)}
    </svg>`;
  } catch (error) {
    if (error instanceof SealkitError) return icon('seal', 'face-unknown');
    throw error;
  }
}

function rasterPicture(base64: string): TemplateResult {
  const draw = (element: Element | undefined): void => {
    if (element instanceof HTMLCanvasElement) void drawRaster(element, base64);
  };
  return html`<canvas class="face" aria-hidden="true" ${ref(draw)}></canvas>`;
}

async function drawRaster(canvas: HTMLCanvasElement, base64: string): Promise<void> {
  try {
    const picture = await createImageBitmap(new Blob([decodeBase64(base64)], { type: 'image/png' }));
    canvas.width = picture.width;
    canvas.height = picture.height;
    canvas.getContext('2d')?.drawImage(picture, 0, 0);
    picture.close();
  } catch (error) {
    // A picture that no browser decodes leaves its box empty; the report says what is wrong with it.
    if (!(error instanceof DOMException) && !(error instanceof SealkitError)) throw error;
  }
}
