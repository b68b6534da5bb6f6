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
  SELECT u.id AS "userId", u.name, u.email, u.timezone, u.phone, m.role,
         m.default_meeting_location AS "defaultMeetingLocation",
         CASE WHEN m.deleted_at IS NULL THEN 'active' ELSE 'deleted' END AS status,
         m.restored_as AS "restoredAs", m.version, m.created_at AS "createdAt"
  FROM memberships m JOIN users u ON u.id = m.user_id
  WHERE m.account_id = $1`;

export interface Credentials {
  userId: string;
  email: string;
  passwordHash: string | null;
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

  async insertMembership(row: Pick<MembershipRow, keyof MembershipRow>): Promise<void> {
    await this.db.repository(MembershipRow).insert(row);
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

  async credentialsByEmail(email: string): Promise<Credentials | undefined> {
    return this.db.queryOne<Credentials>(
      `SELECT id AS "userId", email, password_hash AS "passwordHash" FROM users
       WHERE lower(email) = lower($1) AND deleted_at IS NULL`,
      [email],
    );
  }

  async credentials(userId: string): Promise<Credentials | undefined> {
    return this.db.queryOne<Credentials>(
      `SELECT id AS "userId", email, password_hash AS "passwordHash" FROM users WHERE id = $1`,
      [userId],
    );
  }

  async isLiving(userId: string): Promise<boolean> {
    return this.db.repository(UserRow).existsBy({ id: userId, deletedAt: IsNull() });
  }

  async setPassword(userId: string, passwordHash: string): Promise<void> {
    await this.db.repository(UserRow).update({ id: userId }, { passwordHash });
  }

  /** Every account the person belongs to sees the change, so every membership counts it. */
  async changeDetails(userId: string, details: PersonalDetails): Promise<void> {
    await this.db.repository(UserRow).update({ id: userId }, details);
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

  async endMembership(accountId: string, userId: string, at: Date): Promise<void> {
    await this.db.query(
      `UPDATE memberships SET deleted_at = $3, version = version + 1 WHERE account_id = $1 AND user_id = $2`,
      [accountId, userId, at],
    );
  }

  async endLife(userId: string, at: Date): Promise<void> {
    await this.db.repository(UserRow).update({ id: userId }, { deletedAt: at });
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
