import { describeRoutes } from './openapi.ts';
import { ROUTES } from './routes/index.ts';

/** The whole interface as an OpenAPI document. */
export function describeInterface(basePath: string): object {
  return describeRoutes(ROUTES, basePath);
}
