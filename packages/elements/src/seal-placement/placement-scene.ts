import type { SealView } from '@sealkit/core/protocol';
import type { ViewerMessageId } from '../document-viewer/messages.ts';
import type { PageStack } from '../document-viewer/page-stack.ts';
import type { Words } from '../foundation/messages.ts';
import type { VocabularyId } from '../foundation/vocabulary.ts';
import type { PageSize } from '../pdf-rendering/page-size.ts';
import type { PlacementMessageId } from './messages.ts';
import type { PlacementActions } from './placement-actions.ts';
import type { PlacementEditor } from './placement-editor.ts';
import type { Lift } from './placement-lift.ts';
import type { PlacementIssue } from './placement-rules.ts';

/** What the templates draw from: the state of this moment, and where a person's wishes go. */
export interface PlacementScene {
  readonly words: Words<PlacementMessageId>;
  readonly viewer: Words<ViewerMessageId>;
  readonly vocabulary: Words<VocabularyId>;
  readonly locale: string;
  /** Asked for only where a date shows. */
  readonly timeZone: () => string;
  readonly seals: readonly SealView[];
  readonly sizes: readonly PageSize[];
  readonly issues: readonly PlacementIssue[];
  readonly editor: PlacementEditor;
  readonly actions: PlacementActions;
  readonly stack: PageStack;
  readonly lift: Lift | null;
  /** Whether placements may be changed here and now. */
  readonly editable: boolean;
  /** Who seals, as far as it is known. */
  readonly person: string | null;
}
