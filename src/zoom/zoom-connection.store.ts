import { Injectable } from '@nestjs/common';
import { In, Not } from 'typeorm';
import { Database } from '../platform/database';
import { type ConnectionRow, ZoomConnectionRow } from './zoom-connection.entity';

const LIVE = Not('disconnected' as const);

/** Connections and bindings. They belong to a person, whatever the account, so the user ID takes the account's place. */
@Injectable()
export class ZoomConnectionStore {
  constructor(private readonly db: Database) {}

  /**
   * What decides about bindings and connections takes these locks until its transaction ends: first the person's, then
   * those of the Zoom users, ordered.
   */
  async lock(userId: string, zoomUserIds: string[]): Promise<void> {
    const keys = [`zoom person ${userId}`, ...[...zoomUserIds].sort().map((id) => `zoom user ${id}`)];
    for (const key of keys) await this.db.query(`SELECT pg_advisory_xact_lock(hashtextextended($1, 0))`, [key]);
  }

  live(userId: string): Promise<ConnectionRow | null> {
    return this.rows.findOneBy({ userId, state: LIVE });
  }

  liveOf(userIds: string[]): Promise<ConnectionRow[]> {
    return this.rows.findBy({ userId: In(userIds), state: LIVE });
  }

  liveOfZoomUser(zoomUserId: string): Promise<ConnectionRow | null> {
    return this.rows.findOneBy({ zoomUserId, state: LIVE });
  }

  byId(id: string): Promise<ConnectionRow | null> {
    return this.rows.findOneBy({ id });
  }

  former(userId: string, zoomUserId: string): Promise<ConnectionRow | null> {
    return this.rows.findOneBy({ userId, zoomUserId });
  }

  async insert(row: ConnectionRow): Promise<void> {
    await this.rows.insert(row);
  }

  /** Changes the row if it is as it was read, and counts its version up. @returns the row as it stands then, or null */
  async change(read: ConnectionRow, changes: Partial<ConnectionRow>): Promise<ConnectionRow | null> {
    const { id, version } = read;
    const changed = { ...changes, version: version + 1 };
    const { affected } = await this.rows.update({ id, version }, changed);
    return affected === 1 ? { ...read, ...changed } : null;
  }

  /** Whose Zoom user it is, connected or not. */
  async boundTo(zoomUserId: string): Promise<string | null> {
    const row = await this.db.queryOne<{ userId: string }>(
      `SELECT user_id AS "userId" FROM zoom_bindings WHERE zoom_user_id = $1`,
      [zoomUserId],
    );
    return row?.userId ?? null;
  }

  async bind(zoomUserId: string, userId: string, at: Date): Promise<void> {
    await this.db.query(
      `INSERT INTO zoom_bindings (zoom_user_id, user_id, bound_at) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING`,
      [zoomUserId, userId, at],
    );
  }

  async boundZoomUsers(userId: string): Promise<string[]> {
    const rows = await this.db.query<{ id: string }>(
      `SELECT zoom_user_id AS id FROM zoom_bindings WHERE user_id = $1`,
      [userId],
    );
    return rows.map(({ id }) => id);
  }

  async unbind(userId: string): Promise<void> {
    await this.db.query(`DELETE FROM zoom_bindings WHERE user_id = $1`, [userId]);
  }

  private get rows() {
    return this.db.repository(ZoomConnectionRow);
  }
}
