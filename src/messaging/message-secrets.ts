import { Injectable } from '@nestjs/common';
import { Secrets, defineSealedColumn } from '../platform/crypto';
import type { MessageRow } from './message.entity';

/** What whoever reads the delivery log sees of a secret. */
const MARK = '[left out]';

const placeOf = defineSealedColumn({
  table: 'messages',
  key: ['id'],
  column: 'secret',
  place: (messageId) => `messages:${messageId}:secret`,
});

interface Texts {
  text: string;
  html?: string | null;
}

/**
 * Keeps links that are somebody's alone from everybody else who reads the mail in the delivery log or in the database: a
 * link that proves an e-mail proves it only as long as nobody but the mailbox has it.
 */
@Injectable()
export class MessageSecrets {
  constructor(private readonly secrets: Secrets) {}

  /** The mail without its secret, and the secret sealed. */
  hide<M extends Texts & { secret?: string }>(messageId: string, mail: M): { hidden: M; sealed: string | null } {
    const { secret } = mail;
    if (secret === undefined) return { hidden: mail, sealed: null };
    const without = (text: string) => text.replaceAll(secret, MARK);
    const html = mail.html == null ? mail.html : without(mail.html);
    return {
      hidden: { ...mail, text: without(mail.text), html },
      sealed: this.secrets.seal(secret, placeOf(messageId)),
    };
  }

  /** The mail as it leaves. */
  show<M extends Texts>(mail: M, { id, secret: sealed }: Pick<MessageRow, 'id' | 'secret'>): M {
    if (sealed === null) return mail;
    const secret = this.secrets.unseal(sealed, placeOf(id));
    const within = (text: string) => text.replaceAll(MARK, () => secret);
    return { ...mail, text: within(mail.text), html: mail.html == null ? mail.html : within(mail.html) };
  }
}
