import { Injectable } from '@nestjs/common';
import { Accounts, People, type Principal } from '../identity';
import { type FieldError, Invalid } from '../platform/http';
import type { Calendar, CalendarSettings, Member } from './calendar';
import { defaultSettings } from './calendar-defaults';
import { membersFaults, misplacedZoom, settingsFaults } from './calendar.rules';
import type { ChangeCalendarInput, CreateCalendarInput } from './calendars.dto';
import { ZoomNeedsGroupCalendar } from './calendars.problems';
import { gridFaults } from './grid-size.rules';
import { mergeSettings, toMember } from './merge-settings.rules';
import { OwnLinkHosts } from './own-link-hosts';
import { ScheduleStore } from './schedule.store';
import { slugOf } from './slug.rules';
import { fittedMembers } from './type-fit.rules';
import { ZoomChoice } from './zoom-choice';

/** A calendar as it shall be stored. */
export interface Draft {
  settings: CalendarSettings;
  members: Member[];
}

interface Circumstances {
  /** The members as they were: what is named again was checked then. */
  before: readonly Member[];
  /** Whether members or what is asked of them changed: a calendar that lost a member can still be renamed. */
  membersTouched: boolean;
  /** Whether participants had links of their own before: then only those who come are judged. */
  hadOwnLinks: boolean;
}

/** Makes what is asked for into a calendar that can be stored, or refuses it. */
@Injectable()
export class CalendarDrafts {
  constructor(
    private readonly accounts: Accounts,
    private readonly people: People,
    private readonly schedules: ScheduleStore,
    private readonly zoom: ZoomChoice,
    private readonly ownLinks: OwnLinkHosts,
  ) {}

  /** @throws Invalid @throws ZoomNeedsGroupCalendar @throws ZoomNotConnected */
  async forNew(who: Principal, input: CreateCalendarInput): Promise<Draft> {
    const defaults = await this.defaults(who);
    // An interval that isn't given is the slot's duration: what null means in a change.
    const { slotInterval = null, ...rest } = input;
    const { name, type, slug = slugOf(name) } = input;
    const initial = { ...defaults, name, type, slug, slotInterval: defaults.slotDuration };
    const draft = {
      settings: mergeSettings(initial, { ...rest, slotInterval }, defaults),
      members: (input.members ?? []).map(toMember),
    };
    return this.checked(who, draft, { before: [], membersTouched: true, hadOwnLinks: false });
  }

  /** @throws Invalid @throws ZoomNeedsGroupCalendar @throws ZoomNotConnected */
  async forChange(who: Principal, current: Calendar, before: Member[], input: ChangeCalendarInput): Promise<Draft> {
    const settings = mergeSettings(current, input, await this.defaults(who));
    const members = input.members?.map(toMember) ?? fittedMembers(settings.type, before);
    const membersTouched = input.members !== undefined || settings.type !== current.type;
    const hadOwnLinks = current.zoom.joinLinks === 'per_participant';
    return this.checked(who, { settings, members }, { before, membersTouched, hadOwnLinks });
  }

  /** Around the transaction that stores the draft: see ZoomChoice. */
  offeringConnect<T>(who: Principal, returnTo: string, act: () => Promise<T>): Promise<T> {
    return this.zoom.offeringConnect(who, returnTo, act);
  }

  private async defaults({ accountId }: Principal) {
    return defaultSettings((await this.accounts.get(accountId)).timezone);
  }

  private async checked(who: Principal, draft: Draft, circumstances: Circumstances): Promise<Draft> {
    const { settings, members } = draft;
    const { before, membersTouched, hadOwnLinks } = circumstances;
    const known = new Set(hadOwnLinks ? before.map(({ userId }) => userId) : []);
    const judged = members.filter(({ userId }) => !known.has(userId));
    assertZoomHasPlace(draft);
    refuse([
      ...settingsFaults(settings),
      ...gridFaults(settings.slotInterval, members.length),
      ...(membersTouched ? membersFaults(settings.type, members) : []),
      ...(await this.strangers(who.accountId, members, before)),
      ...(await this.scheduleFaults(who.accountId, settings.scheduleId)),
      ...(await this.ownLinks.faults(who.accountId, settings, judged)),
    ]);
    await this.zoom.assertConnected(who, newlyOnZoom(members, before));
    return draft;
  }

  private async strangers(accountId: string, members: Member[], before: readonly Member[]): Promise<FieldError[]> {
    const known = new Set(before.map(({ userId }) => userId));
    const fresh = members.map(({ userId }) => userId).filter((userId) => !known.has(userId));
    for (const person of await this.people.inAccount(accountId, fresh)) known.add(person.userId);
    return members.flatMap(({ userId }, index) =>
      known.has(userId) ? [] : [{ pointer: `/members/${index}/userId`, detail: 'no user of this account has this ID' }],
    );
  }

  private async scheduleFaults(accountId: string, scheduleId: string | null): Promise<FieldError[]> {
    if (scheduleId === null || (await this.schedules.pin(accountId, scheduleId))) return [];
    return [{ pointer: '/scheduleId', detail: 'no schedule of this account has this ID' }];
  }
}

/** @throws Invalid unless there are none */
export function refuse(errors: FieldError[]): void {
  if (errors.length === 0) return;
  throw Invalid(errors.map(({ pointer, detail }) => `${pointer}: ${detail}`).join('; '), { errors });
}

function assertZoomHasPlace({ settings, members }: Draft): void {
  const pointers = misplacedZoom(settings.type, settings.location, members);
  if (pointers.length === 0) return;
  const detail = 'put a static link into a location of kind custom';
  throw ZoomNeedsGroupCalendar(`Here, ${detail}.`, { errors: pointers.map((pointer) => ({ pointer, detail })) });
}

function newlyOnZoom(members: readonly Member[], before: readonly Member[]): string[] {
  const already = new Set(before.filter(isOnZoom).map(({ userId }) => userId));
  return members.filter(isOnZoom).flatMap(({ userId }) => (already.has(userId) ? [] : [userId]));
}

function isOnZoom({ meetingLocation }: Member): boolean {
  return meetingLocation?.kind === 'zoom';
}
