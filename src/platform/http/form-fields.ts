import { Form, textOf } from './form';
import { Html, html } from './html';
import type { FieldError } from './problem';

/** A form that comes back to whoever filled it in. */
export interface Filled {
  /** What was filled in before. */
  form?: Form;
  faults?: FieldError[];
}

export interface Field {
  name: string;
  label: string;
  help?: string | null;
  /** Where its faults point. */
  pointer: string;
  type?: 'text' | 'email' | 'tel' | 'url' | 'number' | 'password';
  autocomplete?: string;
  max?: number;
  optional?: boolean;
}

export function inputOf(field: Field, filled: Filled): Html {
  const { name, type = 'text', max, optional, autocomplete } = field;
  return html`<label for="${name}">${labelOf(field)}</label> ${faultOf(field, filled)}
    <input
      id="${name}"
      name="${name}"
      type="${type}"
      ${type === 'number' && html`step="any"`}
      ${max !== undefined && html`maxlength="${max}"`}
      autocomplete="${autocomplete ?? 'off'}"
      ${type !== 'password' && html`value="${textOf(filled.form, name) ?? ''}"`}
      ${!optional && html`required`}
    />`;
}

export function textArea(field: Field, filled: Filled): Html {
  const { name, max, optional } = field;
  return html`<label for="${name}">${labelOf(field)}</label> ${faultOf(field, filled)}
    <textarea id="${name}" name="${name}" rows="3" maxlength="${max}" ${!optional && html`required`}>
${textOf(filled.form, name) ?? ''}</textarea>`;
}

export function labelOf({ label, help, optional }: Field): Html {
  return html`${label}${optional && html` <small>(optional)</small>`}${help && html`<br /><small>${help}</small>`}`;
}

/** A fault of the field or of a part of it. */
export function faultOf({ name, pointer, optional }: Field, { faults = [], form }: Filled): Html | false {
  const fault = faults.find((found) => found.pointer === pointer || found.pointer.startsWith(`${pointer}/`));
  if (!fault) return false;
  const empty = !optional && textOf(form, name) === undefined;
  return html`<p class="fault" role="alert">${empty ? 'Please fill this in.' : `This ${fault.detail}.`}</p>`;
}
