import type { IntentController, IntentNews } from '../controllers/intent-controller.ts';
import type { LiveRegion } from '../foundation/live-region.ts';
import type { Words } from '../foundation/messages.ts';
import {
  SealChallengeSentEvent,
  SealFailedEvent,
  SealLockedEvent,
  SealMethodChangeEvent,
  SealVerifiedEvent,
} from './intent-check.events.ts';
import type { IntentId } from './intent-check.messages.ts';
import { spanWords } from './span-words.ts';

export interface NewsListener {
  readonly element: EventTarget;
  readonly live: LiveRegion;
  readonly words: Words<IntentId>;
  readonly intent: () => Pick<IntentController, 'hasSent' | 'now' | 'secondsLeft' | 'state'>;
}

/** Tells the page by events, and whoever does not see it by words, what happened. */
export function tellIntentNews(news: IntentNews, { element, live, words, intent }: NewsListener): void {
  const until = (instant: string): string =>
    spanWords(Math.max(0, Math.round((Date.parse(instant) - intent().now.getTime()) / 1000)), words);
  switch (news.kind) {
    case 'method':
      element.dispatchEvent(new SealMethodChangeEvent(news.method));
      return;
    case 'sent': {
      const { sentTo, resendFrom, expiresAt } = news.intent;
      element.dispatchEvent(new SealChallengeSentEvent(news.intent));
      if (intent().secondsLeft === null) {
        if (sentTo !== null) live.announce(words.text('sentTo', { place: sentTo }));
        return;
      }
      const time = until(expiresAt);
      const resend = resendFrom === null ? '' : ` ${words.text('sayResendIn', { time: until(resendFrom) })}`;
      const begun = sentTo === null ? words.text('sayBegun', { time }) : words.text('saySent', { place: sentTo, time });
      live.announce(`${begun}${resend}`);
      return;
    }
    case 'verified':
      element.dispatchEvent(new SealVerifiedEvent(news.method));
      live.announce(words.text('sayVerified'));
      return;
    case 'failed':
      element.dispatchEvent(new SealFailedEvent(news));
      return;
    case 'locked':
      element.dispatchEvent(new SealLockedEvent());
      return;
    case 'time':
      if (news.secondsLeft === 0) live.announce(words.text(intent().state.subject?.kind === 'change' ? 'overChange' : 'over'));
      else live.announce(words.text(intent().hasSent ? 'sayTimeSent' : 'sayTime', { seconds: news.secondsLeft }));
      return;
    case 'resend':
      live.announce(words.text('sayResend'));
  }
}
