import { Injectable } from '@nestjs/common';
import { In } from 'typeorm';
import { Database } from '../platform/database';
import { InvitationEntity, type InvitationRow } from './invitation.entity';
import { InvitationWaitRow } from './invitation-wait.entity';

/** Whoever writes holds the lock of the appointment's slot. */
@Injectable()
export class InvitationStore {
  constructor(private readonly db: Database) {}

  /** Everybody who was ever told, in a fixed order. */
  of(accountId: string, appointmentId: string): Promise<InvitationRow[]> {
    return this.db
      .repository(InvitationEntity)
      .find({ where: { accountId, appointmentId }, order: { recipient: 'ASC' } });
  }

  /** Whether anybody was ever told of any of them. */
  async anyOf(accountId: string, appointmentIds: string[]): Promise<boolean> {
    return this.db.repository(InvitationEntity).existsBy({ accountId, appointmentId: In(appointmentIds) });
  }

  async save(row: InvitationRow): Promise<void> {
    await this.db.repository(InvitationEntity).upsert(row, ['appointmentId', 'recipient']);
  }

  async waitUntil(accountId: string, appointmentId: string): Promise<Date | null> {
    const row = await this.db.repository(InvitationWaitRow).findOneBy({ accountId, appointmentId });
    return row?.until ?? null;
  }

  async wait(accountId: string, appointmentId: string, until: Date): Promise<void> {
    await this.db.repository(InvitationWaitRow).insert({ accountId, appointmentId, until });
  }

  /** @returns whether there was a wait */
  async endWait(accountId: string, appointmentId: string): Promise<boolean> {
    const { affected } = await this.db.repository(InvitationWaitRow).delete({ accountId, appointmentId });
    return (affected ?? 0) > 0;
  }
}
