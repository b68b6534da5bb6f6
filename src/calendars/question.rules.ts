import type { FieldError } from '../platform/http';
import type { Question, QuestionType } from './calendar';
import type { QuestionInput } from './calendars.dto';

/** Questions as they are stored; one without an ID gets one that no other has. */
export function toQuestions(asked: readonly QuestionInput[]): Question[] {
  const taken = new Set(asked.flatMap(({ id }) => id ?? []));
  return asked.map(({ id, label, help, type, required, options }, index) => ({
    id: id ?? freeId(index + 1, taken),
    label,
    help: help ?? null,
    type: type ?? 'text',
    required: required ?? false,
    options: (options ?? []).map((option) => option.trim()),
  }));
}

/** Pointers into the calendar. */
export function questionFaults(questions: readonly Question[]): FieldError[] {
  return questions.flatMap((question, index) => {
    const twin = questions.findIndex(({ id }) => id === question.id) < index;
    const idFault = twin ? 'is the ID of another question' : reservedFault(question.id);
    const optionsFault = optionsFaultOf(question);
    return [
      ...(idFault === null ? [] : [{ pointer: `/questions/${index}/id`, detail: idFault }]),
      ...(optionsFault === null ? [] : [{ pointer: `/questions/${index}/options`, detail: optionsFault }]),
    ];
  });
}

function hasOptions(type: QuestionType): boolean {
  return type === 'choice' || type === 'multi_choice';
}

function freeId(from: number, taken: Set<string>): string {
  for (let number = from; ; number += 1) {
    const id = `q${number}`;
    if (taken.has(id)) continue;
    taken.add(id);
    return id;
  }
}

/** Answers are an object by ID, and no body takes such members. */
function reservedFault(id: string): string | null {
  return id in Object.prototype ? 'is a name every object has; choose another' : null;
}

function optionsFaultOf({ type, options }: Question): string | null {
  if (!hasOptions(type)) return options.length > 0 ? 'only choices have them' : null;
  if (options.length === 0) return 'a choice needs them';
  if (options.includes('')) return 'must each say something';
  return new Set(options).size < options.length ? 'must differ from each other' : null;
}
