import { z } from 'zod';
import { describeKeys } from '../../register/key-set.ts';
import { describeRoutes } from '../openapi.ts';
import type { PublicRoute, Route } from '../route.ts';
import { jwksSchema } from '../schemas/answers.ts';
import { ok } from './answers.ts';

/** The register's keys and the description of all routes, open to everybody. */
export function publicRoutes(routes: () => readonly Route[]): readonly PublicRoute[] {
  return [
    {
      method: 'GET',
      public: true,
      path: '/.well-known/jwks.json',
      summary: 'Public key of the register',
      answers: { 200: jwksSchema },
      run: async ({ registerSigner }) => ok(await describeKeys(registerSigner)),
    },
    {
      method: 'GET',
      public: true,
      path: '/openapi.json',
      summary: 'This description',
      answers: { 200: z.looseObject({}) },
      run: async ({ basePath }) => ok(describeRoutes(routes(), basePath)),
    },
  ];
}
