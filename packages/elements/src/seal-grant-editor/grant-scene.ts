import type { GrantView, SealView } from '@sealkit/core/protocol';
import type { AskController } from '../controllers/ask-controller.ts';
import type { ChoicePicker } from '../foundation/choice-picker.ts';
import type { Words } from '../foundation/messages.ts';
import type { RefusalId } from '../foundation/refusals.messages.ts';
import type { VocabularyId } from '../foundation/vocabulary.ts';
import type { GrantDraft } from './grant-draft.ts';
import type { GrantAct } from './seal-grant-editor.events.ts';
import type { GrantId } from './seal-grant-editor.messages.ts';

/** What is being written: a new grant, or a change of one. */
export interface OpenForm {
  readonly act: GrantAct;
  readonly grant: GrantView | null;
  readonly draft: GrantDraft;
  readonly tried: boolean;
}

/** What the parts of the editor draw from. */
export interface GrantScene {
  readonly words: Words<GrantId>;
  readonly vocabulary: Words<VocabularyId>;
  readonly refusals: Words<RefusalId>;
  readonly locale: string;
  readonly timeZone: string;
  readonly now: Date;
  readonly seal: SealView | null;
  readonly grants: readonly GrantView[];
  /** Names of persons by their ids, as far as they are known. */
  readonly names: ReadonlyMap<string, string>;
  /** Classes of documents that the host offers; without them they are typed. */
  readonly documentClasses: readonly string[];
  readonly form: OpenForm | null;
  readonly asking: AskController;
  readonly holders: ChoicePicker;
  readonly approvers: readonly ChoicePicker[];
  readonly open: (act: GrantAct, grant: GrantView | null) => void;
  readonly change: (part: Partial<GrantDraft>) => void;
  readonly cancel: () => void;
  readonly send: () => void;
}
