import { applyDecorators } from '@nestjs/common';
import { ApiProperty } from '@nestjs/swagger';
import { ValidateBy } from 'class-validator';
import { parseDate, parseInstant } from '#libs/time';

export { IsInstant } from '../platform/http';

/** Characters of notes. */
export const MAX_NOTES = 5_000;

/** Epoch milliseconds of an instant that the DTO has checked. */
export function startOf(text: string): number {
  return parseInstant(text) ?? Number.NaN;
}

/** Nobody looks for slots before computers, or on the last day that four digits can name: it has no end. */
export function isUsual(text: string): boolean {
  const year = Number(text.slice(0, 4));
  return year >= 1970 && year <= 9998;
}

export const UNUSUAL = 'must lie in the years 1970 to 9998';

/** An instant, or a calendar date to be read in the viewer's zone. */
export const IsInstantOrDate = () =>
  applyDecorators(
    ApiProperty({ type: String }),
    ValidateBy({
      name: 'isInstantOrDate',
      validator: {
        validate: (value) =>
          typeof value === 'string' && (parseInstant(value) ?? parseDate(value)) !== null && isUsual(value),
        defaultMessage: () => 'must be an RFC 3339 instant with an offset, or a date YYYY-MM-DD',
      },
    }),
  );

/** A text of one or more lines; empty is allowed. */
export const IsText = (max: number) =>
  applyDecorators(
    ApiProperty({ type: String, maxLength: max }),
    ValidateBy({
      name: 'isText',
      validator: {
        validate: (value) => typeof value === 'string' && value.length <= max,
        defaultMessage: () => `must be a text of ${max} characters at most`,
      },
    }),
  );

/** A flat object of texts, numbers, booleans or lists of texts, small enough to store beside a booking. */
export const IsSmallRecord = (max: number) =>
  applyDecorators(
    ApiProperty({ type: Object }),
    ValidateBy({
      name: 'isSmallRecord',
      validator: {
        validate: (value) => isPlainRecord(value) && JSON.stringify(value).length <= max,
        defaultMessage: () => `must be an object of plain values, ${max} characters at most`,
      },
    }),
  );

function isPlainRecord(value: unknown): boolean {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return false;
  return Object.values(value).every((member) => isPlain(member) || (Array.isArray(member) && member.every(isPlain)));
}

function isPlain(value: unknown): boolean {
  return value === null || ['string', 'number', 'boolean'].includes(typeof value);
}
