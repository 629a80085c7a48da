import { SealkitError } from '@sealkit/core/errors';
import type { CheckNotes } from './doctor-report.ts';

/** Looks at one thing. What cannot even be read is a finding, under the code of the error, and the others are looked at still. */
export async function readable<T>(notes: CheckNotes, tenant: string, subject: string, look: () => Promise<T>): Promise<T | undefined> {
  try {
    return await look();
  } catch (error) {
    if (!(error instanceof SealkitError)) throw error;
    notes.find(tenant, subject, error.code);
    return undefined;
  }
}
