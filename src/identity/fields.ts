import { applyDecorators } from '@nestjs/common';
import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { Transform } from 'class-transformer';
import { IsString, Length, Matches, MaxLength, ValidateBy, ValidateIf, isAscii, isEmail } from 'class-validator';
import { isZone } from '#libs/time';

/** RFC 5321 allows no longer address. */
const MAX_EMAIL = 254;

export const Trimmed = () =>
  Transform(({ value }: { value: unknown }) => (Array.isArray(value) ? value.map(trimmed) : trimmed(value)));

const trimmed = (value: unknown) => (typeof value === 'string' ? value.trim() : value);

/** A text on one line: names end up in mail headers and calendar files. */
export const IsLine = (max: number) =>
  applyDecorators(
    ApiProperty({ type: String, maxLength: max }),
    Trimmed(),
    Matches(/^[^\p{Cc}\u2028\u2029]+$/u, { message: 'must be a text on one line' }),
    MaxLength(max, { message: `may have ${max} characters at most` }),
  );

/** In ASCII: beyond it, letters that look alike, or differ in case alone, would make two people of one address. */
export const IsEmailAddress = ({ each = false } = {}) =>
  applyDecorators(
    ApiProperty({ type: String, format: 'email', isArray: each }),
    Trimmed(),
    ValidateBy(
      {
        name: 'isEmailAddress',
        validator: {
          validate: (value) =>
            typeof value === 'string' && value.length <= MAX_EMAIL && isEmail(value) && isAscii(value),
          defaultMessage: (given) => {
            const which = isAscii(String(given?.value)) ? '' : ' in ASCII (a domain of other letters as xn--…)';
            return (each ? 'must be e-mail addresses' : 'must be an e-mail address') + which;
          },
        },
      },
      { each },
    ),
  );

export const IsTimezone = () =>
  applyDecorators(
    ApiProperty({ type: String, example: 'Europe/Berlin' }),
    ValidateBy({
      name: 'isTimezone',
      validator: {
        validate: (value) => typeof value === 'string' && isZone(value),
        defaultMessage: () => 'must be an IANA time zone, such as Europe/Berlin',
      },
    }),
  );

export const PHONE = /^\+?[\d ()./-]{3,40}$/;

export const IsPhone = () =>
  applyDecorators(
    ApiProperty({ type: String, example: '+49 30 901820' }),
    Trimmed(),
    Matches(PHONE, { message: 'must be a phone number' }),
  );

/** A password being chosen. */
export const IsNewPassword = () =>
  applyDecorators(
    ApiProperty({ type: String, minLength: 8, maxLength: 200 }),
    IsString({ message: 'must be a text' }),
    Length(8, 200, { message: 'must have 8 to 200 characters' }),
  );

/** A password to be compared: anything that could have been chosen, or not. */
export const IsPassword = () =>
  applyDecorators(
    ApiProperty({ type: String }),
    IsString({ message: 'must be a text' }),
    MaxLength(200, { message: 'may have 200 characters at most' }),
  );

/** A code to be compared: of an authenticator app, or for when it is lost. */
export const IsCode = () =>
  applyDecorators(
    ApiProperty({ type: String, example: '123456' }),
    IsString({ message: 'must be a text' }),
    Length(1, 40, { message: 'must have 1 to 40 characters' }),
  );

/** May be absent, but not null: null would clear what cannot be empty. */
export const MayBeAbsent = () =>
  applyDecorators(
    ApiPropertyOptional(),
    ValidateIf((_, value) => value !== undefined),
  );
