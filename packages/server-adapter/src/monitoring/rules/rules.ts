import type { Rule } from '../seal-facts.ts';
import { approverIsRequester } from './approver-is-requester.ts';
import { burst } from './burst.ts';
import { newClient, unusualDocumentClass } from './first-seen.ts';
import { grantLapsing } from './grant-lapsing.ts';
import { likeFaces } from './like-faces.ts';
import { useOutsideHours } from './use-outside-hours.ts';

/** What is looked at for each seal; whether the log holds is judged apart. */
export const RULES: readonly Rule[] = [
  useOutsideHours,
  newClient,
  burst,
  unusualDocumentClass,
  approverIsRequester,
  likeFaces,
  grantLapsing,
];
