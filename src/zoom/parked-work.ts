import { Injectable } from '@nestjs/common';

/** What of a host waits. */
export interface WaitingWork {
  /** Links that wait for another day. */
  parked: number;
  /** Deletions that wait until a day has room for them. */
  deferred: number;
}

/** What waits of hosts, who are not in it when nothing does. */
type Count = (userIds: string[]) => Promise<Map<string, WaitingWork>>;

/** The work of hosts that waits. The floor that makes links tells how to count it, at boot. */
@Injectable()
export class ParkedWork {
  private count: Count | undefined;

  register(count: Count): void {
    this.count = count;
  }

  async of(userIds: string[]): Promise<Map<string, WaitingWork>> {
    return (await this.count?.(userIds)) ?? new Map<string, WaitingWork>();
  }
}
