import { id, isJson, type Json, text } from './json';

const NAME_LIMIT = 64;

/** Who shall have a join link of their own. */
export interface RegistrantRequest {
  /** Up to 128 characters. */
  email: string;
  /** Cut to Zoom's 64 characters; Zoom wants one. */
  firstName: string;
  lastName: string;
}

export interface Registrant {
  id: string;
  /** As Zoom keeps it: in lower case. Null in the answer to an enrolment. */
  email: string | null;
  /** Null while somebody has to approve them. */
  joinUrl: string | null;
}

/** They are let in at once, whatever the meeting's own way of approving. */
export function registrantBody({ email, firstName, lastName }: RegistrantRequest): Json {
  const cut = (name: string) => name.slice(0, NAME_LIMIT);
  return { email, first_name: cut(firstName), last_name: cut(lastName), auto_approve: true };
}

export function readEnrolled(json: Json): Registrant | null {
  const registrantId = id(json.registrant_id);
  return registrantId === null ? null : { id: registrantId, email: null, joinUrl: text(json.join_url) };
}

/** A page of the list; null when it is none. */
export function readRegistrants(json: Json): { items: Registrant[]; next: string } | null {
  if (!Array.isArray(json.registrants)) return null;
  const items = json.registrants.filter(isJson).flatMap((one) => {
    const registrantId = id(one.id);
    if (registrantId === null) return [];
    return [{ id: registrantId, email: text(one.email)?.toLowerCase() ?? null, joinUrl: text(one.join_url) }];
  });
  return { items, next: text(json.next_page_token) ?? '' };
}
