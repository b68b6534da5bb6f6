import { Fault, MAX_TEXT_LENGTH, parse } from './parse';

/** Everything wrong with a template, in order of position: unclosed brackets, codes that name nothing, unknown values. */
export function check(text: string, knownValues: Iterable<string>): Fault[] {
  if (text.length > MAX_TEXT_LENGTH) {
    return [{ position: MAX_TEXT_LENGTH, detail: `The text is longer than ${MAX_TEXT_LENGTH} characters.` }];
  }
  const known = new Set(knownValues);
  const { parts, faults } = parse(text);
  const unknown = parts
    .filter((part) => part.kind === 'value')
    .filter((part) => !known.has(part.name))
    .map(({ name, position }) => ({ position, detail: `There is no custom value ${name.slice(0, 100)}.` }));
  return [...faults, ...unknown].sort((a, b) => a.position - b.position);
}
