import { Injectable } from '@nestjs/common';
import { In, IsNull } from 'typeorm';
import type { Contact } from '../contacts';
import { Database } from '../platform/database';
import type { PageQuery } from '../platform/http';
import { positionOf } from '../platform/http';
import { AppointmentEntity, type AppointmentRow } from './appointment.entity';
import { AppointmentStatus, SEATED } from './appointment.rules';

export interface AppointmentFilter {
  from?: Date;
  to?: Date;
  calendarId?: string;
  /** Appointments this user hosts, alone or with others. */
  userId?: string;
  /** The same for the one who asks. */
  hostedBy?: string;
  contactId?: string;
  seriesId?: string;
  status?: AppointmentStatus;
  updatedSince?: Date;
}

export interface FutureAppointment {
  id: string;
  calendarId: string;
  slotId: string;
  start: Date;
}

export type Seated = Pick<AppointmentRow, 'id' | 'status' | 'location'>;

type MovedAppointment = Pick<AppointmentRow, 'id' | 'slotId' | 'version'>;

/** Every query about appointments; the account is always first. */
@Injectable()
export class AppointmentStore {
  constructor(private readonly db: Database) {}

  async insert(rows: AppointmentRow[]): Promise<void> {
    await this.db.repository(AppointmentEntity).insert(rows as object[]);
  }

  find(accountId: string, id: string): Promise<AppointmentRow | null> {
    return this.db.repository(AppointmentEntity).findOneBy({ accountId, id });
  }

  byIds(accountId: string, ids: string[]): Promise<AppointmentRow[]> {
    return this.db.repository(AppointmentEntity).findBy({ accountId, id: In(ids) });
  }

  /** Of a series that were not hidden, in no order. */
  ofSeries(accountId: string, seriesId: string): Promise<AppointmentRow[]> {
    return this.db.repository(AppointmentEntity).findBy({ accountId, seriesId, hiddenAt: IsNull() });
  }

  /** Of a series that start later than `after`, from `from` on, and can still be moved or cancelled; soonest first. */
  upcoming(
    accountId: string,
    seriesId: string,
    { after, from, hostedBy }: { after: Date; from?: Date; hostedBy?: string },
  ): Promise<AppointmentRow[]> {
    const query = this.db
      .repository(AppointmentEntity)
      .createQueryBuilder('a')
      .innerJoin('slots', 's', 's.id = a.slot_id')
      .where('a.account_id = :accountId AND a.series_id = :seriesId AND a.hidden_at IS NULL', { accountId, seriesId })
      .andWhere(`a.status IN ('new', 'confirmed') AND s.starts_at > :after`, { after });
    if (from) query.andWhere('s.starts_at >= :from', { from });
    if (hostedBy) {
      query.andWhere('EXISTS (SELECT FROM slot_hosts h WHERE h.slot_id = s.id AND h.host_id = :hostedBy)', {
        hostedBy,
      });
    }
    return query.orderBy('s.starts_at').addOrderBy('a.id').getMany();
  }

  /** For links that name no account: their MAC is checked against the row. */
  findAnywhere(id: string): Promise<AppointmentRow | null> {
    return this.db.repository(AppointmentEntity).findOneBy({ id });
  }

  /** The last one booked in a calendar. */
  async latestIn(accountId: string, calendarId: string): Promise<string | null> {
    const row = await this.db.queryOne<{ id: string }>(
      `SELECT id FROM appointments WHERE account_id = $1 AND calendar_id = $2 ORDER BY created_at DESC, id DESC LIMIT 1`,
      [accountId, calendarId],
    );
    return row?.id ?? null;
  }

  /** Locks the row and reads it. After the hosts and the slot. */
  lock(accountId: string, id: string): Promise<AppointmentRow | null> {
    return this.db
      .repository(AppointmentEntity)
      .findOne({ where: { accountId, id }, lock: { mode: 'pessimistic_write' } });
  }

  /** Locks the rows, in the order in which they are always locked: oldest first. After the hosts and the slots. */
  async lockAll(accountId: string, ids: string[]): Promise<void> {
    await this.db.query(
      `SELECT FROM appointments WHERE account_id = $1 AND id = ANY($2) ORDER BY created_at, id FOR UPDATE`,
      [accountId, ids],
    );
  }

  /** Writes what the row now holds, its version counted up. */
  async save(row: AppointmentRow, now: Date): Promise<void> {
    row.version += 1;
    row.updatedAt = now;
    await this.db.repository(AppointmentEntity).update({ accountId: row.accountId, id: row.id }, row as object);
  }

  /**
   * Gives all of a contact's appointments to another. Their guest remains who they were told to be, at the address that
   * mails went to so far.
   */
  async moveToContact(from: Contact, toId: string, now: Date): Promise<MovedAppointment[]> {
    const { accountId, id, name, email, otherEmails, phone } = from;
    // In the order of `lockSeatedIn`; then all of them, with what came in while we waited.
    await this.db.query(
      `SELECT id FROM appointments WHERE account_id = $1 AND contact_id = $2 ORDER BY created_at, id FOR UPDATE`,
      [accountId, id],
    );
    return this.db.query<MovedAppointment>(
      `UPDATE appointments SET contact_id = $3, version = version + 1, updated_at = $4,
         booker = CASE WHEN booker IS NULL THEN $5::jsonb
           WHEN lower(booker ->> 'email') = ANY($6) THEN booker
           ELSE booker || jsonb_build_object('email', $7::text) END
       WHERE account_id = $1 AND contact_id = $2 RETURNING id, slot_id AS "slotId", version`,
      [
        ...[accountId, id, toId, now, JSON.stringify({ name, email, phone })],
        [email, ...otherEmails].map((address) => address.toLowerCase()),
        email,
      ],
    );
  }

