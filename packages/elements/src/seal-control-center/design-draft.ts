import type { SealDesign } from '@sealkit/core/protocol';
import type { SealKind } from '@sealkit/core/seal';

/** What a person has chosen for a face so far. */
export interface DesignDraft {
  readonly source: 'drawn' | 'picture';
  /** Another name than the organisation's stands around the face. */
  readonly otherName: boolean;
  readonly ringText: string;
  readonly ringTextReason: string;
  readonly line: string;
  readonly code: string;
  readonly diameterMm: string;
  readonly picture: { readonly name: string; readonly base64: string } | null;
  readonly widthMm: string;
  readonly heightMm: string;
}

export type DesignFault = 'ringTextMissing' | 'ringReasonMissing' | 'pictureMissing' | 'sizeMissing';

/** Kinds whose face is drawn from words, with their sizes in millimetres, the usual one first. */
export const DRAWN_KINDS: Partial<Record<SealKind, { readonly diameters: readonly number[]; readonly line: string | null }>> = {
  official: { diameters: [40, 42, 45], line: null },
  contract: { diameters: [38, 40], line: '合同专用章' },
  finance: { diameters: [38], line: '财务专用章' },
  hr: { diameters: [38], line: '人事专用章' },
};

export function newDesign(kind: SealKind): DesignDraft {
  const drawn = DRAWN_KINDS[kind];
  return {
    source: drawn ? 'drawn' : 'picture',
    otherName: false,
    ringText: '',
    ringTextReason: '',
    line: drawn?.line ?? '',
    code: '',
    diameterMm: String(drawn?.diameters[0] ?? 38),
    picture: null,
    widthMm: '38.0',
    heightMm: '38.0',
  };
}

export function designFault(draft: DesignDraft): DesignFault | null {
  if (draft.source === 'picture') {
    if (draft.picture === null) return 'pictureMissing';
    return micrometres(draft.widthMm) === null || micrometres(draft.heightMm) === null ? 'sizeMissing' : null;
  }
  if (!draft.otherName) return null;
  if (draft.ringText.trim() === '') return 'ringTextMissing';
  return draft.ringTextReason.trim() === '' ? 'ringReasonMissing' : null;
}

/** The form for a design that was asked for, to be changed. */
export function designDraftOf(design: SealDesign, kind: SealKind, organisation: string): DesignDraft {
  const empty = newDesign(kind);
  if (design.type === 'picture') {
    const picture = { name: '', base64: design.base64 };
    return { ...empty, source: 'picture', picture, widthMm: millimetres(design.widthUm), heightMm: millimetres(design.heightUm) };
  }
  const otherName = design.ringText !== organisation;
  return {
    ...empty,
    source: 'drawn',
    otherName,
    ringText: otherName ? design.ringText : '',
    ringTextReason: design.ringTextReason ?? '',
    line: design.line ?? '',
    code: design.code ?? '',
    diameterMm: design.diameterUm === undefined ? empty.diameterMm : String(design.diameterUm / 1000),
  };
}

/** The design as the server takes it. Call it only where `designFault` finds nothing. */
export function designOf(draft: DesignDraft, kind: SealKind, organisation: string): SealDesign {
  if (draft.source === 'picture')
    return {
      type: 'picture',
      base64: draft.picture?.base64 ?? '',
      widthUm: micrometres(draft.widthMm) ?? 0,
      heightUm: micrometres(draft.heightMm) ?? 0,
    };
  const line = draft.line.trim();
  const code = draft.code.trim();
  const diameterUm = micrometres(draft.diameterMm);
  return {
    type: 'drawn',
    ringText: draft.otherName ? draft.ringText.trim() : organisation,
    ...(draft.otherName ? { ringTextReason: draft.ringTextReason.trim() } : {}),
    ...(DRAWN_KINDS[kind]?.line === null || line === '' ? {} : { line }),
    ...(code === '' ? {} : { code }),
    ...(diameterUm === null ? {} : { diameterUm }),
  };
}

function millimetres(micrometre: number): string {
  return (micrometre / 1000).toFixed(1);
}

/** Millimetres as typed, to micrometres; null when they are none, or no size of a seal. */
function micrometres(text: string): number | null {
  const value = Number(text.replace(',', '.'));
  return Number.isFinite(value) && value >= 1 && value <= 200 ? Math.round(value * 1000) : null;
}
