import { Injectable } from '@nestjs/common';
import { Secrets } from '../platform/crypto';
import { MeetingStore } from './meeting.store';

const MARK = 'slotlink:';
const NOTE = 'Booked through Slotlink, which knows the meeting by the line above: please keep it.';

/** What a meeting of ours is known by at Zoom, whatever became of the request that made it. */
@Injectable()
export class References {
  constructor(
    private readonly store: MeetingStore,
    private readonly secrets: Secrets,
  ) {}

  /** Installation, meeting and MAC: lists show the first 250 characters of an agenda, and it takes about 100. */
  async of(meetingId: string): Promise<string> {
    const installation = await this.store.installationId();
    const mac = this.secrets.mac('meeting', installation, meetingId);
    return `${MARK}${installation.slice(0, 8)}:${meetingId.replaceAll('-', '')}:${mac}`;
  }
}

export function agendaWith(reference: string): string {
  return `${reference}\n${NOTE}`;
}

/** Whether a reference names this installation; its MAC is not looked at. */
export function isOurs(reference: string, installation: string): boolean {
  return reference.startsWith(`${MARK}${installation.slice(0, 8)}:`);
}

/** The reference an agenda begins with, or null. */
export function referenceIn(agenda: string): string | null {
  if (!agenda.startsWith(MARK)) return null;
  return /^\S+/.exec(agenda)?.[0] ?? null;
}