  /** Those who have a seat in the slot, oldest first. A class has thousands: only what says where they meet. */
  seatedIn(accountId: string, slotId: string): Promise<Seated[]> {
    return this.db.query<Seated>(
      `SELECT id, status, location FROM appointments WHERE account_id = $1 AND slot_id = $2 AND status = ANY($3)
       ORDER BY created_at, id`,
      [accountId, slotId, SEATED],
    );
  }

  /** Whether anybody but this appointment has a seat in the slot. */
  async othersIn(accountId: string, slotId: string, id: string): Promise<boolean> {
    const rows = await this.db.query(
      `SELECT FROM appointments WHERE account_id = $1 AND slot_id = $2 AND status = ANY($3) AND id <> $4 LIMIT 1`,
      [accountId, slotId, SEATED, id],
    );
    return rows.length > 0;
  }

  /** Those who have a seat in the slot, whole and locked, oldest first. The slot is locked before. */
  lockSeatedIn(accountId: string, slotId: string): Promise<AppointmentRow[]> {
    return this.db
      .repository(AppointmentEntity)
      .createQueryBuilder('a')
      .where('a.account_id = :accountId AND a.slot_id = :slotId AND a.status = ANY(:seated)', {
        accountId,
        slotId,
        seated: SEATED,
      })
      .orderBy('a.created_at')
      .addOrderBy('a.id')
      .setLock('pessimistic_write')
      .getMany();
  }

  /** Seated appointments that start after `now`, of a calendar, a host, a host in a calendar, or a contact; soonest first. */
  async future(
    accountId: string,
    { calendarId, userId, contactId }: { calendarId?: string; userId?: string; contactId?: string },
    now: Date,
  ): Promise<FutureAppointment[]> {
    return this.db.query<FutureAppointment>(
      `SELECT a.id, a.calendar_id AS "calendarId", a.slot_id AS "slotId", s.starts_at AS start
       FROM appointments a JOIN slots s ON s.id = a.slot_id
       WHERE a.account_id = $1 AND a.status = ANY($2) AND s.starts_at > $3
         AND ($4::uuid IS NULL OR a.calendar_id = $4)
         AND ($5::uuid IS NULL OR EXISTS (SELECT FROM slot_hosts h WHERE h.slot_id = s.id AND h.host_id = $5))
         AND ($6::uuid IS NULL OR a.contact_id = $6)
       ORDER BY s.starts_at, a.id`,
      [accountId, SEATED, now, calendarId ?? null, userId ?? null, contactId ?? null],
    );
  }

  /** Who hosts what the contact booked latest in the calendar and didn't cancel. */
  async lastHostOf(accountId: string, calendarId: string, contactId: string): Promise<string | null> {
    const row = await this.db.queryOne<{ hostId: string | null }>(
      `SELECT s.lead_user_id AS "hostId" FROM appointments a JOIN slots s ON s.id = a.slot_id
       WHERE a.account_id = $1 AND a.calendar_id = $2 AND a.contact_id = $3 AND a.status = ANY($4)
       ORDER BY s.starts_at DESC, a.created_at DESC, a.id DESC LIMIT 1`,
      [accountId, calendarId, contactId, SEATED],
    );
    return row?.hostId ?? null;
  }

  /** A page and one more, by start. */
  list(accountId: string, filter: AppointmentFilter, page: PageQuery): Promise<AppointmentRow[]> {
    const position = positionOf(page);
    const query = this.db
      .repository(AppointmentEntity)
      .createQueryBuilder('a')
      .innerJoin('slots', 's', 's.id = a.slot_id')
      .where('a.account_id = :accountId AND a.hidden_at IS NULL', { accountId });
    if (filter.from) query.andWhere('s.ends_at > :from', { from: filter.from });
    if (filter.to) query.andWhere('s.starts_at < :to', { to: filter.to });
    if (filter.calendarId) query.andWhere('a.calendar_id = :calendarId', { calendarId: filter.calendarId });
    if (filter.contactId) query.andWhere('a.contact_id = :contactId', { contactId: filter.contactId });
    if (filter.seriesId) query.andWhere('a.series_id = :seriesId', { seriesId: filter.seriesId });
    if (filter.status) query.andWhere('a.status = :status', { status: filter.status });
    if (filter.updatedSince) query.andWhere('a.updated_at >= :since', { since: filter.updatedSince });
    for (const [name, host] of Object.entries({ user: filter.userId, asker: filter.hostedBy })) {
      if (!host) continue;
      query.andWhere(`EXISTS (SELECT FROM slot_hosts h WHERE h.slot_id = s.id AND h.host_id = :${name})`, {
        [name]: host,
      });
    }
    if (position) query.andWhere('(s.starts_at, a.id) > (:at, :id)', position);
    return query
      .orderBy('s.starts_at')
      .addOrderBy('a.id')
      .limit(page.limit + 1)
      .getMany();
  }
}
