import { isEmail } from 'class-validator';
import type { Question } from '../calendars';
import { PHONE } from '../identity';
import { type FieldError, pointerStep } from '../platform/http';

/** By question ID. */
export type Answers = Record<string, unknown>;

/** A question as it stood when it was answered: its calendar may ask something else by now. */
export type AskedQuestion = Pick<Question, 'id' | 'label' | 'type'>;

/** An answer with the question it was given to. */
export interface SheetLine {
  questionId: string;
  label: string;
  type: Question['type'];
  value: unknown;
}

const MAX_LINE = 1_000;
const MAX_PARAGRAPH = 5_000;
const MAX_EMAIL = 254;
const MAX_URL = 2_000;
/** More than anybody reads. */
const MAX_FAULTS = 50;

/** What is wrong with a given value, or null. Texts come without space around them. */
const CHECKS: Record<Question['type'], (value: unknown, question: Question) => string | null> = {
  text: (value) =>
    unless(isText(value, MAX_LINE) && isLine(value), `must be one line of ${MAX_LINE} characters at most`),
  paragraph: (value) => unless(isText(value, MAX_PARAGRAPH), `must be a text of ${MAX_PARAGRAPH} characters at most`),
  choice: (value, { options }) =>
    unless(
      options.some((option) => option === value),
      'must be one of the options',
    ),
  multi_choice: (value, { options }) => unless(areAmong(value, options), 'must be a list of options, each once'),
  checkbox: (value) => unless(typeof value === 'boolean', 'must be true or false'),
  number: (value) => unless(typeof value === 'number' && Number.isFinite(value), 'must be a number'),
  phone: (value) => unless(isText(value, MAX_LINE) && PHONE.test(value) && /\d/.test(value), 'must be a phone number'),
  email: (value) => unless(isText(value, MAX_EMAIL) && isEmail(value), 'must be an e-mail address'),
  url: (value) =>
    unless(isText(value, MAX_URL) && isWebAddress(value), 'must be a web address, with http:// or https://'),
};

/**
 * Answers that don't fit and questions that aren't there, as pointers into a booking. Without an answer are null, an
 * empty text and an empty list.
 * @param mayLeaveOut whether questions that must be answered may go without an answer
 */
export function answerFaults(
  questions: readonly Question[],
  answers: Answers,
  { mayLeaveOut }: { mayLeaveOut: boolean },
): FieldError[] {
  const unknown = Object.keys(answers).filter((id) => !questions.some((question) => question.id === id));
  const faults = questions.map((question): [string, string | null] => {
    const value = answerTo(question, answers);
    const owed = question.required && !mayLeaveOut;
    if (value === undefined) return [question.id, owed ? 'must be answered' : null];
    const refused = owed && question.type === 'checkbox' && value === false;
    return [question.id, refused ? 'must be ticked' : CHECKS[question.type](value, question)];
  });
  return [...unknown.map((id): [string, string] => [id, 'no such question']), ...faults]
    .flatMap(([id, detail]) => (detail === null ? [] : [{ pointer: `/answers${pointerStep(id)}`, detail }]))
    .slice(0, MAX_FAULTS);
}

/** What is kept of answers that fit: those that say something, and the questions they answer. */
export function answered(questions: readonly Question[], answers: Answers) {
  const given = questions.flatMap((question) => {
    const value = answerTo(question, answers);
    return value === undefined ? [] : [{ question, value }];
  });
  return {
    answers: Object.fromEntries(given.map(({ question, value }) => [question.id, value])) as Answers,
    questions: given.map(({ question: { id, label, type } }): AskedQuestion => ({ id, label, type })),
  };
}

/** Answers as people read them, in the form's order. */
export function sheetOf({ questions, answers }: { questions: AskedQuestion[]; answers: Answers }): SheetLine[] {
  return questions.map(({ id, label, type }) => ({ questionId: id, label, type, value: answers[id] }));
}

/** An answer in words. */
export function answerText(value: unknown): string {
  if (Array.isArray(value)) return value.map(answerText).join(', ');
  if (typeof value === 'boolean') return value ? 'yes' : 'no';
  return typeof value === 'string' || typeof value === 'number' ? String(value) : '';
}

/** Undefined when there is none. */
function answerTo({ id }: Question, answers: Answers): unknown {
  const value = Object.hasOwn(answers, id) ? answers[id] : null;
  const text = typeof value === 'string' ? value.trim() : value;
  return text === null || text === '' || (Array.isArray(text) && text.length === 0) ? undefined : text;
}

function unless(fits: boolean, fault: string): string | null {
  return fits ? null : fault;
}

function isText(value: unknown, max: number): value is string {
  return typeof value === 'string' && value.length <= max;
}

function isLine(text: string): boolean {
  return !/[\p{Cc}\u2028\u2029]/u.test(text);
}

function areAmong(value: unknown, options: readonly string[]): boolean {
  if (!Array.isArray(value) || new Set(value).size < value.length) return false;
  return value.every((one) => options.some((option) => option === one));
}

function isWebAddress(text: string): boolean {
  return /^https?:\/\/\S+$/i.test(text) && URL.canParse(text);
}
