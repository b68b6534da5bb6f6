import { Injectable } from '@nestjs/common';
import { Database } from '../platform/database';

/** Lease rows. Their times are the database's own, since the machines' and the domain's may differ. */
@Injectable()
export class LeaseStore {
  constructor(private readonly db: Database) {}

  /** @returns 0 when the lease is ours, else the milliseconds it still belongs to another */
  async take(zoomUserId: string, token: string, seconds: number): Promise<number> {
    if (this.db.inTransaction) throw new Error('A lease has to be committed before anybody talks to Zoom');
    const taken = await this.db.query(
      `INSERT INTO zoom_leases AS l (zoom_user_id, lease_token, lease_until)
       VALUES ($1, $2, now() + make_interval(secs => $3))
       ON CONFLICT (zoom_user_id) DO UPDATE SET lease_token = excluded.lease_token, lease_until = excluded.lease_until
         WHERE l.lease_until < now()
       RETURNING l.lease_token`,
      [zoomUserId, token, seconds],
    );
    if (taken.length > 0) return 0;
    const other = await this.db.queryOne<{ left: number }>(
      `SELECT extract(epoch FROM lease_until - now())::float8 * 1000 AS left FROM zoom_leases WHERE zoom_user_id = $1`,
      [zoomUserId],
    );
    // Given back in between: worth trying again at once.
    return Math.max(1, Math.ceil(other?.left ?? 1));
  }

  /** @returns false when another has it by now */
  async renew(zoomUserId: string, token: string, seconds: number): Promise<boolean> {
    const rows = await this.db.query(
      `UPDATE zoom_leases SET lease_until = now() + make_interval(secs => $3)
       WHERE zoom_user_id = $1 AND lease_token = $2 RETURNING lease_token`,
      [zoomUserId, token, seconds],
    );
    return rows.length > 0;
  }

  /** Keeps the lease ours until the transaction under way ends. @returns false when another has it by now */
  async hold(zoomUserId: string, token: string): Promise<boolean> {
    const rows = await this.db.query(
      `SELECT lease_token FROM zoom_leases WHERE zoom_user_id = $1 AND lease_token = $2 FOR SHARE`,
      [zoomUserId, token],
    );
    return rows.length > 0;
  }

  async give(zoomUserId: string, token: string): Promise<void> {
    await this.db.query(`DELETE FROM zoom_leases WHERE zoom_user_id = $1 AND lease_token = $2`, [zoomUserId, token]);
  }
}
