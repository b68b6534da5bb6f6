import { ApiPropertyOptional } from '@nestjs/swagger';
import { ValidateBy } from 'class-validator';
import { MayBeAbsent } from '../identity';
import { isId } from '../platform/http';
import { LocationInput } from './calendars.dto';

const MAX_CALENDARS = 1000;

export type ApplyTo = 'all' | 'none' | string[];

function isApplyTo(value: unknown): value is ApplyTo {
  if (value === 'all' || value === 'none') return true;
  return (
    Array.isArray(value) && value.length <= MAX_CALENDARS && value.every((id) => typeof id === 'string' && isId(id))
  );
}

export class DefaultLocationInput extends LocationInput {
  @ApiPropertyOptional({
    oneOf: [
      { type: 'string', enum: ['all', 'none'] },
      { type: 'array', items: { type: 'string' } },
    ],
    description: 'the calendars whose explicit locations are changed too; when absent, the answer asks',
  })
  @MayBeAbsent()
  @ValidateBy({
    name: 'isApplyTo',
    validator: { validate: isApplyTo, defaultMessage: () => 'must be all, none or a list of calendar IDs' },
  })
  applyToCalendars?: ApplyTo;
}
