import { randomInt } from 'node:crypto';

/** Zoom's limit. */
const LENGTH = 10;
/** Without what is misread when told over the phone. */
const LETTERS = 'abcdefghijkmnpqrstuvwxyz';
const DIGITS = '23456789';

const pick = (alphabet: string) => alphabet.charAt(randomInt(alphabet.length));

/** Upper case, lower case and digits, none twice in a row: what accounts ask of passcodes most. */
export function newPasscode(): string {
  const capital = pick(LETTERS).toUpperCase();
  const rest = Array.from({ length: LENGTH - 1 }, (_, index) => pick(index % 2 === 0 ? DIGITS : LETTERS));
  return capital + rest.join('');
}
