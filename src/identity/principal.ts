import { ExecutionContext, createParamDecorator } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import type { Role } from './policies';

/** Who asks: a user in one account. */
export interface Principal {
  accountId: string;
  /** The user the request acts as. */
  userId: string;
  role: Role;
  /** The user who really acts; the same person unless under Login As User. */
  actorId: string;
  sessionId: string;
}

export type AuthenticatedRequest = FastifyRequest & { principal?: Principal };

/** The principal of a route that isn't public. */
export const Who = createParamDecorator((_: unknown, context: ExecutionContext): Principal => {
  const { principal } = context.switchToHttp().getRequest<AuthenticatedRequest>();
  if (!principal) throw new Error('A public route has no principal');
  return principal;
});
