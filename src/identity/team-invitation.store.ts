import { Injectable } from '@nestjs/common';
import { Database } from '../platform/database';
import type { Position } from '../platform/http';
import { type TeamInvitation, TeamInvitationRow } from './team-invitation.entity';

export type InvitationDetails = Partial<Pick<TeamInvitationRow, 'name' | 'timezone' | 'phone' | 'role'>>;

@Injectable()
export class TeamInvitationStore {
  constructor(private readonly db: Database) {}

  async insert(row: TeamInvitation): Promise<void> {
    await this.invitations.insert(row);
  }

  async find(accountId: string, id: string): Promise<TeamInvitation | null> {
    return this.invitations.findOneBy({ accountId, id });
  }

  async findByEmail(accountId: string, email: string): Promise<TeamInvitation | null> {
    return this.ofEmail(accountId, email).getOne();
  }

  /** One that can be accepted still, in whatever account. */
  async findByToken(tokenHash: string, now: Date): Promise<TeamInvitation | null> {
    return this.invitations
      .createQueryBuilder('i')
      .where('i.tokenHash = :tokenHash AND i.expiresAt > :now', { tokenHash, now })
      .getOne();
  }

  /** In the order they were made, after a position; expired ones too. */
  async page(accountId: string, after: Position | null, limit: number): Promise<TeamInvitation[]> {
    const query = this.invitations.createQueryBuilder('i').where('i.accountId = :accountId', { accountId });
    if (after) query.andWhere('(i.createdAt, i.id) > (:at, :id)', after);
    return query.orderBy({ 'i.createdAt': 'ASC', 'i.id': 'ASC' }).limit(limit).getMany();
  }

  /** A new link in the place of the former. */
  async renew({ accountId, id }: TeamInvitation, tokenHash: string, expiresAt: Date): Promise<void> {
    await this.invitations.update({ accountId, id }, { tokenHash, expiresAt });
  }

  async change({ accountId, id, version }: TeamInvitation, details: InvitationDetails): Promise<void> {
    await this.invitations.update({ accountId, id }, { ...details, version: version + 1 });
  }

  /** @returns whether it was there: of any number of callers at the same moment one gets it */
  async take({ accountId, id, tokenHash }: TeamInvitation): Promise<boolean> {
    return ((await this.invitations.delete({ accountId, id, tokenHash })).affected ?? 0) > 0;
  }

  /** Whoever joins in another way needs none. */
  async removeByEmail(accountId: string, email: string): Promise<void> {
    const invitation = await this.findByEmail(accountId, email);
    if (invitation) await this.invitations.delete({ accountId, id: invitation.id });
  }

  private ofEmail(accountId: string, email: string) {
    return this.invitations
      .createQueryBuilder('i')
      .where('i.accountId = :accountId AND lower(i.email) = lower(:email)', { accountId, email });
  }

  private get invitations() {
    return this.db.repository(TeamInvitationRow);
  }
}
