import { ValidationError, ValidationPipe } from '@nestjs/common';
import { Invalid } from './http.problems';
import type { FieldError } from './problem';

/** The one pipe: DTO classes say what may come in, everything else is refused by name. */
export const validation = new ValidationPipe({
  transform: true,
  whitelist: true,
  forbidNonWhitelisted: true,
  forbidUnknownValues: true,
  stopAtFirstError: true,
  exceptionFactory: (faults) => {
    const errors = faults.flatMap((fault) => fieldErrors(fault, ''));
    return Invalid(errors.map(({ pointer, detail }) => `${pointer}: ${detail}`).join('; '), { errors });
  },
});

function fieldErrors(fault: ValidationError, parent: string): FieldError[] {
  const pointer = `${parent}/${fault.property.replaceAll('~', '~0').replaceAll('/', '~1')}`;
  const own = Object.entries(fault.constraints ?? {}).map(([rule, message]) => ({
    pointer,
    detail: rule === 'whitelistValidation' ? 'unknown field' : message,
  }));
  return [...own, ...(fault.children ?? []).flatMap((child) => fieldErrors(child, pointer))];
}
