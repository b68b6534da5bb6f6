import { html, Html } from '../platform/http';
import { webAddress } from './web-address';

const NOT_SAID = 'The host will tell you.';

/** A place as people wrote it, or a link if it is one. */
export function placeText(value: string | null): Html {
  if (value === null || value.trim() === '') return html`${NOT_SAID}`;
  const to = webAddress(value);
  return to === null ? html`<span class="lines">${value}</span>` : html`<a href="${to}">${value}</a>`;
}
