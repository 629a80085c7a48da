import type { ApprovalView } from '@sealkit/core/protocol';
import type { AskController } from '../controllers/ask-controller.ts';
import type { Words } from '../foundation/messages.ts';
import type { RefusalId } from '../foundation/refusals.messages.ts';
import type { VocabularyId } from '../foundation/vocabulary.ts';
import type { ApprovalId } from './seal-approval.messages.ts';
import type { Countersigning } from './countersigning.ts';
import type { SeenDocument } from './seen-document.ts';

/** What the person has written for the open request so far. */
export interface DecisionDraft {
  readonly comment: string;
  /** What was tried without a comment where one is needed. */
  readonly tried: 'rejected' | 'withdrawn' | null;
}

/** What the parts of an approval draw from. */
export interface ApprovalScene {
  readonly words: Words<ApprovalId>;
  readonly vocabulary: Words<VocabularyId>;
  readonly refusals: Words<RefusalId>;
  readonly locale: string;
  readonly timeZone: string;
  readonly now: () => Date;
  /** Id of the person who looks; null while nobody is signed in. */
  readonly person: string | null;
  readonly open: ApprovalView | null;
  readonly seen: SeenDocument;
  readonly asking: AskController;
  readonly countersigning: Countersigning;
  readonly draft: DecisionDraft;
  readonly show: (id: string | null) => void;
  readonly write: (comment: string) => void;
  readonly decide: (decision: 'approved' | 'rejected' | 'withdrawn') => void;
  readonly take: (file: File) => void;
}
