import { randomUUID } from 'node:crypto';
import type { Parameter, StoreMethod } from './store-methods';

// eslint-disable-next-line @typescript-eslint/no-explicit-any
export type Row = Record<string, any>;

/** Rows of one account as entities. */
export interface Rows {
  /** The first that fits; one has to be there. */
  of(table: string, fits?: (row: Row) => boolean): Row;
}

/** What a method is called with. `accountId` is whoever asks; all else is of the account whose rows these are. */
export type ArgumentsFor = (accountId: string, rows: Rows) => unknown[];

/** The table a store's `id` belongs to. */
const TABLE_OF: Record<string, string> = {
  ApiKeyStore: 'api_keys',
  AppointmentStore: 'appointments',
  BlockStore: 'blocks',
  BookableStore: 'calendars',
  CalendarStore: 'calendars',
  ContactStore: 'contacts',
  ErasedContactStore: 'contacts',
  FeedStore: 'busy_feeds',
  LinkStore: 'series',
  MeetingStore: 'meetings',
  MessageStore: 'messages',
  NotificationStore: 'notifications',
  ScheduleStore: 'schedules',
  SeriesStore: 'series',
  SlotStore: 'slots',
  TeamInvitationStore: 'team_invitations',
};

const TABLES: Record<string, string> = {
  appointmentId: 'appointments',
  calendarId: 'calendars',
  contactId: 'contacts',
  meetingId: 'meetings',
  seriesId: 'series',
  slotId: 'slots',
};

/** Before and after everything that is there. */
const [LONG_AGO, NOW, LATER] = ['2026-11-01', '2026-11-23', '2026-12-31'].map(
  (day) => new Date(`${day}T08:00:00Z`),
) as [Date, Date, Date];
const SPAN = { from: LONG_AGO, to: LATER };
const PAGE = { limit: 50 };

const BY_NAME: Record<string, unknown> = { number: 0, limit: 50, unread: false, leaseMs: 1000, reason: 'cancelled' };
const BY_TYPE: Record<string, unknown> = {
  Date: NOW,
  number: 0,
  PageQuery: PAGE,
  'Position | null': null,
  '{ at: Date; id: string } | null': null,
  '{ from: Date; to: Date }': SPAN,
  '{ since: Date; now: Date }': { since: LONG_AGO, now: NOW },
  '{ after: Date; from?: Date; hostedBy?: string }': { after: LONG_AGO },
  AppointmentFilter: {},
  BlockFilter: {},
  FeedFilter: {},
  Search: { terms: [], exceptId: null, after: null, limit: 50 },
  'MeetingLocation | null': { kind: 'custom', value: 'Elsewhere' },
  'Conflict[]': [],
};

const changed = (row: Row, accountId: string, changes: Row = {}): Row => ({ ...row, accountId, ...changes });
const copy = (row: Row, accountId: string, changes: Row = {}) =>
  changed(row, accountId, { id: randomUUID(), ...changes });
const hostId = (rows: Rows) => rows.of('slots', ({ leadUserId }) => leadUserId).leadUserId as string;
const ownerOf = ({ slotId, seriesId, hostUserId }: Row) => ({ slotId, seriesId, hostUserId });
const details = ({ name, email, otherEmails = [], phone, smsConsent }: Row) => ({
  ...{ name, email, otherEmails, phone, smsConsent },
});

