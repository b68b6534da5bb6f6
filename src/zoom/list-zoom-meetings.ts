import { Injectable } from '@nestjs/common';
import { ZoomError } from '#libs/zoom-api';
import type { Page } from '../platform/http';
import { LeaseLost } from './leases';
import { ShownMeeting, toZoomMeeting } from './zoom.dto';
import { ZoomNotConnected, ZoomReconnectNeeded, ZoomScopesMissing, ZoomUnavailable } from './zoom.problems';
import type { ZoomSession } from './zoom-session';
import { ZoomSessions } from './zoom-sessions';

/** One page of Zoom's list: enough for showing on a calendar. */
const MOST = 300;
const WAIT_MS = 5_000;

/** The upcoming meetings in a host's Zoom, whoever made them, for showing only. Costs no quota. */
@Injectable()
export class ListZoomMeetings {
  constructor(private readonly sessions: ZoomSessions) {}

  /** @throws ZoomNotConnected, ZoomReconnectNeeded, ZoomScopesMissing, ZoomUnavailable */
  async run(userId: string, type: 'upcoming'): Promise<Page<ShownMeeting>> {
    const answer = await this.sessions
      .using(userId, (session) => listed(session, type), { waitMs: WAIT_MS })
      .catch(refuse);
    switch (answer.state) {
      case 'done':
        return { items: answer.result, nextCursor: null };
      case 'not-connected':
        throw ZoomNotConnected('Connect Zoom first.');
      case 'reconnect-required':
        throw reconnect();
      case 'busy':
        throw ZoomUnavailable('Zoom is being asked for something else on your behalf; try again in a moment.');
    }
  }
}

async function listed(session: ZoomSession, type: 'upcoming'): Promise<ShownMeeting[]> {
  const items: ShownMeeting[] = [];
  for await (const meeting of session.listMeetings(type)) {
    items.push(toZoomMeeting(meeting));
    if (items.length === MOST) break;
  }
  return items;
}

function refuse(error: unknown): never {
  if (error instanceof LeaseLost) throw ZoomUnavailable('Zoom took too long; try again.');
  if (!(error instanceof ZoomError)) throw error;
  if (error.kind === 'invalid-grant') throw reconnect();
  if (error.kind === 'missing-scope') throw ZoomScopesMissing('The Zoom app may not list meetings; see missingScopes.');
  throw ZoomUnavailable('Zoom does not answer now; try again in a few minutes.');
}

const reconnect = () => ZoomReconnectNeeded('Zoom no longer accepts the connection. Connect Zoom again.');
