import { Injectable } from '@nestjs/common';
import { LinkNeeds } from '../appointments';
import { Clock } from '../platform/clock';
import { type Fact, type Reaction, ReactsTo } from '../platform/events';
import { ZoomMeetingTouched } from '../zoom';
import { Generations } from './generations';
import type { MeetingRow } from './meeting.entity';
import { MeetingStore } from './meeting.store';

interface Touch {
  zoomUserId: string;
  zoomMeetingId: string;
  how: 'updated' | 'deleted';
}

@Injectable()
@ReactsTo(
  ZoomMeetingTouched,
  'meetings.on-zoom-meeting-touched',
  'A meeting of ours is looked at, once however often it was touched, and one that was given up is looked for and deleted again; others are left alone.',
)
export class OnZoomMeetingTouched implements Reaction<Touch> {
  constructor(
    private readonly needs: LinkNeeds,
    private readonly store: MeetingStore,
    private readonly generations: Generations,
    private readonly clock: Clock,
  ) {}

  /** While a host's Zoom is gone nobody can look; once it is back, its meetings are looked for anyway. */
  async react({ payload: { zoomUserId, zoomMeetingId, how } }: Fact<Touch>): Promise<void> {
    const found = await this.store.currentAtZoom(zoomMeetingId);
    if (found?.zoomUserId === zoomUserId) await this.lookAgain(found);
    // Its deletion is what we asked for; after anything else it may be back from Zoom's trash.
    else if (!found && how !== 'deleted') await this.lookFor(await this.store.givenUpAtZoom(zoomUserId, zoomMeetingId));
  }

  private async lookAgain(found: MeetingRow): Promise<void> {
    await this.needs.lockOwner(found.accountId, found);
    const meeting = await this.store.lock(found.accountId, found.id);
    if (meeting.wanted === 'absent' || meeting.unmanaged || meeting.endsAt <= this.clock.now()) return;
    await this.generations.change(meeting, { touches: meeting.touches + 1, retryAt: null });
  }

  private async lookFor(found: MeetingRow | null): Promise<void> {
    if (!found) return;
    await this.needs.lockOwner(found.accountId, found);
    const meeting = await this.store.lock(found.accountId, found.id);
    if (meeting.known !== 'absent' || meeting.wanted === 'present' || meeting.endsAt <= this.clock.now()) return;
    const { lastZoomMeetingId: zoomMeetingId } = meeting;
    await this.generations.change(meeting, { known: 'unknown', zoomMeetingId, retryAt: null });
  }
}
