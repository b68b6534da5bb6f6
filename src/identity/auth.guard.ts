import { CanActivate, ExecutionContext, Injectable } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import { currentContext } from '../platform/context';
import { PUBLIC_ROUTE, Unauthenticated } from '../platform/http';
import { Logins } from './logins';
import { assertMayDo } from './permits.rules';
import { Policy, REQUIRED_POLICY } from './policies';
import type { AuthenticatedRequest } from './principal';

const BEARER = /^Bearer +(\S+)$/i;

/** Stands before every route: who asks, and may they. */
@Injectable()
export class AuthGuard implements CanActivate {
  constructor(
    private readonly logins: Logins,
    private readonly reflector: Reflector,
  ) {}

  async canActivate(context: ExecutionContext): Promise<boolean> {
    const targets = [context.getHandler(), context.getClass()];
    if (this.reflector.getAllAndOverride<boolean | undefined>(PUBLIC_ROUTE, targets)) return true;
    const request = context.switchToHttp().getRequest<AuthenticatedRequest>();
    const token = BEARER.exec(request.headers.authorization ?? '')?.[1];
    const principal = token === undefined ? undefined : await this.logins.principalOf(token);
    if (!principal) {
      throw Unauthenticated('Send a valid token as Authorization: Bearer.', {
        headers: { 'www-authenticate': 'Bearer' },
      });
    }
    assertMayDo(principal, this.reflector.getAllAndOverride<Policy>(REQUIRED_POLICY, targets));
    request.principal = principal;
    const { accountId, userId: subjectId, name: subjectName, actorId, actorName, via } = principal;
    const keyId = via.kind === 'key' ? via.id : null;
    Object.assign(currentContext(), { accountId, subjectId, subjectName, actorId, actorName, keyId });
    return true;
  }
}
