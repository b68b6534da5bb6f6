import { instantInWords } from '#libs/time';
import type { Person } from '../identity';
import type { Reading, Words } from './tell-team';

export interface LoginAs {
  /** Null: they have left the account since. */
  actor: Pick<Person, 'name' | 'email'> | null;
  reason: string;
  startedAt: Date;
  expiresAt: Date;
}

/** To whom somebody else now acts as. */
export function loggedInAs({ actor, reason, startedAt, expiresAt }: LoginAs, { reader }: Reading): Words {
  const who = actor?.name ?? 'An admin';
  const moment = (instant: Date) => instantInWords(instant, { zone: reader.timezone, locale: null });
  return {
    title: `${who} logged in as you`,
    body: [
      `${actor ? `${actor.name} (${actor.email})` : who} logged in as you on ${moment(startedAt)}. It ends on ${moment(expiresAt)} at the latest. The reason given: ${reason}`,
      'Whatever is done that way is recorded with both names. Your password, API keys and roles cannot be changed in it.',
      'If you know nothing of it, ask any owner or admin of your account to end it.',
    ].join('\n\n'),
  };
}