/** Where neither names nor types tell. */
const SPECIAL: Record<string, ArgumentsFor> = {
  'BookerTraceStore.bookedBy': booker,
  'BookerTraceStore.bookers': booker,
  'BookerTraceStore.makeAnonymous': booker,
  'BookerTraceStore.unname': booker,
  'ContactStore.formerIds': (accountId, rows) => [accountId, rows.of('merged_contacts').into_id],
  'EnrolmentTraceStore.enrolments': (accountId, rows) => [accountId, [rows.of('meeting_registrants').email]],
  'EnrolmentTraceStore.unnameMeetings': (accountId, rows) => [
    accountId,
    rows.of('meetings', ({ slotId }) => slotId && rows.of('slots', ({ id }) => id === slotId).capacity === 1)
      .appointmentIds,
  ],
  'EnrolmentTraceStore.unnameRegistrants': (accountId, rows) => [accountId, [rows.of('meeting_registrants').email]],
  'ErasedContactStore.erase': (accountId, rows) => [accountId, unbooked(rows).id, NOW],
  'InvitationStore.forgetBooker': (accountId, rows) => {
    const { appointmentId, email } = invitedGuest(rows);
    return [accountId, [appointmentId], [email], NOW];
  },
  'InvitationStore.forgetUser': (accountId, rows) => {
    const { recipient, email } = rows.of('invitations', (row) => String(row.recipient).startsWith('host:'));
    return [accountId, [String(recipient).slice('host:'.length)], [email]];
  },
  'InvitationStore.ofAll': (accountId, rows) => [accountId, [rows.of('invitations').appointmentId]],
  'MessageTraceStore.concerning': (accountId, rows) => [accountId, [], [rows.of('messages').recipient]],
  'MessageTraceStore.dropCalendars': (accountId) => [accountId, 'BEGIN'],
  'MessageTraceStore.empty': (accountId, rows) => [accountId, [], [rows.of('messages').recipient]],
  'ErasedContactStore.isSharedName': (accountId, rows) => [accountId, confirmed(rows).contactId, 'Gert Aardvark'],
  'PersonTraceStore.eraseDead': (accountId, rows) => [accountId, [restored(rows).userId]],
  'PersonTraceStore.eraseInAccount': (accountId, rows) => [accountId, [hostId(rows)], []],
  'PersonTraceStore.formerIds': (accountId, rows) => [accountId, restored(rows).restoredAs],
  'PersonTraceStore.isHadByMember': (accountId, rows) => [
    ...[accountId, [rows.of('messages', ({ channel }) => channel === 'in_app').recipient]],
  ],
  'ReceiptStore.find': (accountId, rows) => [accountId, rows.of('erasures').id],
  'ReceiptStore.insert': (accountId, rows) => {
    const { person_id: personId } = rows.of('erasures');
    return [accountId, { id: randomUUID(), kind: 'contact', personId, actorId: null, at: NOW, erased: {} }];
  },
  'RecordStore.forgetReasons': (accountId, rows) => [
    ...[accountId, [rows.of('facts', ({ payload }) => typeof payload.reason === 'string').aggregateId]],
  ],
  'ZoomTraceStore.emptyEvents': (accountId) => [accountId, ['aardvark'], NOW],
  'ZoomTraceStore.events': (accountId) => [accountId, ['aardvark']],
  'ApiKeyStore.insert': (accountId, rows) => [copy(rows.of('api_keys'), accountId, { tokenHash: randomUUID() })],
  'AppointmentStore.future': (accountId, rows) => [accountId, { calendarId: confirmed(rows).calendarId }, NOW],
  'AppointmentStore.insert': (accountId, rows) => [[copy(rows.of('appointments'), accountId)]],
  'AppointmentStore.lastHostOf': (accountId, rows) => {
    const { calendarId, contactId } = confirmed(rows);
    return [accountId, calendarId, contactId];
  },
  'AppointmentStore.latestIn': (accountId, rows) => [accountId, rows.of('appointments').calendarId],
  'AppointmentStore.lockSeatedIn': seated,
  'AppointmentStore.moveToContact': (accountId, rows) => {
    const from = rows.of('contacts', ({ id }) => id === rows.of('appointments').contactId);
    return [{ ...changed(from, accountId), otherEmails: [] }, rows.of('contacts', ({ id }) => id !== from.id).id, NOW];
  },
  'AppointmentStore.ofSeries': (accountId, rows) => [accountId, rows.of('series').id],
  'AppointmentStore.othersIn': (accountId, rows) => [...seated(accountId, rows), randomUUID()],
  'AppointmentStore.save': (accountId, rows) => [changed(rows.of('appointments'), accountId, { title: 'Walked' }), NOW],
  'AppointmentStore.seatedIn': seated,
  'AssignmentStore.assign': (accountId, rows) => [[assignment(accountId, rows)]],
  'AssignmentStore.balances': (accountId, rows) => [
    ...[accountId, rows.of('assignments').calendarId, { since: LONG_AGO, now: NOW }],
  ],
  'AssignmentStore.callRoll': (accountId, rows) => {
    const { calendarId, hostId: host } = rows.of('assignments');
    return [accountId, calendarId, NOW, [{ hostId: host, kind: 'left', reason: 'left', load: 0 }]];
  },
  'AssignmentStore.credit': (accountId, rows) => [...assigned(accountId, rows), 'cancelled', NOW],
  'AssignmentStore.current': assigned,
  'AssignmentStore.decided': assigned,
  'AssignmentStore.keep': (accountId, rows) => {
    const { appointmentId, turn } = rows.of('assignments', ({ kind }) => kind === 'assigned');
    return [
      { hostId: hostId(rows), turn, at: NOW },
      { ...assignment(accountId, rows), appointmentId },
    ];
  },
  'AssignmentStore.retake': (accountId, rows) => {
    const { appointmentId } = rows.of('assignments', ({ kind }) => kind === 'credited');
    return [accountId, appointmentId, 'revived', NOW];
  },
  'AuditStore.append': (accountId, rows) => {
    const entry = {
      accountId,
      id: randomUUID(),
      at: NOW,
      actorId: hostId(rows),
      action: 'thing.walked',
      targetKind: 'x',
    };
    return [[{ entry: { ...entry, particulars: '{}' }, mac: 'x', particulars: [] }]];
  },
  'AuditStore.forget': (accountId, rows) => [
    ...[accountId, rows.of('audit_particulars', (row) => row.person_id !== null).person_id],
  ],
  'AuditStore.forgetTraces': (accountId) => [accountId, '.', () => true],
  'BlockStore.change': (accountId, rows) => [changed(rows.of('blocks'), accountId), { title: 'Walked' }],
  'BlockStore.countLive': (accountId, rows) => [accountId, { userId: rows.of('blocks').userId, calendarId: null }],
  'BlockStore.insert': (accountId, rows) => {
    const { userId, calendarId, title, startsAt, endsAt, timezone, recurrence, overAt } = rows.of('blocks');
    return [accountId, { userId, calendarId }, { title, startsAt, endsAt, timezone, recurrence, overAt }];
  },
  'CalendarStore.assertMember': (accountId, rows) => {
    const { calendarId, userId } = rows.of('calendar_members');
    return [accountId, calendarId, userId];
  },
  'CalendarStore.change': (accountId, rows) => [accountId, rows.of('calendars').id, { name: 'Walked' }],
  'CalendarStore.insert': (accountId, rows) => {
    const schedule = rows.of('schedules', ({ userId }) => userId === null);
    return [accountId, randomUUID(), { ...rows.of('calendars'), slug: randomUUID(), scheduleId: schedule.id }];
  },
  'CalendarStore.changeMemberLocation': (accountId, rows) => {
    const { calendarId, userId } = rows.of('calendar_members');
    return [accountId, calendarId, userId, { kind: 'custom', value: 'Elsewhere' }];
  },
  'CalendarStore.members': (accountId, rows) => [accountId, rows.of('calendar_members').calendarId],
  'CalendarStore.membersByCalendar': (accountId, rows) => [accountId, [rows.of('calendar_members').calendarId]],
  'CalendarStore.replaceMembers': (accountId, rows) => [accountId, rows.of('calendar_members').calendarId, []],
  'ConnectLinkStore.end': (accountId, rows) => [accountId, rows.of('zoom_connect_links').user_id],
  'ConnectLinkStore.isCurrent': (accountId, rows) => {
    const { user_id: userId, token_hash: tokenHash } = rows.of('zoom_connect_links');
    return [accountId, userId, tokenHash];
  },
  'ConnectLinkStore.put': (accountId, rows) => {
    const { user_id: userId } = rows.of('zoom_connect_links');
    return [{ accountId, userId, tokenHash: randomUUID(), askedBy: hostId(rows), expiresAt: LATER }];
  },
  'ChainStore.putHead': (accountId, rows) => {
    const { number, hash, mac } = rows.of('audit_heads');
    return [{ accountId, number: Number(number) + 1, hash, mac, sealedAt: NOW }];
  },
  'ChainStore.seal': (accountId, rows) => {
    const { id } = rows.of('audit_entries', ({ number }) => number === null);
    return [accountId, [{ id, number: 99, hash: 'x' }]];
  },
  'ContactStore.byEmail': (accountId, rows) => [accountId, rows.of('contacts').email],
  'ContactStore.change': (accountId, rows) => {
    const row = { ...changed(rows.of('contacts'), accountId), otherEmails: [] };
    return [row, { ...details(row), name: 'Walked' }];
  },
  'ContactStore.holdByEmail': (accountId, rows) => [accountId, rows.of('contacts').email],
  'ContactStore.insert': (accountId, rows) => [accountId, details(rows.of('contacts'))],
  'ContactStore.lockBoth': (accountId, rows) => [accountId, ...twoContacts(rows).map(({ id }) => id)],
  'ContactStore.merge': (accountId, rows) =>
    twoContacts(rows).map((row) => ({ ...changed(row, accountId), otherEmails: [] })),
  'ContactStore.remove': (accountId, rows) => [accountId, unbooked(rows).id],
  'ContactStore.survivors': (accountId, rows) => [accountId, [rows.of('merged_contacts').id]],
  'DeletionStore.page': (accountId, rows) => [{ userId: hostId(rows), accountId }, null, 50],
  'DiaryStore.openAt': (accountId, rows) => {
    const { calendarId, startsAt } = rows.of('slots', ({ live }) => live);
    return [accountId, calendarId, [startsAt], NOW];
  },
  'DiaryStore.read': (accountId, rows) => [
    { accountId, calendarId: rows.of('slots', ({ live }) => live).calendarId, hostIds: [] },
    { spans: [{ start: LONG_AGO.getTime(), end: LATER.getTime() }], which: 'all', leaving: [], now: NOW },
  ],
  'FeedStore.begin': (accountId, rows) => [{ accountId, feedId: rows.of('busy_feeds').id }],
  'FeedStore.insert': (accountId, rows) => [accountId, copy(rows.of('busy_feeds'), accountId)],
  'FeedStore.lockAttempt': (accountId, rows) => [changed(rows.of('busy_feeds'), accountId)],
  'FeedStore.makeDue': (accountId, rows) => [changed(rows.of('busy_feeds'), accountId)],
  'FeedStore.rename': (accountId, rows) => [changed(rows.of('busy_feeds'), accountId), 'Walked'],
  'FeedStore.write': (accountId, rows) => [accountId, rows.of('busy_feeds').id, { failures: 7 }],
  'HostedStore.byLink': (accountId, rows) => [accountId, hostId(rows), { state: 'ready' }, NOW],
  'InvitationStore.save': (accountId, rows) => [changed(rows.of('invitations'), accountId, { name: 'Walked' })],
  'InvitationStore.anyOf': (accountId, rows) => [accountId, [rows.of('invitations').appointmentId]],
  'InvitationStore.of': (accountId, rows) => [accountId, rows.of('invitations').appointmentId],
  'InvitationStore.waitUntil': (accountId, rows) => [accountId, rows.of('invitation_waits').appointmentId],
  'InvitationStore.endWait': (accountId, rows) => [accountId, rows.of('invitation_waits').appointmentId],
  'LinkStore.lockSlots': (accountId, rows) => [
    ...[accountId, { slotIds: [rows.of('slots').id], seriesIds: [rows.of('series').id] }, NOW],
  ],
  'LinkStore.seatedIn': (accountId, rows) => [accountId, [confirmed(rows).slotId]],
  'LinkStore.seriesOf': (accountId, rows) => [accountId, [rows.of('slots', (slot) => slot.linkSeriesId).id]],
  'MeetingStore.current': (accountId, rows) => [accountId, ownerOf(wanted(rows))],
  'MeetingStore.generations': (accountId, rows) => [accountId, ownerOf(wanted(rows))],
  'MeetingStore.insertAll': (accountId, rows) => [
    [copy(wanted(rows), accountId, { generation: 99, wanted: 'absent', reference: randomUUID() })],
  ],
  'MeetingStore.lastGivenUp': (accountId, rows) => [accountId, givenUp(rows).slotId],
  'MeetingStore.successorOf': (accountId, rows) => [
    changed(
      rows.of('meetings', ({ id }) => id === rows.of('meetings', (row) => row.replaces).replaces),
      accountId,
    ),
  ],
  'MeetingStore.lockCurrent': (accountId, rows) => [accountId, ownerOf(wanted(rows))],
  'MeetingStore.save': (accountId, rows) => [changed(wanted(rows), accountId, { topic: 'Walked' })],
  'MeetingStore.deferOne': (accountId, rows) => [
    ...[
      changed(
        rows.of('meetings', ({ owes }) => owes === 'update'),
        accountId,
      ),
      'update',
      LATER,
    ],
  ],
  'MessageStore.claim': (accountId, rows) => [accountId, queued(rows).id, 1000],
  'MessageStore.insert': (accountId, rows) => [copy(rows.of('messages'), accountId, { dedupeKey: randomUUID() })],
  'MessageStore.list': (accountId) => [accountId, {}, PAGE],
  'MessageStore.settle': (accountId, rows) => [
    ...[
      changed(
        rows.of('messages', ({ state }) => state === 'sending'),
        accountId,
      ),
      'sent',
      null,
    ],
  ],
  'MessageStore.skip': (accountId, rows) => [accountId, { dedupeKeyPrefix: queued(rows).dedupeKey }, 'walked'],
  'NotificationStore.exists': (accountId, rows) => {
    const { userId, id } = rows.of('notifications');
    return [accountId, userId, id];
  },
  'NotificationStore.insert': (accountId, rows) => [
    changed(rows.of('notifications'), accountId, { id: queued(rows).id }),
  ],
  'PrivateFeedStore.nextGeneration': (accountId, rows) => [changed(rows.of('private_feeds'), accountId)],
  'QuotaStore.take': (accountId, rows) => {
    const slotId = rows.of('slots').id as string;
    const request = { id: randomUUID(), accountId, userId: hostId(rows), zoomUserId: 'x', at: NOW, purpose: 'create' };
    return [{ ...request, slotId, seriesId: null, appointmentIds: [] }, ['2026-11-23'], 100];
  },
  'OAuthStateStore.insert': (accountId, rows) => {
    const userId = hostId(rows);
    const state = { stateHash: randomUUID(), accountId, userId, actorId: userId };
    return [
      { ...state, returnTo: 'profile', codeVerifier: 'x', browserHash: null, linkHash: null, loginId: null },
      LATER,
    ];
  },
  'RegistrantStore.insert': (accountId, rows) => [
    copy(rows.of('meeting_registrants'), accountId, { email: 'x@example.com' }),
  ],
  'RegistrantStore.lockOf': (accountId, rows) => [accountId, rows.of('meeting_registrants').meetingId],
  'RegistrantStore.lookAgain': (accountId, rows) => [accountId, rows.of('meeting_registrants').meetingId],
  'RegistrantStore.save': (accountId, rows) => [
    changed(rows.of('meeting_registrants'), accountId, { firstName: 'Walked' }),
  ],
  'ScheduleStore.change': (accountId, rows) => [accountId, rows.of('schedules').id, { name: 'Walked' }],
  'ScheduleStore.insert': (accountId, rows) => [
    changed(
      rows.of('schedules', ({ userId }) => userId),
      accountId,
      { isDefault: false },
    ),
  ],
  'ScheduleStore.ofUser': (accountId, rows) => [
    ...[
      accountId,
      rows.of('schedules', ({ isDefault }) => isDefault).userId,
      { timezone: 'UTC', rules: [], travel: [] },
    ],
  ],
  'ScheduleStore.remove': (accountId, rows) => [accountId, rows.of('schedules', ({ userId }) => userId === null).id],
  'SeriesStore.insert': (accountId, rows) => [copy(rows.of('series'), accountId)],
  'SeriesStore.keepConflicts': (accountId, rows) => [accountId, rows.of('series').id, [{ start: 'walked' }]],
  'SessionStore.endAll': (accountId, rows) => [accountId, [rows.of('sessions').id]],
  'SessionStore.insert': (accountId, rows) => [
    copy(
      rows.of('sessions', ({ actorId }) => actorId === null),
      accountId,
      { tokenHash: randomUUID() },
    ),
  ],
  'SlotStore.addHold': (accountId, rows) => [copy(rows.of('holds'), accountId)],
  'SlotStore.changeHold': (accountId, rows) => [accountId, rows.of('holds').id, { extended: true }],
  'SlotStore.endHolds': (accountId, rows) => [accountId, rows.of('holds').calendarId, NOW],
  'SlotStore.holdsIn': (accountId, rows) => [accountId, rows.of('holds').slotId, NOW],
  'SlotStore.insert': (accountId, rows) => {
    const slot = copy(rows.of('slots'), accountId, { startsAt: LATER, endsAt: new Date(LATER.getTime() + 60_000) });
    return [[{ slot, hostIds: [], blocked: { start: slot.startsAt, end: slot.endsAt }, forced: false }]];
  },
  'SlotStore.moveEnd': (accountId, rows) => [accountId, rows.of('slots').id, LATER],
  'SlotStore.removeHold': (accountId, rows) => [accountId, rows.of('holds').id],
  'SlotStore.sitting': (accountId, rows) => [accountId, [confirmed(rows).slotId], NOW],
  'SlotStore.update': (accountId, rows) => [accountId, rows.of('slots').id, { topic: 'Walked' }],
  'SlotStore.updateAll': (accountId, rows) => [accountId, [rows.of('slots').id], { topic: 'Walked' }],
  'UnconfirmedStore.insert': (accountId, rows) => {
    const userId = hostId(rows);
    const zoomUser = { zoomUserId: 'x', email: null, displayName: 'x', tokens: 'x' };
    const whose = {
      id: randomUUID(),
      accountId,
      userId,
      actorId: userId,
      returnTo: 'profile',
      linkHash: null,
      loginId: null,
    };
    return [{ ...whose, ...zoomUser, tokenHash: randomUUID(), expiresAt: LATER }];
  },
  'TeamInvitationStore.change': (accountId, rows) => [changed(invited(rows), accountId), { name: 'Walked' }],
  'TeamInvitationStore.findByEmail': (accountId, rows) => [accountId, invited(rows).email],
  'TeamInvitationStore.insert': (accountId, rows) => [
    copy(invited(rows), accountId, { email: 'walked@example.com', tokenHash: randomUUID() }),
  ],
  'TeamInvitationStore.removeByEmail': (accountId, rows) => [accountId, invited(rows).email],
  'TeamInvitationStore.renew': (accountId, rows) => [changed(invited(rows), accountId), randomUUID(), LATER],
  'TeamInvitationStore.take': (accountId, rows) => [changed(invited(rows), accountId)],
  'UserStore.changeRole': (accountId, rows) => [accountId, hostId(rows), 'admin'],
  'UserStore.markRestored': (accountId, rows) => [accountId, hostId(rows), rows.of('memberships').userId],
  'UserStore.membershipsElsewhere': (accountId, rows) => [accountId, hostId(rows)],
  'UserStore.page': (accountId) => [accountId, 'active', null, 50],
  'UserStore.withRoles': (accountId) => [accountId, ['owner', 'admin', 'member']],
};

