import { Injectable } from '@nestjs/common';
import { IsNull } from 'typeorm';
import { Database, sqlState } from '../platform/database';
import { EmailExists } from './identity.problems';
import type { MeetingLocation } from './meeting-location';
import { MembershipRow } from './membership.entity';
import type { Person } from './person';
import type { Role } from './policies';
import { UserRow } from './user.entity';

const UNIQUE_VIOLATION = '23505';

const PERSON = `
  SELECT u.id AS "userId", coalesce(m.shown_as->>'name', u.name) AS name,
         coalesce(m.shown_as->>'email', u.email) AS email, coalesce(m.shown_as->>'timezone', u.timezone) AS timezone,
         CASE WHEN m.shown_as IS NULL THEN u.phone ELSE m.shown_as->>'phone' END AS phone, m.role,
         m.default_meeting_location AS "defaultMeetingLocation",
         CASE WHEN m.deleted_at IS NULL THEN 'active' ELSE 'deleted' END AS status,
         m.restored_as AS "restoredAs", m.version, m.created_at AS "createdAt"
  FROM memberships m JOIN users u ON u.id = m.user_id
  WHERE m.account_id = $1`;

const CREDENTIALS = `id AS "userId", email, password_hash AS "passwordHash", email_proven_at AS "emailProvenAt"`;

export interface Credentials {
  userId: string;
  email: string;
  passwordHash: string | null;
  emailProvenAt: Date | null;
}

export interface PersonalDetails {
  name?: string;
  timezone?: string;
  phone?: string | null;
}

@Injectable()
export class UserStore {
  constructor(private readonly db: Database) {}

  /** @throws EmailExists when somebody living has it, in whatever account */
  async insert(user: Pick<UserRow, keyof UserRow>): Promise<void> {
    try {
      await this.db.repository(UserRow).insert(user);
    } catch (error) {
      if (sqlState(error) === UNIQUE_VIOLATION) throw emailExists();
      throw error;
    }
  }

  /** Whoever left the account and comes back under the same ID begins anew, but for the version. */
  async insertMembership(
    row: Pick<MembershipRow, 'accountId' | 'userId' | 'role' | 'createdAt'>,
  ): Promise<{ version: number } | undefined> {
    return this.db.queryOne(
      `INSERT INTO memberships AS m (account_id, user_id, role, created_at) VALUES ($1, $2, $3, $4)
       ON CONFLICT (account_id, user_id) DO UPDATE
         SET role = excluded.role, created_at = excluded.created_at, version = m.version + 1,
           default_meeting_location = NULL, deleted_at = NULL, shown_as = NULL, restored_as = NULL
         WHERE m.deleted_at IS NOT NULL
       RETURNING version`,
      [row.accountId, row.userId, row.role, row.createdAt],
    );
  }

  /** A deleted one too. */
  async find(accountId: string, userId: string): Promise<Person | undefined> {
    return this.db.queryOne<Person>(`${PERSON} AND m.user_id = $2`, [accountId, userId]);
  }

  /** Deleted ones too, in no order. */
  async findAll(accountId: string, userIds: string[]): Promise<Person[]> {
    return this.db.prepared<Person>(`${PERSON} AND m.user_id = ANY($2)`, [accountId, userIds]);
  }

  async withRoles(accountId: string, roles: readonly Role[]): Promise<Person[]> {
    return this.db.query<Person>(
      `${PERSON} AND m.deleted_at IS NULL AND m.role = ANY($2) ORDER BY m.created_at, m.user_id`,
      [accountId, roles],
    );
  }

  /** In the order they joined, after a position. */
  async page(
    accountId: string,
    status: Person['status'],
    after: { at: Date; id: string } | null,
    limit: number,
  ): Promise<Person[]> {
    return this.db.query<Person>(
      `${PERSON} AND (m.deleted_at IS NULL) = $2
         AND ($3::timestamptz IS NULL OR (m.created_at, m.user_id) > ($3::timestamptz, $4::uuid))
       ORDER BY m.created_at, m.user_id LIMIT $5`,
      [accountId, status === 'active', after?.at ?? null, after?.id ?? null, limit],
    );
  }

  /** Makes changes of one person follow each other, in whichever account they are made. */
  async lock(userId: string): Promise<void> {
    await this.db.query(`SELECT FROM users WHERE id = $1 FOR NO KEY UPDATE`, [userId]);
  }

  /** Makes those who want the same e-mail follow each other. */
  async lockEmail(email: string): Promise<void> {
    await this.db.query(`SELECT pg_advisory_xact_lock(hashtextextended('e-mail ' || lower($1), 0))`, [email]);
  }

