import { Injectable } from '@nestjs/common';
import { ERASED } from '../data-rights';
import { Database } from '../platform/database';

/** How somebody is called, in an account or as a person. */
export interface KnownAs {
  name: string;
  email: string;
  phone: string | null;
}

/** What accounts and the server know of a person, and its end. */
@Injectable()
export class PersonTraceStore {
  constructor(private readonly db: Database) {}

  /** User IDs that came back, one after the other, as this one. */
  async formerIds(accountId: string, userId: string): Promise<string[]> {
    const rows = await this.db.query<{ id: string }>(
      `WITH RECURSIVE former AS (
         SELECT user_id FROM memberships WHERE account_id = $1 AND restored_as = $2
         UNION SELECT m.user_id FROM memberships m JOIN former f ON m.account_id = $1 AND m.restored_as = f.user_id)
       SELECT user_id AS id FROM former`,
      [accountId, userId],
    );
    return rows.map(({ id }) => id);
  }

  /** As the account knows them; as they are, when nobody has the ID any more. */
  knownAs(accountId: string, userIds: string[]): Promise<KnownAs[]> {
    return this.db.query(
      `SELECT shown_as ->> 'name' AS name, shown_as ->> 'email' AS email, shown_as ->> 'phone' AS phone FROM memberships
         WHERE account_id = $1 AND user_id = ANY($2) AND shown_as IS NOT NULL
       UNION SELECT u.name, u.email, u.phone FROM users u JOIN memberships m ON m.user_id = u.id
         WHERE m.account_id = $1 AND m.user_id = ANY($2) AND (u.deleted_at IS NOT NULL OR m.deleted_at IS NULL)`,
      [accountId, userIds],
    );
  }

  /** Whether somebody living in the account has one of the e-mails. */
  async isHadByMember(accountId: string, emails: string[]): Promise<boolean> {
    const rows = await this.db.query(
      `SELECT FROM memberships m JOIN users u ON u.id = m.user_id
       WHERE m.account_id = $1 AND m.deleted_at IS NULL AND lower(u.email) = ANY($2) LIMIT 1`,
      [accountId, emails],
    );
    return rows.length > 0;
  }

  /** What only this account keeps of them. @returns rows by table */
  async eraseInAccount(accountId: string, userIds: string[], emails: string[]): Promise<Record<string, number>> {
    const shown = JSON.stringify({ name: ERASED, email: '', timezone: 'UTC', phone: null });
    const memberships = await this.db.query(
      `UPDATE memberships SET shown_as = $3, default_meeting_location = NULL, version = version + 1
       WHERE account_id = $1 AND user_id = ANY($2) RETURNING user_id`,
      [accountId, userIds, shown],
    );
    const keys = await this.db.query(`DELETE FROM api_keys WHERE account_id = $1 AND user_id = ANY($2) RETURNING id`, [
      accountId,
      userIds,
    ]);
    const invitations = await this.db.query(
      `DELETE FROM team_invitations WHERE account_id = $1 AND lower(email) = ANY($2) RETURNING id`,
      [accountId, emails],
    );
    return { memberships: memberships.length, api_keys: keys.length, team_invitations: invitations.length };
  }

  /** The person behind IDs that are dead. Others, who live on elsewhere, stay who they are. @returns rows by table */
  async eraseDead(accountId: string, userIds: string[]): Promise<Record<string, number>> {
    const users = await this.db.query<{ id: string }>(
      `UPDATE users u SET name = $3, email = '', phone = NULL, password_hash = NULL, timezone = 'UTC'
       FROM memberships m
       WHERE m.account_id = $1 AND m.user_id = u.id AND u.id = ANY($2) AND u.deleted_at IS NOT NULL RETURNING u.id`,
      [accountId, userIds, ERASED],
    );
    const ids = users.map(({ id }) => id);
    const links = await this.db.query(`DELETE FROM mail_links WHERE user_id = ANY($1) RETURNING user_id`, [ids]);
    const codes = await this.db.query(`DELETE FROM recovery_codes WHERE user_id = ANY($1) RETURNING id`, [ids]);
    const factors = await this.db.query(`DELETE FROM totp_secrets WHERE user_id = ANY($1) RETURNING user_id`, [ids]);
    return {
      ...{ users: users.length, mail_links: links.length },
      ...{ totp_secrets: factors.length, recovery_codes: codes.length },
    };
  }
}
