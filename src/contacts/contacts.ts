import { Injectable } from '@nestjs/common';
import { Database } from '../platform/database';
import { type Page, assertVersion, pageOf, positionOf } from '../platform/http';
import type { Contact } from './contact.entity';
import { type ContactDetails, ContactStore, emailTaken } from './contact.store';
import type { ChangeContactInput, ContactAnswer, ContactInput, ContactQuery } from './contacts.dto';
import { toContact } from './contacts.dto';

export interface NewContact {
  name: string;
  email: string;
  phone?: string | null;
  smsConsent?: boolean;
}

/** The people who book, known by their e-mail within an account. */
@Injectable()
export class Contacts {
  constructor(
    private readonly db: Database,
    private readonly store: ContactStore,
  ) {}

  /** @throws NotFound */
  get(accountId: string, id: string): Promise<Contact> {
    return this.store.get(accountId, id);
  }

  /** Those of the IDs that belong to the account, in no order. */
  async byIds(accountId: string, ids: string[]): Promise<Contact[]> {
    return ids.length === 0 ? [] : this.store.byIds(accountId, ids);
  }

  /** Whom the account knows by this e-mail, whatever its case. */
  byEmail(accountId: string, email: string): Promise<Contact | null> {
    return this.store.byEmail(accountId, email);
  }

  /** Who books: a known e-mail is the contact there is, whose data stay as they are. Any number may ask at once. */
  async findOrCreate(accountId: string, input: NewContact): Promise<Contact> {
    for (;;) {
      const known = await this.store.byEmail(accountId, input.email);
      const contact = known ?? (await this.store.insert(accountId, detailsOf(input)));
      // Null: a twin was faster, and is there to be read now unless it was deleted again.
      if (contact) return contact;
    }
  }

  async list(accountId: string, query: ContactQuery): Promise<Page<ReturnType<typeof toContact>>> {
    const { limit, search } = query;
    const rows = await this.store.search(accountId, { text: search?.trim(), after: positionOf(query), limit });
    return pageOf(rows, query, ({ createdAt, id }) => ({ at: createdAt, id }), toContact);
  }

  async show(accountId: string, id: string): Promise<ContactAnswer> {
    return toContact(await this.store.get(accountId, id));
  }

  /** @throws ContactExists */
  async create(accountId: string, input: ContactInput): Promise<ContactAnswer> {
    const contact = await this.store.insert(accountId, detailsOf(input));
    if (!contact) throw emailTaken(input.email, (await this.store.byEmail(accountId, input.email))?.id);
    return toContact(contact);
  }

  /** @throws NotFound @throws StaleVersion @throws ContactExists */
  async change(accountId: string, id: string, input: ChangeContactInput, ifMatch: number | null) {
    return this.db.transaction(async () => {
      const row = await this.store.lock(accountId, id);
      assertVersion(row.version, ifMatch);
      const { name = row.name, email = row.email, phone = row.phone, smsConsent = row.smsConsent } = input;
      const twin = await this.store.byEmail(accountId, email);
      if (twin && twin.id !== id) throw emailTaken(email, twin.id);
      return toContact(await this.store.change(row, { name, email, phone, smsConsent }));
    });
  }

  /** @throws NotFound @throws StaleVersion @throws ContactInUse */
  async remove(accountId: string, id: string, ifMatch: number | null): Promise<void> {
    await this.db.transaction(async () => {
      assertVersion((await this.store.lock(accountId, id)).version, ifMatch);
      await this.store.remove(accountId, id);
    });
  }
}

function detailsOf({ name, email, phone = null, smsConsent = false }: NewContact): ContactDetails {
  return { name, email, phone, smsConsent };
}
