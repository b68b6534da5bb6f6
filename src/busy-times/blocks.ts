import { Injectable } from '@nestjs/common';
import { Audit, changed } from '../audit';
import { Calendars } from '../calendars';
import { People, type Principal, isAdmin } from '../identity';
import { Database } from '../platform/database';
import { type FieldError, Forbidden, Invalid, NotFound, type Plain } from '../platform/http';
import { type Page, assertVersion, pageOf, positionOf } from '../platform/http';
import type { BlockRow } from './block.entity';
import { type BlockTime, blockFaults, overAt } from './block.rules';
import { type BlockDetails, BlockStore, type BlockTarget } from './block.store';
import type { BlockAnswer, BlockInput, BlockQuery, ChangeBlockInput } from './blocks.dto';
import { instantOf, toBlock } from './blocks.dto';
import { TooManyBlocks } from './busy-times.problems';

/** Per user or calendar, of those not over. What recurs costs each list of free slots a moment. */
const MAX_LIVE = 500;
const MAX_RECURRING = 100;

/**
 * Time off. Members manage their own, admins everybody's and the calendars'; who may not see a user's block is not told
 * that it is there. A block takes no appointment away: it only keeps new ones out.
 */
@Injectable()
export class Blocks {
  constructor(
    private readonly db: Database,
    private readonly store: BlockStore,
    private readonly people: People,
    private readonly calendars: Calendars,
    private readonly audit: Audit,
  ) {}

  async list(who: Principal, query: Plain<BlockQuery>): Promise<Page<Plain<BlockAnswer>>> {
    const { userId, calendarId, from, to, limit } = query;
    const filter = {
      ...{ userId, calendarId },
      ...(from !== undefined && { from: new Date(instantOf(from)) }),
      ...(to !== undefined && { to: new Date(instantOf(to)) }),
      ...(!isAdmin(who.role) && { seenBy: who.userId }),
    };
    const rows = await this.store.page(who.accountId, filter, positionOf(query), limit);
    return pageOf(rows, query, ({ startsAt, id }) => ({ at: startsAt, id }), toBlock);
  }

  /** @throws NotFound */
  async get(who: Principal, id: string): Promise<Plain<BlockAnswer>> {
    return toBlock(seen(who, await this.store.get(who.accountId, id)));
  }

  /** @throws Invalid @throws Forbidden @throws TooManyBlocks */
  async create(who: Principal, input: Plain<BlockInput>): Promise<Plain<BlockAnswer>> {
    const target = targetOf(input);
    assertMayWrite(who, target);
    const zone = await this.zoneOf(who.accountId, target);
    const details = checked({ ...input, timezone: input.timezone ?? zone, recurrence: input.recurrence ?? null });
    return this.db.transaction(async () => {
      await this.store.lockTarget(target);
      const row = await this.store.insert(who.accountId, target, details);
      await this.assertWithinLimits(row);
      await this.audit.record('block.created', { ...told(row), after: { ...target, ...details } });
      return toBlock(row);
    });
  }

  /** @throws NotFound @throws Forbidden @throws StaleVersion @throws Invalid */
  async change(who: Principal, id: string, input: Plain<ChangeBlockInput>, ifMatch: number | null) {
    return this.db.transaction(async () => {
      const row = await this.lock(who, id, ifMatch);
      const { title, recurrence, timezone, startsAt, endsAt } = row;
      const before = { title, recurrence, timezone, start: startsAt.toISOString(), end: endsAt.toISOString() };
      await this.store.lockTarget(row);
      const details = checked({ ...before, ...input });
      const after = await this.store.change(row, details);
      await this.assertWithinLimits(after);
      const former = { title, recurrence, timezone, startsAt, endsAt, overAt: row.overAt };
      await this.audit.record('block.changed', { ...told(row), ...changed(former, details) });
      return toBlock(after);
    });
  }

