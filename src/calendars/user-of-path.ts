import type { Principal } from '../identity';
import { NotFound, isId } from '../platform/http';

/** The user a path names: `me` or an ID. @throws NotFound for what can be neither */
export function userIdOf(who: Principal, text: string): string {
  if (text === 'me') return who.userId;
  if (!isId(text)) throw NotFound(`No user of this account has the ID ${text.slice(0, 64)}.`);
  return text.toLowerCase();
}
