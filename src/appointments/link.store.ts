import { Injectable } from '@nestjs/common';
import { Database } from '../platform/database';
import { SEATED } from './appointment.rules';
import type { Seated } from './appointment.store';
import type { SeriesRow } from './series.entity';
import { SlotEntity, type SlotRow } from './slot.entity';

export type SeatedIn = Seated & { slotId: string };

export type LinkedSeries = Pick<SeriesRow, 'id' | 'calendarId'>;

/** Who shares one link: slots, and series whose slots have one together. */
@Injectable()
export class LinkStore {
  constructor(private readonly db: Database) {}

  /** The series with one link that these slots have, or that anybody who sits in them belongs to. */
  seriesOf(accountId: string, slotIds: string[]): Promise<LinkedSeries[]> {
    return this.db.query<LinkedSeries>(
      `SELECT id, calendar_id AS "calendarId" FROM series WHERE account_id = $1 AND one_link AND id IN (
         SELECT link_series_id FROM slots WHERE account_id = $1 AND id = ANY($2)
         UNION SELECT series_id FROM appointments WHERE account_id = $1 AND slot_id = ANY($2))
       ORDER BY id`,
      [accountId, slotIds],
    );
  }

  series(accountId: string, ids: string[]): Promise<LinkedSeries[]> {
    return this.db.query<LinkedSeries>(
      `SELECT id, calendar_id AS "calendarId" FROM series WHERE account_id = $1 AND id = ANY($2)`,
      [accountId, ids],
    );
  }

  /** These slots, and those of the series that are not over, closed ones too: locked in the order of their ids. */
  lockSlots(accountId: string, { slotIds, seriesIds }: Whose, now: Date): Promise<SlotRow[]> {
    return (
      this.db
        .repository(SlotEntity)
        .createQueryBuilder('s')
        .where('s.account_id = :accountId', { accountId })
        // Found by their ids, which a condition with OR might not be.
        .andWhere(
          `s.id = ANY(ARRAY(
           SELECT unnest(CAST(:slotIds AS uuid[]))
           UNION SELECT x.id FROM slots x
           WHERE x.account_id = :accountId AND x.link_series_id = ANY(:seriesIds) AND x.ends_at > :now))`,
          { slotIds, seriesIds, now },
        )
        .orderBy('s.id')
        .setLock('pessimistic_write')
        .getMany()
    );
  }

  /** Those who have a seat in the slots, oldest first. */
  seatedIn(accountId: string, slotIds: string[]): Promise<SeatedIn[]> {
    return this.db.query<SeatedIn>(
      `SELECT id, slot_id AS "slotId", status, location FROM appointments
       WHERE account_id = $1 AND slot_id = ANY($2) AND status = ANY($3) ORDER BY created_at, id`,
      [accountId, slotIds, SEATED],
    );
  }
}

interface Whose {
  slotIds: string[];
  seriesIds: string[];
}
