import { createHash } from 'node:crypto';
import { CanActivate, ExecutionContext, Injectable } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { type Form, textOf } from '../platform/http';

/**
 * Lets a form that was rendered with a `once` of its own act once, however often its button is pressed: what is posted
 * becomes the Idempotency-Key that a browser cannot send. Another answer in a field makes it another form.
 */
@Injectable()
export class OncePerForm implements CanActivate {
  canActivate(context: ExecutionContext): boolean {
    const request = context.switchToHttp().getRequest<FastifyRequest>();
    const form = request.body as Form;
    if (textOf(form, 'once') === undefined) return true;
    request.headers['idempotency-key'] = createHash('sha256').update(JSON.stringify(form)).digest('base64url');
    return true;
  }
}
