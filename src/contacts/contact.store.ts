import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { Clock } from '../platform/clock';
import { Database, sqlState } from '../platform/database';
import { NotFound, type Position } from '../platform/http';
import { type Contact, ContactEntity } from './contact.entity';
import { type ContactDetails, detailsAfterMerge, isSameEmail, searchTextOf } from './contact.rules';
import { ContactExists, ContactInUse } from './contacts.problems';

export interface Search {
  /** See `termsOf`. */
  terms: string[][];
  exceptId: string | null;
  after: Position | null;
  limit: number;
}

const CONTACT = `
  c.id, c.account_id AS "accountId", c.name, c.email, c.phone, c.sms_consent AS "smsConsent", c.version,
  c.created_at AS "createdAt", c.updated_at AS "updatedAt", c.erased_at IS NOT NULL AS erased,
  ARRAY(SELECT o.email FROM contact_emails o
        WHERE o.contact_id = c.id AND lower(o.email) <> lower(c.email) ORDER BY o.email COLLATE "C") AS "otherEmails"`;

/** Contacts and their addresses. Whoever changes addresses holds the lock of the contact's row. */
@Injectable()
export class ContactStore {
  constructor(
    private readonly db: Database,
    private readonly clock: Clock,
  ) {}

  /** @returns null when a contact of the account has this e-mail; a twin under way is waited for */
  async insert(accountId: string, details: Omit<ContactDetails, 'otherEmails'>): Promise<Contact | null> {
    const now = this.clock.now();
    const row: Contact = {
      id: randomUUID(),
      accountId,
      otherEmails: [],
      erased: false,
      ...details,
      version: 1,
      createdAt: now,
      updatedAt: now,
    };
    const { id, name, email, phone, smsConsent } = row;
    const made = await this.db.query(
      `WITH address AS (
         INSERT INTO contact_emails (account_id, contact_id, email) VALUES ($2, $1, $4) ON CONFLICT DO NOTHING RETURNING email
       )
       INSERT INTO contacts (id, account_id, name, email, phone, sms_consent, search_text, version, created_at, updated_at)
       SELECT $1, $2, $3, email, $5, $6, $7, 1, $8, $8 FROM address RETURNING id`,
      [id, accountId, name, email, phone, smsConsent, searchTextOf(row), now],
    );
    return made.length > 0 ? row : null;
  }

  /** @throws NotFound, naming the survivor when the contact was merged */
  async get(accountId: string, id: string): Promise<Contact> {
    const [row] = await this.byIds(accountId, [id]);
    return row && !row.erased ? row : this.missing(accountId, id);
  }

  /** Nobody else changes it until the transaction ends; bookings may refer to it. @throws NotFound */
  async lock(accountId: string, id: string): Promise<Contact> {
    const locking = `SELECT id FROM contacts WHERE account_id = $1 AND id = $2 FOR NO KEY UPDATE`;
    await this.db.query(locking, [accountId, id]);
    // A statement of its own: one that waited for the lock would read addresses as they were before.
    return this.get(accountId, id);
  }

  /** Nobody else changes it or refers to it until the transaction ends. @throws NotFound */
  async lockAlone(accountId: string, id: string): Promise<Contact> {
    await this.db.query(`SELECT id FROM contacts WHERE account_id = $1 AND id = $2 FOR UPDATE`, [accountId, id]);
    return this.get(accountId, id);
  }

  /** Nobody else changes them or refers to them until the transaction ends. @throws NotFound */
  async lockBoth(accountId: string, id: string, otherId: string): Promise<[Contact, Contact]> {
    await this.db.query(`SELECT id FROM contacts WHERE account_id = $1 AND id = ANY($2) ORDER BY id FOR UPDATE`, [
      accountId,
      [id, otherId],
    ]);
    return [await this.get(accountId, id), await this.get(accountId, otherId)];
  }

  /** It stays until the transaction ends, neither deleted nor merged. @throws NotFound */
  async hold(accountId: string, id: string): Promise<Contact> {
    const row = await this.db.queryOne<Contact>(
      `SELECT ${CONTACT} FROM contacts c
       WHERE c.account_id = $1 AND c.id = $2 AND c.erased_at IS NULL FOR KEY SHARE OF c`,
      [accountId, id],
    );
    return row ?? this.missing(accountId, id);
  }

  /** Whose address it is, main or other; held like `hold`. One who is erased while we wait is found to be nobody's. */
  async holdByEmail(accountId: string, email: string): Promise<Contact | null> {
    const row = await this.db.queryOne<Contact>(
      `SELECT ${CONTACT} FROM contact_emails e JOIN contacts c ON c.account_id = e.account_id AND c.id = e.contact_id
       WHERE e.account_id = $1 AND lower(e.email) = lower($2) AND c.erased_at IS NULL FOR KEY SHARE OF c`,
      [accountId, email],
    );
    return row ?? null;
  }

  async byEmail(accountId: string, email: string): Promise<Contact | null> {
    const row = await this.db.queryOne<Contact>(
      `SELECT ${CONTACT} FROM contact_emails e JOIN contacts c ON c.account_id = e.account_id AND c.id = e.contact_id
       WHERE e.account_id = $1 AND lower(e.email) = lower($2)`,
      [accountId, email],
    );
    return row ?? null;
  }

  /** Those who were erased too: their appointments are still there. */
  byIds(accountId: string, ids: string[]): Promise<Contact[]> {
    return this.db.query<Contact>(`SELECT ${CONTACT} FROM contacts c WHERE c.account_id = $1 AND c.id = ANY($2)`, [
      accountId,
      ids,
    ]);
  }

