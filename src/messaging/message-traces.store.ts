import { Injectable } from '@nestjs/common';
import { ERASED } from '../data-rights';
import { Database } from '../platform/database';

export interface Copied {
  at: Date;
  channel: string;
  to: string;
  subject: string | null;
  body: string;
  state: string;
  sentAt: Date | null;
}

/** $2: appointments, $3: addresses in lower case. */
const CONCERNING = `account_id = $1 AND (appointment_id = ANY($2) OR lower(recipient) = ANY($3))`;

/** What messages tell of a person. */
@Injectable()
export class MessageTraceStore {
  constructor(private readonly db: Database) {}

  /** To the person, or about what they booked; oldest first. */
  concerning(accountId: string, appointmentIds: string[], addresses: string[]): Promise<Copied[]> {
    return this.db.query(
      `SELECT created_at AS at, channel, recipient AS "to", subject, body, state, sent_at AS "sentAt"
       FROM messages WHERE ${CONCERNING} ORDER BY created_at, id`,
      [accountId, appointmentIds, addresses],
    );
  }

  /** Empties them; what has not left yet never will. @returns how many */
  async empty(accountId: string, appointmentIds: string[], addresses: string[]): Promise<number> {
    const emptied = await this.db.query(
      `UPDATE messages SET subject = $4, body = $4, html = NULL, secret = NULL, calendar_method = NULL, calendar_content = NULL,
         recipient = CASE WHEN lower(recipient) = ANY($3) THEN $4 ELSE recipient END,
         recipient_name = CASE WHEN lower(recipient) = ANY($3) THEN NULL ELSE recipient_name END,
         dedupe_key = CASE WHEN lower(recipient) = ANY($3) THEN 'erased:' || id ELSE dedupe_key END,
         state = CASE state WHEN 'queued' THEN 'skipped' ELSE state END,
         why = CASE state WHEN 'queued' THEN 'whom it tells of was erased' END
       WHERE ${CONCERNING} RETURNING id`,
      [accountId, appointmentIds, addresses, ERASED],
    );
    return emptied.length;
  }

  /** In iCalendar texts a name may be broken over lines, so that those go as a whole. @returns how many */
  async dropCalendars(accountId: string, pattern: string): Promise<number> {
    const dropped = await this.db.query(
      `UPDATE messages SET calendar_method = NULL, calendar_content = NULL
       WHERE account_id = $1
         AND replace(regexp_replace(calendar_content, E'\\r?\\n[ \\t]', '', 'g'), E'\\\\', '') ~* $2 RETURNING id`,
      [accountId, pattern],
    );
    return dropped.length;
  }
}
