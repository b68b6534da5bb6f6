import { Injectable } from '@nestjs/common';
import type { WebhookEvent } from '#libs/zoom-api';
import { Events } from '../platform/events';
import { MeetingHosts } from './meeting-hosts';
import { ZoomConnectionStore } from './zoom-connection.store';
import { ZoomMeetingTouched } from './zoom.events';

/** Says that a meeting was touched at Zoom, if its host has a connection here that can look at it. */
@Injectable()
export class TellTouch {
  constructor(
    private readonly hosts: MeetingHosts,
    private readonly connections: ZoomConnectionStore,
    private readonly events: Events,
  ) {}

  async run({ objectId: zoomMeetingId, zoomUserId: named }: WebhookEvent, how: 'updated' | 'deleted'): Promise<void> {
    if (zoomMeetingId === null) return;
    // Updates need not name the host, and somebody may have given the meeting to another one.
    const zoomUserId = (await this.hosts.of(zoomMeetingId)) ?? named;
    const connection = zoomUserId === null ? null : await this.connections.liveOfZoomUser(zoomUserId);
    if (!connection) return;
    const { id, version, accountId, userId } = connection;
    await this.events.publish(
      ZoomMeetingTouched,
      { accountId, aggregateId: id, aggregateVersion: version },
      { userId, zoomUserId: connection.zoomUserId, zoomMeetingId, how },
    );
  }
}
