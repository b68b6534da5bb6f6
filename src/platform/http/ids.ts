import { Param, PipeTransform, applyDecorators } from '@nestjs/common';
import { ApiProperty } from '@nestjs/swagger';
import { IsUUID, ValidationOptions } from 'class-validator';
import { NotFound } from './http.problems';

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

export function isId(text: string): boolean {
  return UUID.test(text);
}

class ExistingId implements PipeTransform<string, string> {
  transform(value: string): string {
    if (!isId(value)) throw NotFound(`Nothing has the ID ${value.slice(0, 64)}.`);
    return value.toLowerCase();
  }
}

/** The `:id` of a path. What cannot be an ID belongs to nothing: 404. */
export const Id = (name = 'id') => Param(name, new ExistingId());

/** An ID in a body or query. */
export const IsId = (options: ValidationOptions = {}) =>
  applyDecorators(
    ApiProperty({ type: String, format: 'uuid', isArray: options.each === true }),
    IsUUID('all', { message: 'must be an ID', ...options }),
  );
