import type { ApprovalView, SealView } from '@sealkit/core/protocol';
import { embeddedElement } from '../foundation/embedded-element.ts';
import { SealApproval } from '../seal-approval/seal-approval.ts';
import { SealGrantEditor } from '../seal-grant-editor/seal-grant-editor.ts';
import { SealUseLog } from '../seal-use-log/seal-use-log.ts';
import type { CenterScene } from './center-scene.ts';

export interface EmbeddedOptions {
  readonly seal: SealView | null;
  readonly documentClasses: readonly string[];
  readonly loadDocument: ((approval: ApprovalView) => Promise<Blob | null>) | undefined;
}

const LOG_ROWS = 10;

/** The elements that stand in tabs: made when the first seal is opened, they follow the open seal. */
export class EmbeddedTabs {
  #uses: SealUseLog | null | undefined;
  #grants: SealGrantEditor | null | undefined;
  #approvals: SealApproval | null | undefined;

  follow(number: string | null, { seal, documentClasses, loadDocument }: EmbeddedOptions): CenterScene['embedded'] {
    if (number === null) return {};
    const uses = (this.#uses ??= embeddedElement(SealUseLog));
    const grants = (this.#grants ??= embeddedElement(SealGrantEditor));
    const approvals = (this.#approvals ??= embeddedElement(SealApproval));
    if (uses) Object.assign(uses, { sealNumber: number, pageSize: LOG_ROWS } satisfies Partial<SealUseLog>);
    if (grants) Object.assign(grants, { sealNumber: number, seal: seal ?? undefined, documentClasses } satisfies Partial<SealGrantEditor>);
    if (approvals) Object.assign(approvals, { sealNumber: number, loadDocument } satisfies Partial<SealApproval>);
    return { uses, grants, approvals };
  }

  /** Shows one row in the use log of the open seal. */
  showUse(id: string): void {
    this.#uses?.showRow(id);
  }
}
