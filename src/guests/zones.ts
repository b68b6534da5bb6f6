import { isZone } from '#libs/time';
import { html, Html } from '../platform/http';

/** A choice of all zones that this machine knows, and the one chosen, which may have another name. */
export function zoneSelect(chosen: string): Html {
  const names = [...new Set([...Intl.supportedValuesOf('timeZone'), 'UTC', chosen])].sort();
  const options = names.map((name) =>
    name === chosen ? html`<option selected>${name}</option>` : html`<option>${name}</option>`,
  );
  return html`<select name="timezone" id="timezone">
    ${options}
  </select>`;
}

/** The zone that was asked for, if there is one of that name. */
export function zoneOr(asked: unknown, otherwise: string): string {
  return typeof asked === 'string' && isZone(asked) ? asked : otherwise;
}
