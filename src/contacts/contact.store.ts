import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { In, Raw } from 'typeorm';
import { Clock } from '../platform/clock';
import { Database, sqlState } from '../platform/database';
import { NotFound, type Position } from '../platform/http';
import { type Contact, ContactRow } from './contact.entity';
import { ContactExists, ContactInUse } from './contacts.problems';

/** What is said of a contact. */
export type ContactDetails = Pick<Contact, 'name' | 'email' | 'phone' | 'smsConsent'>;

export interface Search {
  text?: string;
  after: Position | null;
  limit: number;
}

@Injectable()
export class ContactStore {
  constructor(
    private readonly db: Database,
    private readonly clock: Clock,
  ) {}

  /** @returns null when the account has a contact with this e-mail; a twin under way is waited for */
  async insert(accountId: string, details: ContactDetails): Promise<Contact | null> {
    const now = this.clock.now();
    const row = { id: randomUUID(), accountId, ...details, version: 1, createdAt: now, updatedAt: now };
    const result = await this.db
      .repository(ContactRow)
      .createQueryBuilder()
      .insert()
      .values(row)
      .orIgnore()
      .returning('id')
      .execute();
    return (result.raw as unknown[]).length > 0 ? row : null;
  }

  /** @throws NotFound */
  async get(accountId: string, id: string): Promise<Contact> {
    return (await this.contacts.findOneBy({ accountId, id })) ?? missing(id);
  }

  /** @throws NotFound */
  async lock(accountId: string, id: string): Promise<Contact> {
    const where = { accountId, id };
    return (await this.contacts.findOne({ where, lock: { mode: 'for_no_key_update' } })) ?? missing(id);
  }

  byIds(accountId: string, ids: string[]): Promise<Contact[]> {
    return this.contacts.findBy({ accountId, id: In(ids) });
  }

  byEmail(accountId: string, email: string): Promise<Contact | null> {
    return this.contacts.findOneBy({
      accountId,
      email: Raw((column) => `lower(${column}) = lower(:email)`, { email }),
    });
  }

  /** Whose name or e-mail holds the text, oldest first. One row more than `limit`, if there is one. */
  search(accountId: string, { text, after, limit }: Search): Promise<Contact[]> {
    const query = this.contacts.createQueryBuilder('c').where('c.account_id = :accountId', { accountId });
    if (after) query.andWhere('(c.created_at, c.id) > (:at, :id)', after);
    if (text) {
      const pattern = `%${text.replace(/[\\%_]/g, '\\$&')}%`;
      query.andWhere('(c.name ILIKE :pattern OR c.email ILIKE :pattern)', { pattern });
    }
    return query
      .orderBy({ 'c.createdAt': 'ASC', 'c.id': 'ASC' })
      .take(limit + 1)
      .getMany();
  }

  /** @throws ContactExists */
  async change(row: Contact, details: ContactDetails): Promise<Contact> {
    const changed = { ...row, ...details, version: row.version + 1, updatedAt: this.clock.now() };
    try {
      await this.contacts.update({ accountId: row.accountId, id: row.id }, changed);
    } catch (error) {
      if (sqlState(error) === '23505') throw emailTaken(details.email);
      throw error;
    }
    return changed;
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

  private get contacts() {
    return this.db.repository(ContactRow);
  }
}

export function emailTaken(email: string, contactId?: string) {
  return ContactExists(`The e-mail ${email} belongs to another contact.`, {
    errors: [{ pointer: '/email', detail: 'belongs to another contact' }],
    members: contactId === undefined ? {} : { contactId },
  });
}

function missing(id: string): never {
  throw NotFound(`No contact has the ID ${id}.`);
}
