import { html, Html } from '../platform/http';
import type { Offer } from './slot-offer';
import { Times } from './times';
import { zoneSelect } from './zones';

export interface Chooser {
  offer: Offer;
  locale: string | null;
  /** The start chosen before, as an instant. */
  chosen?: string;
  /** A start that is not worth choosing: where the appointment is now. */
  except?: string;
}

/** In which zone to show the times. A form of its own, which asks for the same page again. */
export function zoneChooser({ timezone, from }: Offer): Html {
  return html`<form method="get">
    <input type="hidden" name="from" value="${from}" />
    <label for="timezone">Times are shown in</label>
    ${zoneSelect(timezone)}
    <button>Change</button>
  </form>`;
}

/** The free slots as a choice of one. Days fold, the first or the chosen one is open. */
export function slotChooser({ offer, locale, chosen, except }: Chooser): Html {
  const times = new Times(offer.timezone, locale);
  const days = offer.days
    .map(({ date, slots }) => ({ date, starts: slots.map(({ start }) => start).filter((start) => start !== except) }))
    .filter(({ starts }) => starts.length > 0);
  const open = days.find(({ starts }) => chosen !== undefined && starts.includes(chosen)) ?? days[0];
  return html`<div>
    ${days.map((day) => dayOf(day, day === open, times, chosen))} ${days.length === 0 && noneOf(offer)}
  </div>`;
}

/** To the weeks before and after. */
export function otherWeeks({ timezone, earlier, later }: Offer): Html {
  return html`<nav aria-label="Other weeks">
    ${earlier !== null && html`<a class="button" href="${hrefOf(earlier, timezone)}">Earlier</a>`}
    ${later !== null && html`<a class="button" href="${hrefOf(later, timezone)}">Later</a>`}
  </nav>`;
}

function dayOf({ starts }: { starts: string[] }, open: boolean, times: Times, chosen: string | undefined): Html {
  const first = new Date(starts[0] ?? 0);
  const choices = starts.map(
    (start) =>
      html`<label class="time"
        ><input type="radio" name="start" value="${start}" ${start === chosen && html`checked`} />
        ${times.clockTime(new Date(start))}</label
      >`,
  );
  return html`<details ${open && html`open`}>
    <summary>${times.day(first)}</summary>
    <fieldset>
      <legend>Times on ${times.day(first)}</legend>
      <div class="times">${choices}</div>
    </fieldset>
  </details>`;
}

function noneOf({ next, timezone }: Offer): Html {
  if (next === null) return html`<p class="note">Nothing is free here.</p>`;
  return html`<p class="note">
    Nothing is free in these two weeks. <a href="${hrefOf(next, timezone)}">Go to the next free day</a>
  </p>`;
}

function hrefOf(from: string, timezone: string): string {
  return `?${new URLSearchParams({ from, timezone }).toString()}`;
}
