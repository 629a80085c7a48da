import type { TemplateResult } from 'lit';
import type { Words } from '../foundation/messages.ts';
import { newsStrip } from '../foundation/news-strip.ts';
import type { UseLogId } from './seal-use-log.messages.ts';
import type { UseLogController } from './use-log-controller.ts';

/** How many rows came since; they show when the reader wants them to. */
export function logNews(log: UseLogController, words: Words<UseLogId>, shown: () => void): TemplateResult {
  const { arrived } = log;
  const text = arrived && words.text(arrived.isMore ? 'manyNew' : 'new', { count: arrived.count });
  const run = (): void => {
    log.showNew();
    shown();
  };
  return newsStrip(text, { label: words.text('showNew'), run });
}
