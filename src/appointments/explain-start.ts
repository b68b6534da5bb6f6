import { Injectable } from '@nestjs/common';
import { type Availability, type Criterion, type Reason, explain, offerAt, rankHosts } from '#libs/slots';
import { formatInstant } from '#libs/time';
import { Bookable, Calendars } from '../calendars';
import { Invalid } from '../platform/http';
import { AvailabilityReader } from './availability.reader';
import { UNUSUAL, isUsual, startOf } from './fields';
import { HostStandings } from './host-standings';

export interface ExplanationJson {
  start: string;
  offered: boolean;
  /** Null when it is offered. */
  reason: Reason | null;
  hosts: { userId: string; name: string; free: boolean; optional: boolean; reason: Reason | null }[];
  /** Who would get it now, best first, and what puts each before the next. Only a round robin chooses. */
  ranking: { userId: string; name: string; aheadBy: Criterion | null }[];
}

/** Why a start is or isn't offered: the booking's own judgement, with its reasons kept. */
@Injectable()
export class ExplainStart {
  constructor(
    private readonly calendars: Calendars,
    private readonly reader: AvailabilityReader,
    private readonly standings: HostStandings,
  ) {}

  /** @throws NotFound, Invalid */
  async run(accountId: string, calendarId: string, at: string): Promise<ExplanationJson> {
    if (!isUsual(at)) throw unusual();
    const bookable = await this.calendars.forBooking(accountId, calendarId);
    const start = startOf(at);
    const availability = await this.reader.read(bookable, { start, end: start + 1 });
    const { offered, reason, hosts } = explain(availability, start);
    return {
      start: formatInstant(start),
      offered,
      reason,
      hosts: hosts.map(({ hostId, ...verdict }) => ({ ...named(bookable, hostId), ...verdict })),
      ranking: await this.ranking(bookable, availability, start),
    };
  }

  private async ranking(bookable: Bookable, availability: Availability, start: number) {
    const offer = offerAt(availability, start);
    if (bookable.calendar.type !== 'round_robin' || !offer.offered) return [];
    const standings = await this.standings.of(bookable);
    const { ranked } = rankHosts(bookable.calendar.distribution, offer.candidates, standings);
    return ranked.map(({ hostId, aheadBy }) => ({ ...named(bookable, hostId), aheadBy }));
  }
}

function unusual() {
  return Invalid(`start: ${UNUSUAL}`, { errors: [{ pointer: '/start', detail: UNUSUAL }] });
}

/** A calendar without hosts stands for itself. */
function named({ calendar, hosts }: Bookable, hostId: string): { userId: string; name: string } {
  return { userId: hostId, name: hosts.find(({ userId }) => userId === hostId)?.name ?? calendar.name };
}
