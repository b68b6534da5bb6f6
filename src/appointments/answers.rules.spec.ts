import type { Question } from '../calendars';
import { answerFaults, answerText, answered, sheetOf } from './answers.rules';

const question = (type: Question['type'], overrides: Partial<Question> = {}): Question => ({
  id: 'q',
  label: 'Why?',
  help: null,
  type,
  required: false,
  options: type.endsWith('choice') ? ['one', 'two'] : [],
  ...overrides,
});
const GUEST = { mayLeaveOut: false };
const STAFF = { mayLeaveOut: true };
const faults = (asked: Question, value: unknown, who = GUEST) =>
  answerFaults([asked], { q: value }, who).map(({ pointer, detail }) => `${pointer} ${detail}`);

describe('answerFaults', () => {
  it.each<[Question['type'], unknown]>([
    ['text', 'Because'],
    ['text', '  x'.padEnd(1_003, ' ')],
    ['paragraph', 'Two\nlines'],
    ['paragraph', 'x'.repeat(5_000)],
    ['choice', ' two '],
    ['multi_choice', ['two', 'one']],
    ['checkbox', true],
    ['checkbox', false],
    ['number', 0],
    ['number', -1.5],
    ['phone', '+49 (30) 90-1820'],
    ['email', 'Ada@Example.com'],
    ['url', 'https://example.com/a?b#c'],
    ['url', 'HTTP://example.com'],
    ['text', ''],
    ['number', null],
    ['multi_choice', []],
  ])('takes a %s of %j', (type, value) => {
    expect(faults(question(type), value)).toEqual([]);
  });

  it.each<[Question['type'], unknown, string]>([
    ['text', 'Two\nlines', 'must be one line of 1000 characters at most'],
    ['text', 'x'.repeat(1_001), 'must be one line of 1000 characters at most'],
    ['text', 5, 'must be one line of 1000 characters at most'],
    ['text', ['a'], 'must be one line of 1000 characters at most'],
    ['paragraph', 'x'.repeat(5_001), 'must be a text of 5000 characters at most'],
    ['choice', 'three', 'must be one of the options'],
    ['choice', ['one'], 'must be one of the options'],
    ['multi_choice', 'one', 'must be a list of options, each once'],
    ['multi_choice', ['one', 'three'], 'must be a list of options, each once'],
    ['multi_choice', ['one', 'one'], 'must be a list of options, each once'],
    ['checkbox', 'on', 'must be true or false'],
    ['checkbox', 1, 'must be true or false'],
    ['number', '5', 'must be a number'],
    ['number', Infinity, 'must be a number'],
    ['phone', 'call me', 'must be a phone number'],
    ['phone', '(((', 'must be a phone number'],
    ['phone', 4930, 'must be a phone number'],
    ['email', 'nowhere', 'must be an e-mail address'],
    ['email', `${'x'.repeat(250)}@example.com`, 'must be an e-mail address'],
    ['url', 'example.com', 'must be a web address, with http:// or https://'],
    ['url', 'javascript:alert(1)', 'must be a web address, with http:// or https://'],
    ['url', 'https://', 'must be a web address, with http:// or https://'],
    ['url', 'https://a b', 'must be a web address, with http:// or https://'],
  ])('refuses a %s of %j', (type, value, detail) => {
    expect(faults(question(type), value)).toEqual([`/answers/q ${detail}`]);
    expect(faults(question(type), value, STAFF)).toEqual([`/answers/q ${detail}`]);
  });

  it.each<[Question['type'], unknown, string]>([
    ['text', '  ', 'must be answered'],
    ['number', null, 'must be answered'],
    ['multi_choice', [], 'must be answered'],
    ['checkbox', false, 'must be ticked'],
  ])('owes a required %s more than %j, except to staff', (type, value, detail) => {
    const asked = question(type, { required: true });
    expect(faults(asked, value)).toEqual([`/answers/q ${detail}`]);
    expect(faults(asked, value, STAFF)).toEqual([]);
  });

  it('names questions that are not there, whatever they are called', () => {
    const answers = JSON.parse('{"a/b~c": 1, "__proto__": 2, "constructor": 3}') as Record<string, unknown>;
    expect(answerFaults([], answers, GUEST)).toEqual([
      { pointer: '/answers/a~1b~0c', detail: 'no such question' },
      { pointer: '/answers/__proto__', detail: 'no such question' },
      { pointer: '/answers/constructor', detail: 'no such question' },
    ]);
    const crowd = Object.fromEntries(Array.from({ length: 1_000 }, (_, index) => [`a${index}`, 1]));
    expect(answerFaults([], crowd, GUEST)).toHaveLength(50);
  });

  it('takes nothing from the prototype for an answer', () => {
    expect(answerFaults([question('text', { id: 'valueOf', required: true })], {}, GUEST)).toHaveLength(1);
  });
});

describe('answered', () => {
  it('keeps what says something, in the order of the form, with the questions as they stood', () => {
    const questions = [
      question('text', { id: 'a', label: 'A?' }),
      question('checkbox', { id: 'b', label: 'B?' }),
      question('number', { id: 'c' }),
    ];
    const kept = answered(questions, { c: null, b: false, a: ' yes ' });
    expect(kept.answers).toEqual({ a: 'yes', b: false });
    expect(sheetOf(kept)).toEqual([
      { questionId: 'a', label: 'A?', type: 'text', value: 'yes' },
      { questionId: 'b', label: 'B?', type: 'checkbox', value: false },
    ]);
  });
});

describe('answerText', () => {
  it.each([
    ['Because', 'Because'],
    [0, '0'],
    [true, 'yes'],
    [false, 'no'],
    [['one', 'two'], 'one, two'],
    [null, ''],
  ])('says %j as %j', (value, text) => {
    expect(answerText(value)).toBe(text);
  });
});