  /** Which contact each of the merged ones belongs to now. */
  survivors(accountId: string, ids: string[]): Promise<{ id: string; intoId: string }[]> {
    return this.db.query(`SELECT id, into_id AS "intoId" FROM merged_contacts WHERE account_id = $1 AND id = ANY($2)`, [
      accountId,
      ids,
    ]);
  }

  /** Who holds all terms, oldest first. One row more than `limit`, if there is one. */
  search(accountId: string, { terms, exceptId, after, limit }: Search): Promise<Contact[]> {
    const parameters: unknown[] = [accountId, exceptId, after?.at ?? null, after?.id ?? null, limit + 1];
    const holds = (text: string) => {
      parameters.push(`%${text.replace(/[\\%_]/g, '\\$&')}%`);
      return `c.search_text LIKE $${parameters.length}`;
    };
    const found = terms.map((ways) => `AND (${ways.map(holds).join(' OR ')})`);
    return this.db.query<Contact>(
      `SELECT ${CONTACT} FROM contacts c
       WHERE c.account_id = $1 AND c.erased_at IS NULL AND ($2::uuid IS NULL OR c.id <> $2)
         AND ($3::timestamptz IS NULL OR (c.created_at, c.id) > ($3, $4::uuid)) ${found.join(' ')}
       ORDER BY c.created_at, c.id LIMIT $5`,
      parameters,
    );
  }

  /** @throws ContactExists */
  async change(row: Contact, details: ContactDetails): Promise<Contact> {
    const changed = { ...row, ...details, version: row.version + 1, updatedAt: this.clock.now() };
    await this.keepAddresses(changed);
    await this.update(changed);
    return this.get(row.accountId, row.id);
  }

  /** The survivor takes addresses and former selves of the merged, whose row goes. @throws ContactInUse */
  async merge(merged: Contact, survivor: Contact): Promise<Contact> {
    const { accountId } = merged;
    const details = detailsAfterMerge(merged, survivor);
    const after = { ...survivor, ...details, version: survivor.version + 1, updatedAt: this.clock.now() };
    const ids = [accountId, merged.id, survivor.id];
    await this.db.query(`UPDATE contact_emails SET contact_id = $3 WHERE account_id = $1 AND contact_id = $2`, ids);
    await this.db.query(`UPDATE merged_contacts SET into_id = $3 WHERE account_id = $1 AND into_id = $2`, ids);
    await this.remove(accountId, merged.id);
    await this.db.query(`INSERT INTO merged_contacts (account_id, id, into_id, merged_at) VALUES ($1, $2, $3, $4)`, [
      ...ids,
      after.updatedAt,
    ]);
    await this.update(after);
    return after;
  }

  /** @throws ContactInUse */
  async remove(accountId: string, id: string): Promise<void> {
    try {
      await this.contacts.delete({ accountId, id });
    } catch (error) {
      if (sqlState(error) === '23503') throw ContactInUse('Appointments, past ones included, belong to this contact.');
      throw error;
    }
  }

  /** Of contacts that were merged into it. */
  async formerIds(accountId: string, id: string): Promise<string[]> {
    const rows = await this.db.query<{ id: string }>(
      `SELECT id FROM merged_contacts WHERE account_id = $1 AND into_id = $2 ORDER BY merged_at, id`,
      [accountId, id],
    );
    return rows.map((row) => row.id);
  }

  private async keepAddresses({ accountId, id, email, otherEmails }: Contact): Promise<void> {
    const mine = [accountId, id, [email, ...otherEmails]];
    await this.db.query(
      `DELETE FROM contact_emails WHERE account_id = $1 AND contact_id = $2
         AND lower(email) <> ALL (SELECT lower(kept) FROM unnest($3::text[]) kept)`,
      mine,
    );
    await this.db.query(
      `INSERT INTO contact_emails (account_id, contact_id, email)
       SELECT DISTINCT ON (lower(kept)) $1::uuid, $2::uuid, kept FROM unnest($3::text[]) kept
       ON CONFLICT (account_id, lower(email)) DO UPDATE SET email = excluded.email
         WHERE contact_emails.contact_id = excluded.contact_id`,
      mine,
    );
    const taken = await this.db.queryOne<{ email: string; contactId: string }>(
      `SELECT kept AS email, e.contact_id AS "contactId" FROM unnest($3::text[]) kept
       JOIN contact_emails e ON e.account_id = $1 AND lower(e.email) = lower(kept) WHERE e.contact_id <> $2 LIMIT 1`,
      mine,
    );
    if (taken)
      throw emailTaken(taken.email, taken.contactId, isSameEmail(taken.email, email) ? '/email' : '/otherEmails');
  }

  private async update(contact: Contact): Promise<void> {
    const { accountId, id, name, email, phone, smsConsent, version, updatedAt } = contact;
    const row = { name, email, phone, smsConsent, searchText: searchTextOf(contact), version, updatedAt };
    await this.contacts.update({ accountId, id }, row);
  }

  private async missing(accountId: string, id: string): Promise<never> {
    const [survivor] = await this.survivors(accountId, [id]);
    if (!survivor) throw NotFound(`No contact has the ID ${id}.`);
    const { intoId: mergedInto } = survivor;
    throw NotFound(`This contact was merged into ${mergedInto}.`, { members: { mergedInto } });
  }

  private get contacts() {
    return this.db.repository(ContactEntity);
  }
}

export function emailTaken(email: string, contactId?: string, pointer = '/email') {
  return ContactExists(`The e-mail ${email} belongs to another contact.`, {
    errors: [{ pointer, detail: 'belongs to another contact' }],
    members: contactId === undefined ? {} : { contactId },
  });
}
