import { Injectable } from '@nestjs/common';
import { Database } from '../platform/database';
import { type ConnectionRow, ZoomConnectionRow } from './zoom-connection.entity';

const UNCOMMITTED = 'A lease has to be committed before anybody talks to Zoom';

interface OpenedLease {
  left: number | null;
  connection: ConnectionRow;
}

/** Lease rows. Their times are the database's own, since the machines' and the domain's may differ. */
@Injectable()
export class LeaseStore {
  constructor(private readonly db: Database) {}

  /** @returns 0 when the lease is ours, else the milliseconds it still belongs to another */
  async take(zoomUserId: string, token: string, seconds: number): Promise<number> {
    if (this.db.inTransaction) throw new Error(UNCOMMITTED);
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

  /**
   * Takes the lease of a person's Zoom user, if it is connected, and reads the connection after that.
   * @returns null without a connection; `left` 0 when the lease is ours, else the milliseconds it still belongs to another,
   *   or null when the connection needs its user
   */
  async open(userId: string, token: string, seconds: number): Promise<OpenedLease | null> {
    if (this.db.inTransaction) throw new Error(UNCOMMITTED);
    const columns = this.db.dataSource
      .getMetadata(ZoomConnectionRow)
      .columns.map(({ databaseName, propertyName }) => `(connection).${databaseName} AS "${propertyName}"`);
    const [row] = await this.db.prepared<ConnectionRow & { left: number | null }>(
      `SELECT left_ms AS left, ${columns.join(', ')} FROM open_zoom_lease($1, $2, $3)`,
      [userId, token, seconds],
    );
    if (!row) return null;
    const { left, ...connection } = row;
    return { left, connection };
  }

  /** @returns false when another has it by now */
  async renew(zoomUserId: string, token: string, seconds: number): Promise<boolean> {
    if (this.db.inTransaction) throw new Error(UNCOMMITTED);
    const row = await this.db.queryOne<{ ours: boolean }>(`SELECT renew_zoom_lease($1, $2, $3) AS ours`, [
      zoomUserId,
      token,
      seconds,
    ]);
    return row?.ours === true;
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
