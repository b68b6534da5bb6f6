import { applyDecorators } from '@nestjs/common';
import { ApiPropertyOptional } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import { IsIn, IsInt, IsBoolean, IsObject, IsOptional, Matches, Max, Min, ValidateBy } from 'class-validator';
import { ValidateNested } from 'class-validator';
import { bookingWindowFault } from './booking-window.rules';
import { type DurationLimits, durationFault } from './duration.rules';

/** May be absent, which keeps what is there, or null, which returns to the default. */
const Settable = (options: Parameters<typeof ApiPropertyOptional>[0]) =>
  applyDecorators(ApiPropertyOptional({ nullable: true, ...options }), IsOptional());

export const DurationWithin = (limits: DurationLimits) =>
  applyDecorators(
    Settable({ type: String, example: limits.max }),
    ValidateBy({
      name: 'durationWithin',
      validator: {
        validate: (value) => durationFault(value, limits) === null,
        defaultMessage: (args) => durationFault(args?.value, limits) ?? '',
      },
    }),
  );

export const Window = () =>
  applyDecorators(
    Settable({ type: String, example: 'P60D', description: 'a duration, or two dates: 2026-12-01/2026-12-24' }),
    ValidateBy({
      name: 'window',
      validator: {
        validate: (value) => bookingWindowFault(value) === null,
        defaultMessage: (args) => bookingWindowFault(args?.value) ?? '',
      },
    }),
  );

export const Flag = () => applyDecorators(Settable({ type: Boolean }), IsBoolean({ message: 'must be true or false' }));

export const Whole = (min: number, max: number) => {
  const message = `must be a whole number from ${min} to ${max}`;
  return applyDecorators(
    Settable({ type: 'integer', minimum: min, maximum: max }),
    IsInt({ message }),
    Min(min, { message }),
    Max(max, { message }),
  );
};

export const Choice = (values: readonly string[]) =>
  applyDecorators(Settable({ enum: [...values] }), IsIn(values, { message: `must be one of ${values.join(', ')}` }));

/** An object of its own class. */
export const Part = (type: () => new () => object) =>
  applyDecorators(Settable({ type }), IsObject({ message: 'must be an object' }), ValidateNested(), Type(type));

/** A text of one or more lines that shows something. */
export const Text = (max: number) =>
  applyDecorators(
    Settable({ type: String, maxLength: max }),
    Matches(new RegExp(`^(?=[^]*\\S)[^]{1,${max}}$`), { message: `must be a text of 1 to ${max} characters` }),
  );
