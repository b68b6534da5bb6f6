import { isIP } from 'node:net';
import { Transform } from 'class-transformer';
import { ValidateBy } from 'class-validator';

/** Of comma-separated text; blanks between commas are nothing. */
export const ToList = () =>
  Transform(({ value }) =>
    String(value)
      .split(',')
      .map((part) => part.trim())
      .filter((part) => part !== ''),
  );

const Each = (name: string, validate: (text: unknown) => boolean, message: string) =>
  ValidateBy({ name, validator: { validate, defaultMessage: () => message } }, { each: true });

/** Networks as CIDR. */
export const AreNetworks = () => Each('areNetworks', isNetwork, 'must be networks such as 10.1.0.0/16 or fd00::/8');

/** What a browser sends as Origin. */
export const AreOrigins = () => Each('areOrigins', isOrigin, 'must be origins such as https://app.example.com');

function isNetwork(text: unknown): boolean {
  const [address = '', prefix = '', ...rest] = String(text).split('/');
  const bits = isIP(address) === 4 ? 32 : isIP(address) === 6 ? 128 : -1;
  return rest.length === 0 && /^\d{1,3}$/.test(prefix) && Number(prefix) <= bits;
}

/** `*` is none, and neither is what a browser would write otherwise: it would never match. */
function isOrigin(text: unknown): boolean {
  return /^https?:/.test(String(text)) && URL.canParse(String(text)) && new URL(String(text)).origin === text;
}
