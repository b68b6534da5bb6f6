import { Injectable, OnModuleInit } from '@nestjs/common';
import { MeetingHosts } from '../zoom';
import { MeetingStore } from './meeting.store';

/** Lets events of Zoom's that name no host find the one of a meeting of ours. */
@Injectable()
export class TellHosts implements OnModuleInit {
  constructor(
    private readonly hosts: MeetingHosts,
    private readonly store: MeetingStore,
  ) {}

  onModuleInit(): void {
    this.hosts.register(async (zoomMeetingId) => (await this.store.currentAtZoom(zoomMeetingId))?.zoomUserId ?? null);
  }
}
