import type { UseQuery } from '@sealkit/core/protocol';
import type { z } from 'zod';
import type { useQuerySchema } from '../schemas/requests.ts';

/** The numbers in a query of the use log, which travel as text. */
export function readUseQuery(query: z.infer<typeof useQuerySchema>): UseQuery {
  const { limit, version, ...rest } = query;
  return {
    ...rest,
    ...(limit === undefined ? {} : { limit: Number(limit) }),
    ...(version === undefined ? {} : { version: Number(version) }),
  };
}
