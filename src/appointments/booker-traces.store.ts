import { Injectable } from '@nestjs/common';
import { ERASED } from '../data-rights';
import { Database } from '../platform/database';
import { AppointmentEntity, type AppointmentRow, type Booker } from './appointment.entity';

/** What appointments and slots tell of whoever booked them. */
@Injectable()
export class BookerTraceStore {
  constructor(private readonly db: Database) {}

  /** Hidden ones too, soonest booked first. */
  bookedBy(accountId: string, contactId: string): Promise<AppointmentRow[]> {
    return this.db
      .repository(AppointmentEntity)
      .find({ where: { accountId, contactId }, order: { createdAt: 'ASC', id: 'ASC' } });
  }

  /** What a user hosts or hosted, alone or with others, without those who booked it. */
  hostedBy(accountId: string, userId: string): Promise<Record<string, unknown>[]> {
    return this.db.query(
      `SELECT a.id, a.calendar_id AS "calendarId", a.status, s.starts_at AS start, s.ends_at AS "end"
       FROM slot_hosts h JOIN slots s ON s.account_id = h.account_id AND s.id = h.slot_id
       JOIN appointments a ON a.account_id = s.account_id AND a.slot_id = s.id
       WHERE h.account_id = $1 AND h.host_id = $2 ORDER BY s.starts_at, a.id`,
      [accountId, userId],
    );
  }

  /** As whom they booked, where they did so themselves. */
  async bookers(accountId: string, contactId: string): Promise<{ id: string; booker: Booker | null }[]> {
    return this.db.query(`SELECT id, booker FROM appointments WHERE account_id = $1 AND contact_id = $2`, [
      accountId,
      contactId,
    ]);
  }

  /**
   * Leaves the seat, the hosts and what became of it; links given out before are dead.
   * @returns how many appointments
   */
  async makeAnonymous(accountId: string, contactId: string): Promise<number> {
    const changed = await this.db.query(
      `UPDATE appointments SET booker = NULL, title = $3, notes = NULL, internal_notes = NULL, guests = '[]',
         answers = '{}', questions = '[]', source = NULL, location = NULL, locale = NULL, cancellation_reason = NULL,
         own_link = NULL, link_generation = link_generation + 1, version = version + 1
       WHERE account_id = $1 AND contact_id = $2 RETURNING id`,
      [accountId, contactId, ERASED],
    );
    return changed.length;
  }

  /** Slots named after the one person they were for. @returns how many */
  async unname(accountId: string, contactId: string): Promise<number> {
    const changed = await this.db.query(
      `UPDATE slots s SET topic = $3
       WHERE s.account_id = $1 AND s.capacity = 1 AND s.topic <> $3
         AND EXISTS (SELECT FROM appointments a WHERE a.slot_id = s.id AND a.contact_id = $2)
         AND NOT EXISTS (SELECT FROM appointments a WHERE a.slot_id = s.id AND a.contact_id <> $2)
       RETURNING s.id`,
      [accountId, contactId, ERASED],
    );
    return changed.length;
  }
}
