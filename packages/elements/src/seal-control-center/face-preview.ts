import { encodeBase64, encodeUtf8 } from '@sealkit/core/bytes';
import { SealkitError } from '@sealkit/core/errors';
import { drawSealFace, type FaceIssue, type SealKind } from '@sealkit/core/seal';
import { html, nothing, type TemplateResult } from 'lit';
import { icon } from '../foundation/icons.ts';
import type { Words } from '../foundation/messages.ts';
import type { RefusalId } from '../foundation/refusals.messages.ts';
import { sealPicture, type FacePicture } from '../foundation/seal-picture.ts';
import type { GlyphShelf } from './glyph-shelf.ts';
import { designOf, type DesignDraft } from './design-draft.ts';
import type { CenterId } from './seal-control-center.messages.ts';

export interface PreviewOptions {
  readonly kind: SealKind;
  readonly organisation: string;
  /** Without glyphs nothing is drawn here; the seal maker draws it. */
  readonly glyphs: GlyphShelf;
  readonly testMaterial: boolean;
  readonly words: Words<CenterId>;
  readonly refusals: Words<RefusalId>;
}

type Preview =
  | { readonly face: FacePicture; readonly widthUm: number }
  | { readonly issues: readonly FaceIssue[] }
  | { readonly character: string }
  | 'waits'
  | null;

/** The face as it will be drawn, at once with every change, or in words why it is not drawn. */
export function facePreview(draft: DesignDraft, options: PreviewOptions): TemplateResult {
  const { words, refusals } = options;
  const preview = drawPreview(draft, options);
  const face = preview !== null && preview !== 'waits' && 'face' in preview ? preview.face : null;
  return html`<figure class="preview">
    <span class="chip millimetres preview-face">${face ? sealPicture(face) : icon('seal')}</span>
    <figcaption class="small secondary" aria-live="polite">
      ${
        preview === null || preview === 'waits'
          ? words.text(preview === null ? 'previewNone' : 'previewWaits')
          : 'face' in preview
            ? words.text('previewSize', { size: (preview.widthUm / 1000).toFixed(1) })
            : 'character' in preview
              ? refusals.parts('SEAL_DESIGN_REFUSED.GLYPH_MISSING', { character: html`<bdi>${preview.character}</bdi>` })
              : preview.issues.map(
                  ({ code, actual, limit }) =>
                    html`<span class="why"
                      >${icon('warning')}<span>${refusals.text(`SEAL_DESIGN_REFUSED.${code}`, numbers(actual, limit))}</span></span
                    >`,
                )
      }
      ${options.testMaterial && face ? html`<span>${words.text('previewTest')}</span>` : nothing}
    </figcaption>
  </figure>`;
}

function drawPreview(draft: DesignDraft, { kind, organisation, glyphs, testMaterial }: PreviewOptions): Preview {
  const design = designOf(draft, kind, organisation);
  if (design.type === 'picture')
    return design.base64 === '' ? null : { face: { type: 'PNG', base64: design.base64 }, widthUm: design.widthUm };
  const { ringText, line, code, diameterUm } = design;
  const spec = {
    kind,
    ringText,
    ...(line === undefined ? {} : { line }),
    ...(code === undefined ? {} : { code }),
    ...(diameterUm === undefined ? {} : { diameterMm: diameterUm / 1000 }),
    testMaterial,
  };
  try {
    const drawing = glyphs.draw((source) => drawSealFace(spec, source));
    if (drawing.state !== 'drawn') return drawing.state === 'waits' ? 'waits' : null;
    const { svg, widthUm, issues } = drawing.face;
    return svg === null ? { issues } : { face: { type: 'SVG', base64: encodeBase64(encodeUtf8(svg)) }, widthUm };
  } catch (error) {
    if (error instanceof SealkitError && error.code === 'FACE_GLYPH_MISSING') return { character: String(error.facts['character'] ?? '') };
    throw error;
  }
}

function numbers(actual = 0, limit = 0): { readonly actual: number; readonly limit: number } {
  return { actual, limit };
}
