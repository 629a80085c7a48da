import { type Answer, jsonAnswer } from '../answer.ts';

export const ok = (body: object): Answer => jsonAnswer(200, body);
export const created = (body: object): Answer => jsonAnswer(201, body);
/** What has to wait is accepted, and not done yet. */
export const accepted = (body: { readonly status: string }): Answer => jsonAnswer(body.status === 'pending' ? 202 : 200, body);
