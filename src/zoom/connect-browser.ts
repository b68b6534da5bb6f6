import { ExecutionContext, createParamDecorator } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { hashToken, randomToken } from '../platform/crypto';
import { type Cookie, cookieOf } from '../platform/http';
import type { SignIn } from './sign-in';

/** Tells one browser from another, and nothing about who sits at it. */
const MARK = 'slotlink_zoom_browser';
const MARK_LIVES_S = 30 * 86_400;
const MARK_FORM = /^[\w-]{43}$/;

/** What lets a browser's pages confirm a connection. */
export const CONFIRM_COOKIE = { name: 'slotlink_zoom_confirm', path: '/app' };

/** What a request says of the browser it comes from. */
export interface Arrival {
  /** No page and no person can keep a browser from saying so, nor make other programs say it. */
  fromBrowser: boolean;
  /** By which it can be known again; null when it has none of ours yet. */
  mark: string | null;
}

export const FromBrowser = createParamDecorator((_: unknown, context: ExecutionContext): Arrival => {
  const { headers } = context.switchToHttp().getRequest<FastifyRequest>();
  const mark = cookieOf(headers, MARK);
  return {
    fromBrowser: headers['sec-fetch-site'] !== undefined,
    mark: mark !== null && MARK_FORM.test(mark) ? mark : null,
  };
});

/** The token by which this browser may confirm a connection, or null. */
export const ConfirmToken = createParamDecorator((_: unknown, context: ExecutionContext): string | null =>
  cookieOf(context.switchToHttp().getRequest<FastifyRequest>().headers, CONFIRM_COOKIE.name),
);

/** The mark of a browser that begins to connect, and the cookie by which it keeps it. */
export function marked({ mark }: Arrival): { browserHash: string; cookie: Cookie } {
  const value = mark ?? randomToken();
  return { browserHash: hashToken(value), cookie: { name: MARK, value, path: '/', seconds: MARK_LIVES_S } };
}

/**
 * Whether the way to Zoom ends in the browser it began in. Else somebody may have been sent there by another, whose user
 * ID would then have their Zoom account. Programs other than browsers follow no such links unasked.
 */
export function standingOf({ fromBrowser, mark }: Arrival, browserHash: string | null): SignIn['standing'] {
  const same = mark !== null && hashToken(mark) === browserHash;
  return fromBrowser && !same ? 'begun-elsewhere' : 'begun-here';
}