function booker(accountId: string, rows: Rows): unknown[] {
  const alone = ({ slotId }: Row) => rows.of('slots', ({ id }) => id === slotId).capacity === 1;
  return [accountId, rows.of('appointments', (row) => row.status === 'confirmed' && alone(row)).contactId];
}

function seated(accountId: string, rows: Rows): unknown[] {
  return [accountId, confirmed(rows).slotId];
}

function assigned(accountId: string, rows: Rows): unknown[] {
  return [accountId, rows.of('assignments', ({ kind }) => kind === 'assigned').appointmentId];
}

function assignment(accountId: string, rows: Rows): Row {
  const { id: appointmentId, calendarId, slotId } = rows.of('appointments', ({ status }) => status === 'cancelled');
  return { accountId, calendarId, hostId: hostId(rows), reason: 'booked', appointmentId, slotId, load: 1, at: NOW };
}

/** Contacts without appointments. */
function unbooked(rows: Rows, except?: Row): Row {
  return rows.of('contacts', ({ id, name }) => name === 'Cora Aardvark' && id !== except?.id);
}

function twoContacts(rows: Rows): [Row, Row] {
  const merged = unbooked(rows);
  return [merged, rows.of('contacts', ({ id }) => id !== merged.id)];
}

/** With a host. */
const confirmed = (rows: Rows) => {
  const isLed = ({ slotId }: Row) => rows.of('slots', ({ id }) => id === slotId).leadUserId !== null;
  return rows.of('appointments', (row) => row.status === 'confirmed' && isLed(row));
};
const givenUp = (rows: Rows) => rows.of('meetings', (row) => row.wanted === 'absent' && row.slotId);
const invited = (rows: Rows) => rows.of('team_invitations');
const invitedGuest = (rows: Rows) => rows.of('invitations', (row) => String(row.recipient).startsWith('contact:'));
const restored = (rows: Rows) => rows.of('memberships', ({ restoredAs }) => restoredAs);
const wanted = (rows: Rows) => rows.of('meetings', (row) => row.wanted === 'present' && row.slotId);
const queued = (rows: Rows) => rows.of('messages', ({ state }) => state === 'queued');

/** @returns null when nothing tells what a parameter is */
export function argumentsOf({ store, name, parameters }: StoreMethod): ArgumentsFor | null {
  const special = SPECIAL[name];
  if (special) return special;
  const [first, ...rest] = parameters;
  if (first?.name !== 'accountId') return null;
  const required = rest.filter(({ optional }) => !optional);
  const values = required.map((parameter) => valueOf(parameter, TABLE_OF[store]));
  if (values.includes(null)) return null;
  return (accountId, rows) => [accountId, ...values.map((value) => value!(rows))];
}

function valueOf({ name, type }: Parameter, ownTable: string | undefined): ((rows: Rows) => unknown) | null {
  if (name === 'userId') return hostId;
  if (name === 'userIds') return (rows) => [hostId(rows)];
  const one = name === 'ids' ? 'id' : name.replace(/Ids$/, 'Id');
  const table = one === 'id' ? ownTable : TABLES[one];
  if (table) return ({ of }) => (one === name ? of(table).id : [of(table).id]);
  if (name in BY_NAME) return () => BY_NAME[name];
  if (type in BY_TYPE) return () => BY_TYPE[type];
  return null;
}