  /** @throws NotFound @throws Forbidden @throws StaleVersion */
  async remove(who: Principal, id: string, ifMatch: number | null): Promise<void> {
    await this.db.transaction(async () => {
      const row = await this.lock(who, id, ifMatch);
      await this.store.remove(who.accountId, id);
      const { userId, calendarId, title, startsAt, endsAt } = row;
      await this.audit.record('block.removed', {
        ...told(row),
        before: { userId, calendarId, title, startsAt, endsAt },
      });
    });
  }

  /** With what was just written counted, which goes again if it is one too many. @throws TooManyBlocks */
  private async assertWithinLimits(row: BlockRow): Promise<void> {
    const { all, recurring } = await this.store.countLive(row.accountId, row);
    if (all > MAX_LIVE) {
      throw TooManyBlocks(`There are ${MAX_LIVE} that are not over; delete some, or let one recur.`);
    }
    if (recurring > MAX_RECURRING) {
      throw TooManyBlocks(`There are ${MAX_RECURRING} that recur and are not over; delete some.`);
    }
  }

  private async lock(who: Principal, id: string, ifMatch: number | null): Promise<BlockRow> {
    const row = seen(who, await this.store.lock(who.accountId, id));
    assertMayWrite(who, row);
    assertVersion(row.version, ifMatch);
    return row;
  }

  /** @throws Invalid when the account has no such user or calendar */
  private async zoneOf(accountId: string, { userId, calendarId }: BlockTarget): Promise<string> {
    if (userId !== null) {
      const [person] = await this.people.inAccount(accountId, [userId]);
      return person?.timezone ?? refuse([{ pointer: '/userId', detail: 'no user of this account has this ID' }]);
    }
    const [calendar] = await this.calendars.byIds(accountId, calendarId === null ? [] : [calendarId]);
    if (calendar && calendar.deletedAt === null) return calendar.timezone;
    return refuse([{ pointer: '/calendarId', detail: 'no calendar of this account has this ID' }]);
  }
}

const told = ({ id, userId }: BlockRow) => ({ target: { kind: 'block', id }, personId: userId });

/** @throws Invalid unless exactly one is given */
function targetOf({ userId, calendarId }: Plain<BlockInput>): BlockTarget {
  if ((userId === undefined) === (calendarId === undefined)) {
    refuse([{ pointer: '/userId', detail: 'either this or calendarId must be given' }]);
  }
  return { userId: userId?.toLowerCase() ?? null, calendarId: calendarId?.toLowerCase() ?? null };
}

/** @throws NotFound for a member when it is another user's */
function seen(who: Principal, row: BlockRow): BlockRow {
  if (row.userId === null || row.userId === who.userId || isAdmin(who.role)) return row;
  throw NotFound(`No block has the ID ${row.id}.`);
}

/** @throws Forbidden */
function assertMayWrite(who: Principal, { userId }: BlockTarget): void {
  if (userId === who.userId || isAdmin(who.role)) return;
  throw Forbidden('Members manage their own time off only.');
}

interface GivenBlock {
  title: string;
  start: string;
  end: string;
  timezone: string;
  recurrence: string | null;
}

/** @throws Invalid */
function checked({ title, timezone, recurrence: text, ...times }: GivenBlock): BlockDetails {
  const [start, end] = [instantOf(times.start), instantOf(times.end)];
  const recurrence = text?.trim() ?? null;
  const time: BlockTime = { start, end, timezone, recurrence };
  const faults = blockFaults(time);
  if (faults.length > 0) refuse(faults);
  const over = overAt(time);
  return {
    ...{ title, timezone, recurrence },
    startsAt: new Date(start),
    endsAt: new Date(end),
    overAt: over === null ? null : new Date(over),
  };
}

function refuse(errors: FieldError[]): never {
  throw Invalid(errors.map(({ pointer, detail }) => `${pointer}: ${detail}`).join('; '), { errors });
}
