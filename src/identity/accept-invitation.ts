import { Injectable } from '@nestjs/common';
import { Audit } from '../audit';
import { Database } from '../platform/database';
import { OpenInvitations } from './open-invitations';
import { Passwords } from './passwords';
import type { Person } from './person';
import { TakesUpMembership } from './take-up-membership';
import type { AcceptInvitationInput } from './team-invitations.dto';

/** Whoever has the mail joins the account: as who they are already, or as somebody new. */
@Injectable()
export class AcceptInvitation {
  constructor(
    private readonly db: Database,
    private readonly open: OpenInvitations,
    private readonly passwords: Passwords,
    private readonly joining: TakesUpMembership,
    private readonly audit: Audit,
  ) {}

  /** @throws LinkOver, Invalid */
  async run(token: string, { password, name }: AcceptInvitationInput): Promise<{ accountId: string; person: Person }> {
    // A dead link costs no hashing, and nobody waits for it under locks.
    await this.open.find(token);
    const passwordHash = password === undefined ? null : await this.passwords.hash(password);
    return this.db.transaction(async () => {
      const invitation = await this.open.take(token);
      const person = await this.joining.run(invitation, { passwordHash, name });
      const { accountId } = invitation;
      const { userId, role } = person;
      const target = { kind: 'user', id: userId };
      await this.audit.record('invitation.accepted', { target, accountId, actorId: userId, after: { role } });
      return { accountId, person };
    });
  }
}
