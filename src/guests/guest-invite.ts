import { Injectable } from '@nestjs/common';
import { inviteIcs, uidOf } from '#libs/ics';
import { isSeated } from '../appointments';
import { Config } from '../platform/config';
import { GuestView } from './guest-view';

/** The appointment as a file for the guest's own calendar. It invites nobody. */
@Injectable()
export class GuestInvite {
  constructor(
    private readonly view: GuestView,
    private readonly config: Config,
  ) {}

  /** @throws NotFound */
  async of(token: string): Promise<string> {
    const view = await this.view.ofManageLink(token);
    const { appointment, slot, hosts } = view;
    const { links, meetingLocation } = this.view.json(view);
    return inviteIcs({
      uid: uidOf(appointment.id),
      // Never ahead of the invitations that come by mail, which clients would ignore then; of two files the later counts.
      sequence: 0,
      method: 'PUBLISH',
      stamp: appointment.updatedAt,
      start: slot.startsAt,
      end: slot.endsAt,
      summary: appointment.title,
      description: `Join: ${links.join}\nChange or cancel: ${links.manage}`,
      // The lasting link stands in until there is a meeting, and stays right after it.
      location: meetingLocation.value ?? (meetingLocation.kind === 'zoom' ? links.join : null),
      url: links.manage,
      organizer: { name: hosts[0]?.name ?? view.calendar.name, email: senderOf(this.config.mailFrom) },
      attendees: [],
      cancelled: !isSeated(appointment.status),
    });
  }
}

/** The address in `Name <address>`, or the whole. */
function senderOf(mailFrom: string): string {
  return /<([^>]*)>/.exec(mailFrom)?.[1] ?? mailFrom;
}
