import type { CallOptions } from '@sealkit/core/bytes';

/** A code on its way. */
export interface CodeMessage {
  /** In the form of E.164, `+8613800000000`. */
  readonly phoneNumber: string;
  readonly code: string;
  /** Name of the document that the code confirms, cut to what a message holds; of several, how many they are. */
  readonly documentName: string;
  /** The last 6 characters of the document's digest, or of the root over several acts, which the page shows too. */
  readonly digestEnd: string;
  /** Minutes that the code is good for. */
  readonly minutes: number;
}

/** Takes messages to phones. @throws {@link IntentError} where the message was not accepted */
export interface SmsTransport {
  send(message: CodeMessage, call?: CallOptions): Promise<void>;
}

/** For development: a line per message to the function that is given, code in clear. Never in production. */
export function consoleSmsTransport(print: (line: string) => void): SmsTransport {
  return {
    send: async ({ phoneNumber, code, documentName, digestEnd, minutes }) =>
      print(`SMS to ${phoneNumber}: code ${code} for “${documentName}” (…${digestEnd}), good for ${minutes} minutes`),
  };
}
