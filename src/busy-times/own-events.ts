import { Injectable } from '@nestjs/common';

/** Which of the appointments a user hosts, or hosted. */
type HostedBy = (userId: string, appointmentIds: string[]) => Promise<ReadonlySet<string>>;

/**
 * Tells which events of a user's calendar elsewhere are appointments made here, which take their time already and must
 * not take it for good once they are cancelled. The floor that knows appointments registers at boot.
 */
@Injectable()
export class OwnEvents {
  private known: HostedBy = () => Promise.resolve(new Set());

  register(known: HostedBy): void {
    this.known = known;
  }

  async hostedBy(userId: string, appointmentIds: string[]): Promise<ReadonlySet<string>> {
    return appointmentIds.length === 0 ? new Set() : this.known(userId, appointmentIds);
  }
}
