import type { Question } from '../calendars';
import { faultOf, type Field, type Filled, Html, html, inputOf, labelOf, textArea, textOf } from '../platform/http';
import { answerName, optionsChosen } from './booking-form';

/** A question of a calendar as a field of its form. */
export function questionField(question: Question, filled: Filled): Html {
  const { id, label, help, type, required } = question;
  const name = answerName(id);
  const field: Field = { name, label, help, pointer: `/answers/${id}`, optional: !required };
  switch (type) {
    case 'text':
      return inputOf({ ...field, max: 1_000 }, filled);
    case 'paragraph':
      return textArea({ ...field, max: 5_000 }, filled);
    case 'number':
      return inputOf({ ...field, type: 'number' }, filled);
    case 'phone':
      return inputOf({ ...field, type: 'tel', max: 40 }, filled);
    case 'email':
      return inputOf({ ...field, type: 'email', max: 254 }, filled);
    case 'url':
      return inputOf({ ...field, type: 'url', max: 2_000 }, filled);
    case 'checkbox':
      return checkbox(field, filled);
    case 'choice':
      return oneOf(field, question, filled);
    case 'multi_choice':
      return someOf(field, question, filled);
  }
}

function checkbox(field: Field, filled: Filled): Html {
  const { name, optional } = field;
  const checked = textOf(filled.form, name) !== undefined;
  return html`${faultOf(field, filled)}<label class="check"
      ><input type="checkbox" name="${name}" ${!optional && html`required`} ${checked && html`checked`} />
      <span>${labelOf(field)}</span></label
    >`;
}

function oneOf(field: Field, { options }: Question, filled: Filled): Html {
  const { name, optional } = field;
  const before = textOf(filled.form, name);
  const choices = options.map(
    (option) => html`<option value="${option}" ${option === before && html`selected`}>${option}</option>`,
  );
  return html`<label for="${name}">${labelOf(field)}</label> ${faultOf(field, filled)}
    <select id="${name}" name="${name}" ${!optional && html`required`}>
      <option value="">–</option>
      ${choices}
    </select>`;
}

/** HTML cannot require one of several boxes: that is found out after sending. */
function someOf(field: Field, question: Question, filled: Filled): Html {
  const before = optionsChosen(question, filled.form) ?? [];
  const boxes = question.options.map(
    (option, index) =>
      html`<label class="check"
        ><input
          type="checkbox"
          name="${field.name}.${index}"
          value="${option}"
          ${before.includes(option) && html`checked`}
        />
        <span>${option}</span></label
      >`,
  );
  return html`<fieldset class="some">
    <legend>${labelOf(field)}</legend>
    ${faultOf(field, filled)} ${boxes}
  </fieldset>`;
}
