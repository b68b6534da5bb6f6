import { applyDecorators } from '@nestjs/common';
import { ApiProperty } from '@nestjs/swagger';
import { ValidateBy } from 'class-validator';
import { parseInstant } from '#libs/time';

/** An RFC 3339 instant with Z or an offset. */
export const IsInstant = () =>
  applyDecorators(
    ApiProperty({ type: String, format: 'date-time' }),
    ValidateBy({
      name: 'isInstant',
      validator: {
        validate: (value) => typeof value === 'string' && parseInstant(value) !== null,
        defaultMessage: () => 'must be an RFC 3339 instant with an offset, such as 2026-11-23T14:00:00Z',
      },
    }),
  );
