import { Injectable } from '@nestjs/common';
import { Database } from '../platform/database';
import { AppointmentEntity, type AppointmentRow } from './appointment.entity';
import { SEATED } from './appointment.rules';
import type { LinkState } from './link.rules';

/** Absent reason: any. */
export interface LinkFilter {
  state: LinkState;
  reason?: string;
}

@Injectable()
export class HostedStore {
  constructor(private readonly db: Database) {}

  /** Those with a seat that a user hosts, alone or with others, and that touch the span; soonest first. */
  rows(
    accountId: string,
    userId: string,
    { from, to }: { from: Date; to: Date },
    limit: number,
  ): Promise<AppointmentRow[]> {
    // Whose seats are taken is live, and the host's live times are found by their index.
    return this.db
      .repository(AppointmentEntity)
      .createQueryBuilder('a')
      .innerJoin('slots', 's', 's.id = a.slot_id')
      .innerJoin('slot_hosts', 'h', 'h.slot_id = a.slot_id AND h.live AND h.host_id = :userId', { userId })
      .where('a.account_id = :accountId AND a.hidden_at IS NULL', { accountId })
      .andWhere('a.status = ANY(:seated)', { seated: SEATED })
      .andWhere('h.blocked && tstzrange(:from, :to) AND s.ends_at > :from AND s.starts_at < :to', { from, to })
      .orderBy('s.starts_at')
      .addOrderBy('a.id')
      .limit(limit)
      .getMany();
  }

  /** Those whose slot a user leads and which are not over, by the state of its link; soonest first. */
  byLink(accountId: string, userId: string, { state, reason }: LinkFilter, now: Date) {
    const query = this.db
      .repository(AppointmentEntity)
      .createQueryBuilder('a')
      .innerJoin('slots', 's', 's.id = a.slot_id AND s.live AND s.lead_user_id = :userId', { userId })
      .where('a.account_id = :accountId AND a.hidden_at IS NULL', { accountId })
      .andWhere(`a.status = ANY(:seated) AND a.status <> 'new'`, { seated: SEATED })
      // A slot lasts a day at most: so those that are over are not looked at.
      .andWhere(`s.starts_at > :now::timestamptz - interval '24 hours' AND s.ends_at > :now`, { now })
      .andWhere('s.link_state = :state', { state });
    if (reason !== undefined) query.andWhere('s.link_reason = :reason', { reason });
    return query.orderBy('s.starts_at').addOrderBy('a.id');
  }

  /** Which of these the person hosts, or was once given, in whatever account. */
  async among(userId: string, ids: string[]): Promise<string[]> {
    const rows = await this.db.query<{ id: string }>(
      `SELECT a.id FROM appointments a WHERE a.id = ANY($2) AND (
         EXISTS (SELECT FROM slot_hosts h WHERE h.slot_id = a.slot_id AND h.host_id = $1)
         OR EXISTS (SELECT FROM assignments e
           WHERE e.account_id = a.account_id AND e.appointment_id = a.id AND e.host_id = $1))`,
      [userId, ids],
    );
    return rows.map(({ id }) => id);
  }
}
