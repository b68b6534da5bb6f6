import { Injectable } from '@nestjs/common';
import { Clock } from '../platform/clock';
import { Database } from '../platform/database';

/** `transfer`: a meeting taken over from its host; `alternative-host`: somebody else who may open its door. */
export type RefusedAct = 'transfer' | 'alternative-host';

/** Admins of a Zoom account change their mind, and then it is worth a unit to ask again. */
const REMEMBERED_MS = 28 * 86_400_000;

/** What Zoom refuses between two of its users. */
@Injectable()
export class RefusalStore {
  constructor(
    private readonly db: Database,
    private readonly clock: Clock,
  ) {}

  async remember(act: RefusedAct, from: string, to: readonly string[]): Promise<void> {
    await this.db.query(
      `INSERT INTO zoom_refusals (act, from_zoom_user, to_zoom_user, refused_at) SELECT $1, $2, t, $4 FROM unnest($3::text[]) t
       ON CONFLICT (from_zoom_user, to_zoom_user, act) DO UPDATE SET refused_at = excluded.refused_at`,
      [act, from, to, this.clock.now()],
    );
  }

  /** Those it was refused for, and not too long ago. */
  async refused(act: RefusedAct, from: string, to: readonly string[]): Promise<Set<string>> {
    const rows = await this.db.query<{ id: string }>(
      `SELECT to_zoom_user AS id FROM zoom_refusals
       WHERE act = $1 AND from_zoom_user = $2 AND to_zoom_user = ANY($3) AND refused_at > $4`,
      [act, from, to, new Date(this.clock.ms() - REMEMBERED_MS)],
    );
    return new Set(rows.map(({ id }) => id));
  }

  /** Whoever connects again may have got another plan or other rights with it. */
  async forget(zoomUserId: string): Promise<void> {
    await this.db.query(`DELETE FROM zoom_refusals WHERE from_zoom_user = $1 OR to_zoom_user = $1`, [zoomUserId]);
  }
}
