import { Injectable } from '@nestjs/common';
import { Audit, changed } from '../audit';
import type { Rule, Travel } from '#libs/slots';
import { People, type Principal, isAdmin } from '../identity';
import { Database } from '../platform/database';
import {
  Forbidden,
  Invalid,
  type Page,
  PageQuery,
  type Plain,
  assertVersion,
  pageOf,
  positionOf,
} from '../platform/http';
import { refuse } from './calendar-drafts';
import { ScheduleInUse } from './calendars.problems';
import type { StoredSchedule } from './schedule.entity';
import { officeHours, scheduleFaults } from './schedule.rules';
import { ScheduleStore } from './schedule.store';
import type { ChangeScheduleInput, CreateScheduleInput, ScheduleAnswer, UserScheduleInput } from './schedules.dto';
import { toSchedule } from './schedules.dto';

/** Working hours: everybody reads them, members change their own, admins all. */
@Injectable()
export class Schedules {
  constructor(
    private readonly db: Database,
    private readonly store: ScheduleStore,
    private readonly people: People,
    private readonly audit: Audit,
  ) {}

  async list(accountId: string, query: PageQuery): Promise<Page<ScheduleAnswer>> {
    const rows = await this.store.page(accountId, positionOf(query), query.limit);
    return pageOf(rows, query, ({ createdAt, id }) => ({ at: createdAt, id }), toSchedule);
  }

  async get(accountId: string, id: string): Promise<ScheduleAnswer> {
    return toSchedule(await this.store.get(accountId, id));
  }

  /** @throws Forbidden @throws Invalid */
  async create(who: Principal, { name, userId, ...input }: CreateScheduleInput): Promise<ScheduleAnswer> {
    const hours = { ...input, travel: input.travel ?? [] };
    const owner = userId?.toLowerCase() ?? null;
    assertMayWrite(who, owner);
    refuse(scheduleFaults(hours));
    if (owner !== null && (await this.people.inAccount(who.accountId, [owner])).length === 0) {
      const detail = 'no user of this account has this ID';
      throw Invalid(`/userId: ${detail}`, { errors: [{ pointer: '/userId', detail }] });
    }
    return this.db.transaction(async () => {
      const given = { userId: owner, name, ...checked(hours) };
      const row = await this.store.insert({ accountId: who.accountId, ...given });
      await this.audit.record('schedule.created', { target: { kind: 'schedule', id: row.id }, after: given });
      return toSchedule(row);
    });
  }

  /** @throws NotFound @throws Forbidden @throws StaleVersion @throws Invalid */
  async change(who: Principal, id: string, input: ChangeScheduleInput, ifMatch: number | null) {
    return this.db.transaction(async () => this.rewrite(who, await this.store.lock(who.accountId, id), input, ifMatch));
  }

  /** @throws NotFound @throws Forbidden @throws StaleVersion @throws ScheduleInUse */
  async remove(who: Principal, id: string, ifMatch: number | null): Promise<void> {
    await this.db.transaction(async () => {
      const row = await this.store.lock(who.accountId, id);
      assertMayWrite(who, row.userId);
      assertVersion(row.version, ifMatch);
      if (row.isDefault) throw ScheduleInUse("These are a user's own hours: change them instead.");
      await this.store.remove(who.accountId, id);
      const { name, userId } = row;
      await this.audit.record('schedule.removed', { target: { kind: 'schedule', id }, before: { name, userId } });
    });
  }

  /** The user's own hours, Mon–Fri 09:00–17:00 in their zone until they say otherwise. @throws NotFound */
  async ofUser(accountId: string, userId: string): Promise<ScheduleAnswer> {
    return toSchedule(await this.ownHours(accountId, userId));
  }

  /** @throws NotFound @throws Forbidden @throws StaleVersion @throws Invalid */
  async setOfUser(who: Principal, userId: string, input: Plain<UserScheduleInput>, ifMatch: number | null) {
    return this.db.transaction(async () => {
      const { id } = await this.ownHours(who.accountId, userId);
      assertMayWrite(who, userId);
      refuse(scheduleFaults({ ...input, travel: input.travel ?? [] }));
      return this.rewrite(who, await this.store.lock(who.accountId, id), input, ifMatch);
    });
  }

  private async ownHours(accountId: string, userId: string): Promise<StoredSchedule> {
    const { timezone } = await this.people.get(accountId, userId);
    return this.store.ofUser(accountId, userId, officeHours(timezone));
  }

  /** What is absent stays. */
  private async rewrite(
    who: Principal,
    row: StoredSchedule,
    { name = row.name, ...input }: Plain<ChangeScheduleInput>,
    ifMatch: number | null,
  ): Promise<ScheduleAnswer> {
    assertMayWrite(who, row.userId);
    assertVersion(row.version, ifMatch);
    const { timezone = row.timezone, rules = row.rules, travel = row.travel } = input;
    const hours = { timezone, rules, travel: travel ?? [] };
    refuse(scheduleFaults(hours));
    const changes = { name, ...checked(hours), version: row.version + 1 };
    await this.store.change(who.accountId, row.id, changes);
    const { name: formerName, timezone: formerZone, rules: formerRules, travel: formerTravel } = row;
    await this.audit.record('schedule.changed', {
      target: { kind: 'schedule', id: row.id },
      ...changed(
        { name: formerName, timezone: formerZone, rules: formerRules, travel: formerTravel },
        { name, ...hours },
      ),
    });
    return toSchedule({ ...row, ...changes });
  }
}

/** @throws Forbidden */
function assertMayWrite(who: Principal, owner: string | null): void {
  if (owner === who.userId || isAdmin(who.role)) return;
  throw Forbidden('Members change their own hours only.');
}

/** What `scheduleFaults` found nothing wrong with. */
function checked(hours: { timezone: unknown; rules: unknown; travel: unknown }) {
  return hours as { timezone: string; rules: Rule[]; travel: Travel[] };
}
