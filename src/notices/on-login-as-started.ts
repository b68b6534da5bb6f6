import { Injectable } from '@nestjs/common';
import { LoginAsStarted, People } from '../identity';
import { type Fact, type Reaction, ReactsTo } from '../platform/events';
import { loggedInAs } from './login-as-text';
import { TellTeam } from './tell-team';

interface Started {
  userId: string;
  reason: string;
  expiresAt: string;
}

@Injectable()
@ReactsTo(
  LoginAsStarted,
  'notices.on-login-as-started',
  'The user is told who logged in as them, when, until when and why.',
)
export class OnLoginAsStarted implements Reaction<Started> {
  constructor(
    private readonly people: People,
    private readonly team: TellTeam,
  ) {}

  async react({ id, accountId, actorId, at, payload }: Fact<Started>): Promise<void> {
    const { userId, reason, expiresAt } = payload;
    const [actor = null] =
      actorId === null ? [] : await this.people.inAccount(accountId, [actorId], { deletedToo: true });
    const login = { actor, reason, startedAt: at, expiresAt: new Date(expiresAt) };
    await this.team.run({
      ...{ accountId, userId, kind: 'identity.login-as-started', dedupeKey: `fact:${id}` },
      toRep: (reading) => loggedInAs(login, reading),
      mail: true,
    });
  }
}
