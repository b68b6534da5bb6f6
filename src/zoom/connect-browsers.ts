import { Injectable } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { Addresses } from '../platform/config';
import { setCookie } from '../platform/http';
import { type Arrival, CONFIRM_COOKIE, marked } from './connect-browser';
import { UNCONFIRMED_LIVES_MS } from './unconfirmed-connects';

/** What a browser is given to keep on the way to Zoom and back. */
@Injectable()
export class ConnectBrowsers {
  constructor(private readonly addresses: Addresses) {}

  /** @returns the hash of the browser's mark, by which the callback knows it again */
  mark(arrival: Arrival, reply: FastifyReply): string {
    const { browserHash, cookie } = marked(arrival);
    void reply.header('set-cookie', setCookie(cookie, this.addresses.publicUrl));
    return browserHash;
  }

  /** Lets the pages of this browser, and no others, answer whether the Zoom account is the right one. */
  giveConfirmation(confirmToken: string, reply: FastifyReply): void {
    const cookie = { ...CONFIRM_COOKIE, value: confirmToken, seconds: UNCONFIRMED_LIVES_MS / 1000 };
    void reply.header('set-cookie', setCookie(cookie, this.addresses.publicUrl));
  }
}
