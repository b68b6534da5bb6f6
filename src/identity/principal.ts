import { ExecutionContext, createParamDecorator } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import type { Role } from './policies';

/** What a request came with. A key's scopes are as they were given: what is no policy any more allows nothing. */
export type Via = { kind: 'session'; id: string } | { kind: 'key'; id: string; scopes: readonly string[] };

/** Who asks: a user in one account. */
export interface Principal {
  accountId: string;
  /** The user the request acts as. */
  userId: string;
  name: string;
  role: Role;
  /** The user who really acts; the same person unless under Login As User. */
  actorId: string;
  actorName: string;
  via: Via;
}

export type AuthenticatedRequest = FastifyRequest & { principal?: Principal };

/** The principal of a route that isn't public. */
export const Who = createParamDecorator((_: unknown, context: ExecutionContext): Principal => {
  const { principal } = context.switchToHttp().getRequest<AuthenticatedRequest>();
  if (!principal) throw new Error('A public route has no principal');
  return principal;
});

/** The ID of the session, on routes that no key may ask. */
export function sessionOf({ via }: Principal): string {
  if (via.kind !== 'session') throw new Error('A key came in where only sessions may');
  return via.id;
}
