import { Injectable } from '@nestjs/common';
import { Database } from '../platform/database';
import { AssignmentRow } from './assignment.entity';

export interface AssignmentCount {
  hostId: string;
  lastAssignedAt: Date | null;
  assignedInWindow: number;
  assigned: number;
}

/** The ledger of who got what. */
@Injectable()
export class AssignmentStore {
  constructor(private readonly db: Database) {}

  async append(row: Omit<AssignmentRow, 'id'>): Promise<void> {
    await this.db.repository(AssignmentRow).insert(row);
  }

  /** Per host of the calendar that ever got one. */
  counts(accountId: string, calendarId: string, windowStart: Date): Promise<AssignmentCount[]> {
    return this.db.query<AssignmentCount>(
      `SELECT host_id AS "hostId", max(at) AS "lastAssignedAt", count(DISTINCT appointment_id)::int AS assigned,
              (count(DISTINCT appointment_id) FILTER (WHERE at >= $3))::int AS "assignedInWindow"
       FROM assignments WHERE account_id = $1 AND calendar_id = $2 GROUP BY host_id`,
      [accountId, calendarId, windowStart],
    );
  }
}
