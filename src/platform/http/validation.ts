import { ValidationError, ValidationPipe } from '@nestjs/common';
import { Invalid } from './http.problems';
import { FieldError, pointerStep } from './problem';

/** More faults than anybody reads; a body of nothing but faults must not make the answer larger than itself. */
const MAX_FAULTS = 50;

/** The one pipe: DTO classes say what may come in, everything else is refused by name. */
export const validation = new ValidationPipe({
  transform: true,
  whitelist: true,
  forbidNonWhitelisted: true,
  forbidUnknownValues: true,
  stopAtFirstError: true,
  exceptionFactory: (faults) => {
    const errors = faults.flatMap((fault) => fieldErrors(fault, '')).slice(0, MAX_FAULTS);
    return Invalid(errors.map(({ pointer, detail }) => `${pointer}: ${detail}`).join('; '), { errors });
  },
});

function fieldErrors(fault: ValidationError, parent: string): FieldError[] {
  const pointer = `${parent}${pointerStep(fault.property)}`;
  const own = Object.entries(fault.constraints ?? {}).map(([rule, message]) => ({
    pointer,
    detail: rule === 'whitelistValidation' ? 'unknown field' : message,
  }));
  return [...own, ...(fault.children ?? []).flatMap((child) => fieldErrors(child, pointer))];
}
