import { startTestApp, type TestApp } from '../kit/test-app';

/** Tables without an account, and why. */
const OF_NO_ACCOUNT: Record<string, string> = {
  accounts: 'is the account',
  users: 'a user ID is a person, in whatever account; memberships say in which',
  mail_links: 'prove an e-mail, which is the person’s',
  totp_secrets: 'what a person logs in with',
  recovery_codes: 'what a person logs in with',
  zoom_bindings: 'a Zoom user belongs to a user ID, in whatever account',
  zoom_quota_days: "a person's day at Zoom is one, in whatever account",
  zoom_user_quota_days: "a Zoom user's day is one",
  zoom_leases: 'one at a time talks to Zoom for a Zoom user',
  zoom_refusals: 'what Zoom refuses between two of its users',
  zoom_account_pauses: 'of an account at Zoom',
  zoom_events: 'as Zoom sent them: of accounts at Zoom',
  meeting_pauses: 'of a Zoom user',
  meeting_parkings: "of a person's day at Zoom",
  meeting_sweeps: "of a person's Zoom user",
  feed_times: "a person's time is taken in every account; the feed itself is an account's",
  idempotency_keys: 'the account is part of the scope',
  audit_roll: 'counts the chains of the whole server',
  reactions_done: 'belongs to a fact',
  installation: 'of the whole server',
  instances: 'of the whole server',
  migrations: 'of the whole server',
};

/** Ids beside an account's that no composite key binds to it, and why. */
const UNBOUND: Record<string, string> = {
  'audit_entries.account_id': 'history, which nothing done to its account may touch',
  'audit_entries.actor_id': 'history',
  'audit_entries.key_id': 'history',
  'audit_entries.subject_id': 'history',
  'audit_heads.account_id': 'history',
  'audit_particulars.person_id': 'history, until the person is forgotten',
  'erasures.actor_id': 'history',
  'erasures.person_id': 'whom the ID stood for is known no more',
  'facts.account_id': 'a fact is history: it outlives what it tells of',
  'facts.aggregate_id': 'of whatever kind the fact is about',
  'facts.actor_id': 'history',
  'facts.subject_id': 'history',
  'memberships.user_id': 'is what makes a person one of the account',
  'messages.workflow_id': 'workflows have no table yet',
  'slot_hosts.host_id': "a user's ID or, without hosts, the calendar's own",
  'zoom_connections.user_id': 'a connection follows the person; the account is where it was made last',
  'zoom_oauth_states.login_id': 'a session that may be over by then',
  'zoom_unconfirmed.login_id': 'a session that may be over by then',
  'zoom_requests.user_id': 'the ledger counts for the person, who may be charged for what another account had',
};

interface Reference {
  table: string;
  name: string;
  /** Columns of the one and of the other table, in the same order. */
  from: string[];
  to: string[];
  bothOfAccounts: boolean;
}

describe('the schema keeps accounts apart', () => {
  let slotlink: TestApp;
  beforeAll(async () => {
    slotlink = await startTestApp();
  });
  afterAll(() => slotlink.close());

  const columns = async () => {
    const rows = await slotlink.query<{ table: string; column: string; type: string }>(
      `SELECT c.relname AS "table", a.attname AS "column", format_type(a.atttypid, NULL) AS type
       FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid
       WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p') AND NOT c.relispartition
         AND a.attnum > 0 AND NOT a.attisdropped`,
    );
    const ofAccounts = new Set(rows.filter(({ column }) => column === 'account_id').map(({ table }) => table));
    return { rows, ofAccounts };
  };
  const references = () =>
    slotlink.query<Reference>(
      `SELECT k.conrelid::regclass AS "table", k.conname AS name,
         ARRAY(SELECT attname::text FROM unnest(k.conkey) WITH ORDINALITY AS c (num, at)
               JOIN pg_attribute a ON a.attrelid = k.conrelid AND a.attnum = c.num ORDER BY c.at) AS from,
         ARRAY(SELECT attname::text FROM unnest(k.confkey) WITH ORDINALITY AS c (num, at)
               JOIN pg_attribute a ON a.attrelid = k.confrelid AND a.attnum = c.num ORDER BY c.at) AS to,
         (SELECT count(*) FROM pg_attribute a WHERE a.attrelid IN (k.conrelid, k.confrelid) AND a.attname = 'account_id')
           = CASE WHEN k.conrelid = k.confrelid THEN 1 ELSE 2 END AS "bothOfAccounts"
       FROM pg_constraint k WHERE k.contype = 'f' AND k.connamespace = 'public'::regnamespace`,
    );

  it('by an account in every table, save a known few', async () => {
    const { rows, ofAccounts } = await columns();
    const without = new Set(rows.map(({ table }) => table).filter((table) => !ofAccounts.has(table)));
    expect([...without].sort()).toEqual(Object.keys(OF_NO_ACCOUNT).sort());
  });

  it('by the account in every key from one of their tables to another', async () => {
    const between = (await references()).filter(({ bothOfAccounts }) => bothOfAccounts);
    expect(between.length).toBeGreaterThan(30);
    const loose = between.filter(({ from, to }) => from[to.indexOf('account_id')] !== 'account_id');
    expect(loose.map(({ name }) => name)).toEqual([]);
  });

  it('by such a key for every id beside an account, save a known few', async () => {
    const { rows, ofAccounts } = await columns();
    const bound = new Set(
      (await references())
        .filter(({ from }) => from.includes('account_id'))
        .flatMap(({ table, from }) => from.map((column) => `${table}.${column}`)),
    );
    const ids = rows.filter(({ table, column, type }) => ofAccounts.has(table) && type === 'uuid' && column !== 'id');
    const unbound = ids.map(({ table, column }) => `${table}.${column}`).filter((name) => !bound.has(name));
    expect(unbound.sort()).toEqual(Object.keys(UNBOUND).sort());
  });
});
