import { Injectable } from '@nestjs/common';
import { Audit, changed } from '../audit';
import { Database } from '../platform/database';
import { type Page, type Position, assertVersion, pageOf, positionOf } from '../platform/http';
import type { Contact } from './contact.entity';
import { addressesAfter, termsOf } from './contact.rules';
import { ContactStore, emailTaken } from './contact.store';
import type { ChangeContactInput, ContactAnswer, ContactInput, ContactQuery, MergeInput } from './contacts.dto';
import { toContact } from './contacts.dto';
import { MergeContacts } from './merge-contacts';

export interface NewContact {
  name: string;
  email: string;
  phone?: string | null;
  smsConsent?: boolean;
}

/** Where a list begins. */
const BEFORE_ALL: Position = { at: new Date(0), id: '00000000-0000-0000-0000-000000000000' };

/** The people who book, known by their e-mail within an account. */
@Injectable()
export class Contacts {
  constructor(
    private readonly db: Database,
    private readonly store: ContactStore,
    private readonly merging: MergeContacts,
    private readonly audit: Audit,
  ) {}

  /** Also by the ID of a contact that was merged into it. Never one who was erased. @throws NotFound */
  async get(accountId: string, id: string): Promise<Contact> {
    const contact = (await this.byIds(accountId, [id])).get(id);
    return contact && !contact.erased ? contact : this.store.get(accountId, id);
  }

  /** Those of the IDs that belong to the account; whoever was merged is the one they were merged into. */
  async byIds(accountId: string, ids: string[]): Promise<Map<string, Contact>> {
    if (ids.length === 0) return new Map();
    const found = new Map((await this.store.byIds(accountId, ids)).map((contact) => [contact.id, contact]));
    const gone = ids.filter((id) => !found.has(id));
    const merges = gone.length === 0 ? [] : await this.store.survivors(accountId, gone);
    const survivors = await this.byIds(accountId, [...new Set(merges.map(({ intoId }) => intoId))]);
    for (const { id, intoId } of merges) {
      const survivor = survivors.get(intoId);
      if (survivor) found.set(id, survivor);
    }
    return found;
  }

  /** Whom the account knows by this e-mail, main or other, whatever its case. */
  byEmail(accountId: string, email: string): Promise<Contact | null> {
    return this.store.byEmail(accountId, email);
  }

  /** A contact that stays until the transaction ends: neither deleted nor merged. @throws NotFound */
  hold(accountId: string, id: string): Promise<Contact> {
    return this.store.hold(accountId, id);
  }

  /**
   * Who books: a known e-mail is the contact there is, whose data stay as they are, and who stays until the transaction
   * ends. Any number may ask at once.
   */
  async findOrCreate(accountId: string, input: NewContact): Promise<Contact> {
    for (;;) {
      const known = await this.store.holdByEmail(accountId, input.email);
      const contact = known ?? (await this.store.insert(accountId, detailsOf(input)));
      // Null: the address has become somebody's meanwhile, who is there to be read now unless it was given up again.
      if (contact) return contact;
    }
  }

  /** Oldest first; ahead of all whoever has just this e-mail. */
  async list(accountId: string, query: ContactQuery): Promise<Page<ReturnType<typeof toContact>>> {
    const text = query.search?.trim() ?? '';
    const after = positionOf(query);
    const exact = text.includes('@') ? await this.store.byEmail(accountId, text) : null;
    const search = { terms: termsOf(text), exceptId: exact?.id ?? null, after, limit: query.limit };
    const rows = await this.store.search(accountId, search);
    const found = exact && !after ? [exact, ...rows] : rows;
    return pageOf(found, query, (row) => (row === exact ? BEFORE_ALL : { at: row.createdAt, id: row.id }), toContact);
  }

  async show(accountId: string, id: string): Promise<ContactAnswer> {
    return toContact(await this.store.get(accountId, id));
  }

  /** @throws ContactExists */
  async create(accountId: string, input: ContactInput): Promise<ContactAnswer> {
    return this.db.transaction(async () => {
      const details = detailsOf(input);
      const contact = await this.store.insert(accountId, details);
      if (!contact) throw emailTaken(input.email, (await this.store.byEmail(accountId, input.email))?.id);
      await this.audit.record('contact.created', { target: { kind: 'contact', id: contact.id }, after: details });
      return toContact(contact);
    });
  }

  /** @throws NotFound @throws StaleVersion @throws ContactExists */
  async change(accountId: string, id: string, input: ChangeContactInput, ifMatch: number | null) {
    return this.db.transaction(async () => {
      const row = await this.store.lock(accountId, id);
      assertVersion(row.version, ifMatch);
      const { name = row.name, phone = row.phone, smsConsent = row.smsConsent } = input;
      const details = { name, phone, smsConsent, ...addressesAfter(row, input) };
      const before = Object.fromEntries(
        Object.keys(details).map((field) => [field, row[field as keyof typeof details]]),
      );
      const contact = await this.store.change(row, details);
      await this.audit.record('contact.changed', { target: { kind: 'contact', id }, ...changed(before, details) });
      return toContact(contact);
    });
  }

  /** @throws Invalid @throws NotFound @throws StaleVersion */
  async merge(accountId: string, id: string, { intoId }: MergeInput, ifMatch: number | null): Promise<ContactAnswer> {
    return toContact(await this.merging.run(accountId, id, intoId.toLowerCase(), ifMatch));
  }

  /** @throws NotFound @throws StaleVersion @throws ContactInUse */
  async remove(accountId: string, id: string, ifMatch: number | null): Promise<void> {
    await this.db.transaction(async () => {
      assertVersion((await this.store.lock(accountId, id)).version, ifMatch);
      await this.store.remove(accountId, id);
      await this.audit.record('contact.removed', { target: { kind: 'contact', id } });
    });
  }
}

function detailsOf({ name, email, phone = null, smsConsent = false }: NewContact) {
  return { name, email, phone, smsConsent };
}
