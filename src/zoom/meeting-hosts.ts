import { Injectable } from '@nestjs/common';

/** On which Zoom user a meeting of ours was made. The floor that makes them tells how to find out, at boot. */
@Injectable()
export class MeetingHosts {
  private find: ((zoomMeetingId: string) => Promise<string | null>) | undefined;

  register(find: (zoomMeetingId: string) => Promise<string | null>): void {
    this.find = find;
  }

  /** @returns null when it is none of ours */
  async of(zoomMeetingId: string): Promise<string | null> {
    return (await this.find?.(zoomMeetingId)) ?? null;
  }
}
