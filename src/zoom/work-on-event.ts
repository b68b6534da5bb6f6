import { Injectable } from '@nestjs/common';
import { type WebhookEvent, readDeauthorization, readWebhookEvent } from '#libs/zoom-api';
import { Clock } from '../platform/clock';
import { Database } from '../platform/database';
import { HandlesJob, type JobHandler, defineJob } from '../platform/jobs';
import { TellTouch } from './tell-touch';
import { UninstallZoom } from './uninstall-zoom';
import { ZoomEventStore } from './zoom-event.store';

interface EventToWorkOn {
  eventId: string;
}

const CHANGES = ['meeting.updated', 'meeting.recovered'];
const REMOVALS = ['meeting.deleted', 'meeting.permanently_deleted'];
const UNINSTALL = 'app_deauthorized';

/** What something follows from. All others are kept for whoever needs them later. */
export const FOLLOWED: ReadonlySet<string | null> = new Set([...CHANGES, ...REMOVALS, UNINSTALL]);

export const WorkOnEventJob = defineJob<EventToWorkOn>('zoom.work-on-event');

/** What follows from an event of Zoom's, once. They come in no order, so none says more than that something happened. */
@Injectable()
@HandlesJob(WorkOnEventJob)
export class WorkOnEvent implements JobHandler<EventToWorkOn> {
  constructor(
    private readonly db: Database,
    private readonly events: ZoomEventStore,
    private readonly touches: TellTouch,
    private readonly uninstall: UninstallZoom,
    private readonly clock: Clock,
  ) {}

  async run({ eventId }: EventToWorkOn): Promise<void> {
    await this.db.transaction(async () => {
      const body = await this.events.lockWaiting(eventId);
      if (body === null) return;
      await this.follow(readWebhookEvent(body));
      await this.events.markWorked(eventId, this.clock.now());
    });
  }

  private async follow(event: WebhookEvent): Promise<void> {
    const name = event.event ?? '';
    if (CHANGES.includes(name)) await this.touches.run(event, 'updated');
    if (REMOVALS.includes(name)) await this.touches.run(event, 'deleted');
    const removal = name === UNINSTALL ? readDeauthorization(event) : null;
    if (removal) await this.uninstall.run(removal);
  }
}
