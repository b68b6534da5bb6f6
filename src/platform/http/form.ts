/** A posted form, or any other body; nothing about it is known. */
export type Form = Record<string, unknown> | null | undefined;

/** A field's text as people meant it: line ends as one character, no space around it. Undefined when it is empty. */
export function textOf(form: Form, name: string): string | undefined {
  const value = form?.[name];
  if (typeof value !== 'string') return undefined;
  return value.replace(/\r\n?/g, '\n').trim() || undefined;
}
