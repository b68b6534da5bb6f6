import { Injectable } from '@nestjs/common';
import { In } from 'typeorm';
import { ERASED } from '../data-rights';
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

  /** What people were told of these appointments, by mail. */
  ofAll(accountId: string, appointmentIds: string[]): Promise<InvitationRow[]> {
    return this.db.repository(InvitationEntity).findBy({ accountId, appointmentId: In(appointmentIds) });
  }

  /**
   * Forgets whom of the appointments booked them, and the guests of those that are over. Others stay: they may have to
   * be told that it is cancelled. @returns how many
   */
  async forgetBooker(accountId: string, appointmentIds: string[], addresses: string[], now: Date): Promise<number> {
    const forgotten = await this.db.query(
      `DELETE FROM invitations i WHERE i.account_id = $1 AND i.appointment_id = ANY($2)
         AND (starts_with(i.recipient, 'contact:') OR lower(i.email) = ANY($3)
           OR (starts_with(i.recipient, 'guest:') AND EXISTS (
             SELECT FROM appointments a JOIN slots s ON s.id = a.slot_id WHERE a.id = i.appointment_id AND s.ends_at <= $4)))
       RETURNING i.recipient`,
      [accountId, appointmentIds, addresses, now],
    );
    await this.db.query(
      `UPDATE invitations SET told = jsonb_set(told, '{title}', to_jsonb($3::text)), told_before = NULL
       WHERE account_id = $1 AND appointment_id = ANY($2)`,
      [accountId, appointmentIds, ERASED],
    );
    return forgotten.length;
  }

  /** Forgets what somebody was told as a host or a guest. @returns how many */
  async forgetUser(accountId: string, userIds: string[], addresses: string[]): Promise<number> {
    const forgotten = await this.db.query(
      `DELETE FROM invitations WHERE account_id = $1
         AND (recipient = ANY(SELECT 'host:' || id FROM unnest($2::text[]) AS id) OR lower(email) = ANY($3))
       RETURNING recipient`,
      [accountId, userIds, addresses],
    );
    return forgotten.length;
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
