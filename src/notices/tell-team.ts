import { Injectable } from '@nestjs/common';
import { Accounts, People, type Person } from '../identity';
import { type NewNotification, Notifications } from '../notifications';
import { Addresses } from '../platform/config';
import type { Fact } from '../platform/events';

/** What somebody is told. */
export type Words = Pick<NewNotification, 'title' | 'body' | 'link'>;

/** Whom it is told, and of whom. */
export interface Reading {
  /** Whose Zoom or calendar it is about. */
  rep: Person;
  reader: Person;
  /** Where one connects Zoom. */
  integrationsUrl: string;
}

export interface Wording {
  toRep?: (reading: Reading) => Words;
  /** Whether it goes to the rep by mail, too. */
  mail?: boolean;
  /** To owners and admins other than the rep. */
  toAdmins?: (reading: Reading) => Words;
}

export interface TeamNotice extends Wording, Pick<NewNotification, 'accountId' | 'kind' | 'about' | 'dedupeKey'> {
  /** Whose Zoom or calendar it is about. */
  userId: string;
}

/** Tells a rep, and those who look after the team, each in their own words. */
@Injectable()
export class TellTeam {
  constructor(
    private readonly accounts: Accounts,
    private readonly people: People,
    private readonly notifications: Notifications,
    private readonly addresses: Addresses,
  ) {}

  /** Nobody, when the rep has left the account. */
  async run({ userId, toRep, toAdmins, mail = false, ...notice }: TeamNotice): Promise<void> {
    const { accountId } = notice;
    const [rep] = await this.people.inAccount(accountId, [userId]);
    if (!rep) return;
    const integrationsUrl = `${this.addresses.publicUrl}/app/profile/integrations`;
    const others = toAdmins ? (await this.people.admins(accountId)).filter((admin) => admin.userId !== userId) : [];
    const told = [
      { reader: rep, words: toRep, mail },
      ...others.map((reader) => ({ reader, words: toAdmins, mail: false })),
    ];
    await this.notifications.notifyAll(
      told.flatMap(({ reader, words, ...how }) =>
        words ? [{ ...notice, userId: reader.userId, ...how, ...words({ rep, reader, integrationsUrl }) }] : [],
      ),
    );
  }

  /**
   * In each account the rep belongs to: a Zoom connection and its requests are theirs in all of them. By mail once,
   * from the fact's account if they belong to it still.
   */
  async everywhere(
    { id, accountId, payload: { userId } }: Fact<{ userId: string }>,
    kind: string,
    wordingIn: (accountId: string) => Wording | Promise<Wording>,
  ): Promise<void> {
    const accountIds = (await this.accounts.ofUser(userId)).map((account) => account.id);
    const mailedFrom = accountIds.includes(accountId) ? accountId : accountIds[0];
    for (const each of accountIds) {
      const { mail = false, ...wording } = await wordingIn(each);
      const notice = { accountId: each, userId, kind, dedupeKey: `fact:${id}` };
      await this.run({ ...notice, ...wording, mail: mail && each === mailedFrom });
    }
  }
}
