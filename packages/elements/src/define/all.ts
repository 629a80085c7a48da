import { BatchSigning } from '../batch-signing/batch-signing.ts';
import { DocumentViewer } from '../document-viewer/document-viewer.ts';
import { EvidenceCertificate } from '../evidence-certificate/evidence-certificate.ts';
import { IdentityCheck } from '../identity-check/identity-check.ts';
import { IntentAuthenticators } from '../intent-authenticators/intent-authenticators.ts';
import { IntentCheck } from '../intent-check/intent-check.ts';
import { SealApproval } from '../seal-approval/seal-approval.ts';
import { SealControlCenter } from '../seal-control-center/seal-control-center.ts';
import { SealGrantEditor } from '../seal-grant-editor/seal-grant-editor.ts';
import { SealLifecycle } from '../seal-lifecycle/seal-lifecycle.ts';
import { SealPad } from '../seal-pad/seal-pad.ts';
import { SealPlacement } from '../seal-placement/seal-placement.ts';
import { SealProvider } from '../seal-provider/seal-provider.ts';
import { SealUseLog } from '../seal-use-log/seal-use-log.ts';
import { SigningDialog } from '../signing-dialog/signing-dialog.ts';
import { VerificationReport } from '../verification-report/verification-report.ts';
import { defineElement } from './define-element.ts';

const ELEMENTS = {
  'seal-provider': SealProvider,
  'document-viewer': DocumentViewer,
  'seal-placement': SealPlacement,
  'signing-dialog': SigningDialog,
  'batch-signing': BatchSigning,
  'seal-pad': SealPad,
  'identity-check': IdentityCheck,
  'intent-check': IntentCheck,
  'intent-authenticators': IntentAuthenticators,
  'verification-report': VerificationReport,
  'evidence-certificate': EvidenceCertificate,
  'seal-use-log': SealUseLog,
  'seal-lifecycle': SealLifecycle,
  'seal-approval': SealApproval,
  'seal-grant-editor': SealGrantEditor,
  'seal-control-center': SealControlCenter,
} as const;

/** Registers every element, `acme-seal-placement` and so on with `{ prefix: 'acme' }`. */
export function defineSealElements(options: { readonly prefix?: string } = {}): void {
  const prefix = options.prefix === undefined ? '' : `${options.prefix}-`;
  for (const [tag, elementClass] of Object.entries(ELEMENTS)) defineElement(`${prefix}${tag}`, elementClass);
}
