import type { SealKind } from '../lifecycle/states.ts';
import type { FaceIssue, SealFaceSpec } from './seal-face.ts';
import { LONGEST_RING, type RingLayout, ringLayout } from './ring-layout.ts';
import { TEST_CODE } from './test-marks.ts';

/** What is fixed for a kind of round face. */
export interface RoundKind {
  /** Sizes it comes in, the usual one first, in millimetres. */
  readonly diameters: readonly [number, ...number[]];
  readonly line: { readonly usual: string; readonly least: number; readonly most: number } | null;
  readonly hasStar: boolean;
}

/** A round face that can be drawn. Lengths in millimetres. */
export interface RoundFacePlan {
  readonly diameter: number;
  readonly name: readonly string[];
  readonly line: readonly string[];
  readonly code: readonly string[];
  readonly hasStar: boolean;
  readonly ring: RingLayout;
}

const LONGEST_CODE = 20;

export const ROUND_KINDS: Partial<Record<SealKind, RoundKind>> = {
  official: { diameters: [40, 42, 45], line: null, hasStar: true },
  contract: { diameters: [38, 40], line: { usual: '合同专用章', least: 4, most: 8 }, hasStar: true },
  finance: { diameters: [38], line: { usual: '财务专用章', least: 4, most: 8 }, hasStar: true },
  hr: { diameters: [38], line: { usual: '人事专用章', least: 4, most: 8 }, hasStar: false },
};

/** What a face would be, and every reason against drawing it. */
export function planRoundFace(
  spec: SealFaceSpec,
  kind: RoundKind,
): { readonly plan: RoundFacePlan; readonly issues: readonly FaceIssue[] } {
  const diameter = spec.diameterMm ?? kind.diameters[0];
  const name = Array.from(spec.ringText.normalize('NFC'));
  const line = Array.from((spec.line ?? kind.line?.usual ?? '').normalize('NFC'));
  const wantedCode = Array.from(spec.code ?? '');
  const code = spec.testMaterial && wantedCode.length > 0 ? Array.from(TEST_CODE) : wantedCode;
  const ring = ringLayout(name.length, diameter, { hasLine: line.length > 0, codeLength: code.length });
  const issues: FaceIssue[] = [...ringIssues(name, ring), ...lineIssues(line, kind)];
  if (!kind.diameters.includes(diameter)) issues.unshift({ code: 'FACE_SIZE_NOT_DRAWN', actual: diameter });
  if (wantedCode.length > LONGEST_CODE) issues.push({ code: 'CODE_TOO_LONG', actual: wantedCode.length, limit: LONGEST_CODE });
  return { plan: { diameter, name, line, code, hasStar: kind.hasStar, ring }, issues };
}

function ringIssues(name: readonly string[], ring: RingLayout): readonly FaceIssue[] {
  if (name.join('').trim() === '') return [{ code: 'RING_EMPTY' }];
  if (name.length > LONGEST_RING) return [{ code: 'RING_TOO_LONG', actual: name.length, limit: LONGEST_RING }];
  return ring.fits ? [] : [{ code: 'RING_TOO_NARROW', actual: name.length }];
}

function lineIssues(line: readonly string[], kind: RoundKind): readonly FaceIssue[] {
  if (kind.line === null) return line.length === 0 ? [] : [{ code: 'LINE_NOT_IN_KIND', actual: line.length, limit: 0 }];
  if (line.length < kind.line.least) return [{ code: 'LINE_TOO_SHORT', actual: line.length, limit: kind.line.least }];
  if (line.length > kind.line.most) return [{ code: 'LINE_TOO_LONG', actual: line.length, limit: kind.line.most }];
  return [];
}
