import type { Contact } from './contact.entity';

/** What is said of a contact. */
export type ContactDetails = Pick<Contact, 'name' | 'email' | 'otherEmails' | 'phone' | 'smsConsent'>;

/** A number as people write it, up to the end of a word. */
const NUMBER_OR_WORD = /[+(]*\d[\d ()./-]*(?=\s|$)|\S+/g;

/** What a search looks through: name, addresses, the phone number as written and as bare digits. */
export function searchTextOf({ name, email, otherEmails, phone }: ContactDetails): string {
  const lines = [name, email, ...otherEmails, ...(phone === null ? [] : [phone, digitsOf(phone)])];
  return searchable(lines.join('\n'));
}

/**
 * What the search text must hold, each term in one of its ways: every word literally, and a number also as bare digits,
 * whatever was put between them.
 */
export function termsOf(text: string): string[][] {
  const terms = searchable(text).match(NUMBER_OR_WORD) ?? [];
  return terms.map((term) => {
    const literal = term.trim();
    const digits = /^[+(\d]/.test(literal) && !/[^\d+ ()./-]/.test(literal) ? digitsOf(literal) : '';
    return digits === '' || digits === literal ? [literal] : [literal, digits];
  });
}

/** The addresses after a change: a new main one replaces the old, one of the others changes places with it. */
export function addressesAfter(
  before: Pick<Contact, 'email' | 'otherEmails'>,
  { email = before.email, otherEmails }: { email?: string; otherEmails?: string[] },
): Pick<Contact, 'email' | 'otherEmails'> {
  const promoted = before.otherEmails.some((other) => isSameEmail(other, email));
  const others = otherEmails ?? [...before.otherEmails, ...(promoted ? [before.email] : [])];
  const distinct = others.filter(
    (one, index) => !isSameEmail(one, email) && others.findIndex((other) => isSameEmail(one, other)) === index,
  );
  return { email, otherEmails: distinct.toSorted() };
}

/**
 * What is said of the survivor after a merge: its own, with blanks filled. Nobody agreed to messages to a number that
 * comes from the other, unless both did.
 */
export function detailsAfterMerge(merged: Contact, survivor: Contact): ContactDetails {
  const { name, email, otherEmails, phone, smsConsent } = survivor;
  const adopts = phone === null && merged.phone !== null;
  return {
    name,
    email,
    otherEmails: [...otherEmails, merged.email, ...merged.otherEmails].toSorted(),
    phone: phone ?? merged.phone,
    smsConsent: smsConsent && (!adopts || merged.smsConsent),
  };
}

export function isSameEmail(a: string, b: string): boolean {
  return a.toLowerCase() === b.toLowerCase();
}

/** Written so that case and ways to encode a letter make no difference, whatever the database's locale. */
function searchable(text: string): string {
  return text.toLowerCase().normalize('NFKC');
}

function digitsOf(phone: string): string {
  return phone.replace(/\D/g, '');
}