  async credentialsByEmail(email: string): Promise<Credentials | undefined> {
    return this.db.queryOne<Credentials>(
      `SELECT ${CREDENTIALS} FROM users
       WHERE lower(email) = lower($1) AND deleted_at IS NULL`,
      [email],
    );
  }

  async credentials(userId: string): Promise<Credentials | undefined> {
    return this.db.queryOne<Credentials>(`SELECT ${CREDENTIALS} FROM users WHERE id = $1`, [userId]);
  }

  /** Of somebody who is known to be there. */
  async living(userId: string): Promise<Credentials> {
    const credentials = await this.credentials(userId);
    if (!credentials) throw new Error(`The user ${userId} has no row`);
    return credentials;
  }

  /** A dead user ID too. */
  async exists(userId: string): Promise<boolean> {
    return this.db.repository(UserRow).existsBy({ id: userId });
  }

  async isLiving(userId: string): Promise<boolean> {
    return this.db.repository(UserRow).existsBy({ id: userId, deletedAt: IsNull() });
  }

  async setPassword(userId: string, passwordHash: string): Promise<void> {
    await this.db.repository(UserRow).update({ id: userId }, { passwordHash });
  }

  /** Every account the person belongs to sees the change. @throws EmailExists */
  async changeEmail(userId: string, email: string): Promise<void> {
    try {
      await this.db.attempt(() => this.db.repository(UserRow).update({ id: userId }, { email }));
    } catch (error) {
      if (sqlState(error) === UNIQUE_VIOLATION) throw emailExists();
      throw error;
    }
    await this.countChange(userId);
  }

  async proveEmail(userId: string, at: Date): Promise<void> {
    await this.db.repository(UserRow).update({ id: userId }, { emailProvenAt: at });
  }

  /** Every account the person belongs to sees the change, so every membership counts it. */
  async changeDetails(userId: string, details: PersonalDetails): Promise<void> {
    await this.db.repository(UserRow).update({ id: userId }, details);
    await this.countChange(userId);
  }

  private async countChange(userId: string): Promise<void> {
    await this.db.query(`UPDATE memberships SET version = version + 1 WHERE user_id = $1 AND deleted_at IS NULL`, [
      userId,
    ]);
  }

  async changeRole(accountId: string, userId: string, role: Role): Promise<void> {
    await this.db.query(
      `UPDATE memberships SET role = $3, version = version + 1 WHERE account_id = $1 AND user_id = $2`,
      [accountId, userId, role],
    );
  }

  async changeDefaultLocation(accountId: string, userId: string, location: MeetingLocation | null): Promise<void> {
    await this.db.query(
      `UPDATE memberships SET default_meeting_location = $3, version = version + 1
       WHERE account_id = $1 AND user_id = $2 AND deleted_at IS NULL`,
      [accountId, userId, location],
    );
  }

  /** Living memberships of the person beside this one. */
  async membershipsElsewhere(accountId: string, userId: string): Promise<number> {
    return this.db
      .repository(MembershipRow)
      .createQueryBuilder('m')
      .where('m.accountId <> :accountId AND m.userId = :userId AND m.deletedAt IS NULL', { accountId, userId })
      .getCount();
  }

  /** From now on the account sees them as they are at this moment. */
  async endMembership(accountId: string, userId: string, at: Date): Promise<void> {
    await this.db.query(
      `UPDATE memberships m SET deleted_at = $3, version = version + 1, shown_as = jsonb_build_object(
         'name', u.name, 'email', u.email, 'timezone', u.timezone, 'phone', u.phone)
       FROM users u WHERE m.account_id = $1 AND m.user_id = $2 AND u.id = m.user_id`,
      [accountId, userId, at],
    );
  }

  async endLife(userId: string, at: Date): Promise<void> {
    await this.db.repository(UserRow).update({ id: userId }, { deletedAt: at });
  }

  /** A person who comes back under a new ID logs in as before. */
  async handOverSecondFactor(formerUserId: string, userId: string): Promise<void> {
    await this.db.query(`UPDATE totp_secrets SET user_id = $2 WHERE user_id = $1`, [formerUserId, userId]);
    await this.db.query(`UPDATE recovery_codes SET user_id = $2 WHERE user_id = $1`, [formerUserId, userId]);
  }

  async markRestored(accountId: string, userId: string, restoredAs: string): Promise<void> {
    await this.db.query(
      `UPDATE memberships SET restored_as = $3, version = version + 1 WHERE account_id = $1 AND user_id = $2`,
      [accountId, userId, restoredAs],
    );
  }
}

export function emailExists() {
  return EmailExists('Somebody with this e-mail has a user ID already; invite them instead.', {
    errors: [{ pointer: '/email', detail: 'belongs to an existing user' }],
  });
}
