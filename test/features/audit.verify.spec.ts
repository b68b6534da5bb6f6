import { spawnSync } from 'node:child_process';
import { randomBytes, randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { Client } from 'pg';
import { build } from '../../scripts/running-programs';
import { Audit, type Head, auditVerifier } from '../../src/audit';
import { NOBODY, runInContext } from '../../src/platform/context';
import { Secrets } from '../../src/platform/crypto';
import { Database } from '../../src/platform/database';
import { JobHandlers } from '../../src/platform/worker';
import { TestApp, startTestApp } from '../kit/test-app';

/** Tables whose triggers stand in the way of whoever tampers. */
const TABLES = ['audit_particulars', 'audit_entries', 'audit_heads', 'audit_roll'];
const WIPE = TABLES.map((table) => `DELETE FROM ${table}`).join(';');

describe('the chain of the audit', () => {
  let slotlink: TestApp;
  let accountId: string;
  let userId: string;
  beforeAll(async () => {
    slotlink = await startTestApp();
  });
  afterAll(() => slotlink.close());
  beforeEach(() => {
    [accountId, userId] = [randomUUID(), randomUUID()];
  });

  const audit = () => slotlink.app.get(Audit);
  const verify = (noted: Head[] = []) =>
    auditVerifier(slotlink.app.get(Database), slotlink.app.get(Secrets)).run(noted);
  const seal = (id = accountId) => job('audit.seal-entries', { accountId: id });
  const job = (name: string, payload: object) =>
    slotlink.app.get(JobHandlers).taskList()[name]!(payload, {} as never) as Promise<void>;

  /** One act of the user, by whom the entry can be told. */
  const act = (count: number, account = accountId) =>
    runInContext(
      { ...NOBODY, accountId: account, actorId: userId, subjectId: userId, actorName: 'Olivia', address: '192.0.2.1' },
      () => audit().record('user.changed', { target: { kind: 'user', id: userId }, after: { count, name: 'Olivia' } }),
    );
  const acts = async (from: number, to: number) => {
    for (let count = from; count <= to; count += 1) await act(count);
  };
  const sealed = () =>
    slotlink.query<{ number: number; count: number }>(
      `SELECT number::integer, (after->>'count')::integer AS count FROM audit_entries
       WHERE account_id = $1 AND number IS NOT NULL ORDER BY number`,
      [accountId],
    );

  /** As the database's superuser, with every trigger out of the way. */
  const tamper = async (sql: string) => {
    for (const table of TABLES) await slotlink.query(`ALTER TABLE ${table} DISABLE TRIGGER ALL`);
    await slotlink.query(sql);
    for (const table of TABLES) await slotlink.query(`ALTER TABLE ${table} ENABLE TRIGGER ALL`);
  };

  describe('sealing', () => {
    it('numbers entries in the order they were written, without gaps', async () => {
      await acts(1, 3);
      await seal();
      await acts(4, 5);
      await seal();
      expect(await sealed()).toEqual([1, 2, 3, 4, 5].map((number) => ({ number, count: number })));
      expect(await verify()).toMatchObject({
        findings: [],
        entries: 5,
        unsealed: 0,
        heads: [{ accountId, number: 5 }],
      });
    });

    it('is asked for by a tick, once for each account', async () => {
      const other = randomUUID();
      await acts(1, 2);
      await act(3, other);
      await job('audit.find-unsealed', {});
      await job('audit.find-unsealed', {});
      await slotlink.drainJobs();
      const { heads, unsealed } = await verify();
      expect(unsealed).toBe(0);
      expect(heads).toEqual(
        expect.arrayContaining([
          expect.objectContaining({ accountId, number: 2 }),
          expect.objectContaining({ accountId: other, number: 1 }),
        ]),
      );
    });

    it('gives an entry whose transaction was late the next number', async () => {
      let commit: () => void = () => undefined;
      const late = new Promise<void>((resolve) => (commit = resolve));
      let slow: Promise<void> = Promise.resolve();
      await new Promise<void>((written) => {
        slow = slotlink.app.get(Database).transaction(async () => {
          await act(1);
          written();
          await late;
        });
      });
      await act(2);
      await seal();
      expect(await sealed()).toEqual([{ number: 1, count: 2 }]);
      commit();
      await slow;
      await act(3);
      await seal();
      expect(await sealed()).toEqual([
        { number: 1, count: 2 },
        { number: 2, count: 1 },
        { number: 3, count: 3 },
      ]);
      expect((await verify()).findings).toEqual([]);
    });

    it('is done by one at a time, while acts go on', async () => {
      await Promise.all([acts(1, 20), seal(), acts(21, 40), seal(), seal(), acts(41, 60), seal()]);
      await Promise.all([seal(), seal(), seal()]);
      expect((await sealed()).map(({ number }) => number)).toEqual(Array.from({ length: 60 }, (_, index) => index + 1));
      expect((await verify()).findings).toEqual([]);
    });

    it('begins the chains of several accounts at once', async () => {
      const accounts: string[] = Array.from({ length: 8 }, () => randomUUID());
      for (const account of accounts) await act(1, account);
      await Promise.all([...accounts, ...accounts].map((account) => seal(account)));
      const { findings, heads, unsealed } = await verify();
      expect([findings, unsealed]).toEqual([[], 0]);
      expect(heads.filter((head) => accounts.includes(head.accountId))).toHaveLength(8);
    });

    it('loses nothing when a sealer dies halfway', async () => {
      await acts(1, 3);
      const backend = new Client({ connectionString: slotlink.databaseUrl });
      await backend.connect();
      await backend.query('BEGIN');
      await backend.query(`UPDATE audit_entries SET number = position, hash = 'half' WHERE account_id = $1`, [
        accountId,
      ]);
      await backend.end();
      await seal();
      expect(await sealed()).toHaveLength(3);
      expect(await verify()).toMatchObject({ findings: [], unsealed: 0 });
    });

    it('goes through thousands', async () => {
      const many = Array.from({ length: 2_500 }, (_, count) => ({
        target: { kind: 'user', id: userId },
        after: { count },
      }));
      await runInContext({ ...NOBODY, accountId }, () => audit().recordAll('user.changed', many));
      await seal();
      expect(await verify()).toMatchObject({ findings: [], unsealed: 0 });
      expect((await sealed()).map(({ count }) => count)).toEqual(many.map((_, count) => count));
    });
  });

  describe('verification', () => {
    const elsewhere = randomUUID();
    const whats = (findings: { what: string }[]) => findings.map(({ what }) => what);
    beforeAll(async () => {
      await tamper(WIPE);
    });
    beforeEach(async () => {
      await acts(1, 5);
      await act(1, elsewhere);
      await seal();
      await seal(elsewhere);
      await act(6);
      expect((await verify()).findings).toEqual([]);
    });
    afterEach(() => tamper(WIPE));

    const mine = `account_id <> '${elsewhere}'`;
    it.each<[string, string, RegExp]>([
      [
        'a changed action',
        `UPDATE audit_entries SET action = 'user.added' WHERE ${mine} AND number = 2`,
        /not what was sealed/,
      ],
      [
        'a changed instant',
        `UPDATE audit_entries SET at = at + '1 microsecond' WHERE ${mine} AND number = 2`,
        /not what was sealed/,
      ],
      [
        'a changed actor',
        `UPDATE audit_entries SET actor_id = NULL WHERE ${mine} AND number = 5`,
        /not what was sealed/,
      ],
      [
        'a changed value',
        `UPDATE audit_entries SET after = '{"count":9}' WHERE ${mine} AND number = 1`,
        /not what was sealed/,
      ],
      [
        'a value written otherwise',
        `UPDATE audit_entries SET after = (after::text || ' ')::json WHERE ${mine} AND number = 1`,
        /not what was sealed/,
      ],
      [
        'a forged digest',
        `UPDATE audit_entries SET particulars = '[]' WHERE ${mine} AND number = 3`,
        /not what was sealed/,
      ],
      ['a forged hash', `UPDATE audit_entries SET hash = 'x' WHERE ${mine} AND number = 3`, /not what was sealed/],
      ['a deleted entry', `DELETE FROM audit_entries WHERE ${mine} AND number = 3`, /is missing/],
      ['a deleted beginning', `DELETE FROM audit_entries WHERE ${mine} AND number <= 2`, /all up to 2 are missing/],
      ['a deleted tail', `DELETE FROM audit_entries WHERE ${mine} AND number >= 4`, /all up to 5 are missing/],
      [
        'a deleted entry, those after it moved up',
        `DELETE FROM audit_entries WHERE ${mine} AND number = 3;
         UPDATE audit_entries SET number = 3 WHERE ${mine} AND number = 4;
         UPDATE audit_entries SET number = 4 WHERE ${mine} AND number = 5`,
        /follows another entry/,
      ],
      [
        'a tail cut off with its head',
        `DELETE FROM audit_entries WHERE ${mine} AND number = 5;
         UPDATE audit_heads SET number = 4, hash = (SELECT hash FROM audit_entries WHERE ${mine} AND number = 4) WHERE ${mine}`,
        /not signed with a key we have/,
      ],
      ['a lost head', `DELETE FROM audit_heads WHERE ${mine}`, /lost its head/],
      ['a forged head', `UPDATE audit_heads SET hash = 'x' WHERE ${mine}`, /not signed with a key we have/],
      [
        'entries in another order',
        `UPDATE audit_entries SET number = 99 WHERE ${mine} AND number = 2;
         UPDATE audit_entries SET number = 2 WHERE ${mine} AND number = 3;
         UPDATE audit_entries SET number = 3 WHERE ${mine} AND number = 99`,
        /follows another entry/,
      ],
      [
        'an entry put behind the head',
        `INSERT INTO audit_entries (account_id, id, at, action, target_kind, particulars, mac, number, hash)
         SELECT account_id, gen_random_uuid(), now(), 'user.added', 'user', '[]', '', 6, 'x' FROM audit_heads WHERE ${mine}`,
        /stands behind the head/,
      ],
      [
        'an entry nobody wrote, not sealed yet',
        `INSERT INTO audit_entries (account_id, id, at, action, target_kind, particulars, mac)
         SELECT account_id, gen_random_uuid(), now(), 'user.added', 'user', '[]', 'k1.x' FROM audit_heads WHERE ${mine}`,
        /not written by us/,
      ],
      [
        'an entry changed before its seal',
        `UPDATE audit_entries SET action = 'x' WHERE number IS NULL`,
        /not written by us/,
      ],
      [
        'an entry of another account',
        `UPDATE audit_entries SET account_id = '${elsewhere}' WHERE ${mine} AND number = 5`,
        /missing/,
      ],
      [
        'changed particulars',
        `UPDATE audit_particulars SET content = '{"name":"Greta"}' WHERE part = 'actor' AND ${mine}`,
        /particulars of its actor are not what was written/,
      ],
      [
        'particulars of somebody else',
        `UPDATE audit_particulars SET person_id = gen_random_uuid() WHERE part = 'values' AND ${mine}`,
        /particulars of its values are not what was written/,
      ],
      [
        'particulars that went without anybody being forgotten',
        `DELETE FROM audit_particulars WHERE part = 'actor' AND ${mine}`,
        /particulars of its actor are gone, and nobody was forgotten/,
      ],
      [
        'particulars that were added',
        `INSERT INTO audit_particulars (account_id, entry_id, part, salt, content)
         SELECT account_id, id, 'subject', '', '{}' FROM audit_entries WHERE ${mine} AND number = 1`,
        /never written/,
      ],
      [
        'everything of an account',
        `DELETE FROM audit_particulars WHERE ${mine}; DELETE FROM audit_entries WHERE ${mine}; DELETE FROM audit_heads WHERE ${mine}`,
        /1 chains where there were 2/,
      ],
      ['a lost roll', `DELETE FROM audit_roll`, /roll of chains is gone/],
      ['a forged roll', `UPDATE audit_roll SET chains = 1`, /roll of chains is not signed/],
    ])('finds %s', async (_, sql, what) => {
      await tamper(sql);
      expect(whats((await verify()).findings)).toEqual(expect.arrayContaining([expect.stringMatching(what)]));
    });

    it('names the entry, its account and its number', async () => {
      await tamper(`UPDATE audit_entries SET action = 'user.added' WHERE ${mine} AND number = 2`);
      const [entry] = await slotlink.query<{ id: string }>(`SELECT id FROM audit_entries WHERE ${mine} AND number = 2`);
      expect((await verify()).findings).toEqual([
        { accountId, entryId: entry!.id, number: 2, what: expect.any(String) },
      ]);
    });

    it('passes when a person was forgotten, whether that is sealed or not', async () => {
      await audit().forget(accountId, userId);
      expect((await verify()).findings).toEqual([]);
      await seal();
      expect((await verify()).findings).toEqual([]);
      const left = await slotlink.query(`SELECT * FROM audit_particulars WHERE account_id = $1`, [accountId]);
      expect(left).toEqual([]);
    });

    it('finds what went of a person after they were forgotten', async () => {
      await audit().forget(accountId, userId);
      await act(7);
      await seal();
      await tamper(`DELETE FROM audit_particulars WHERE ${mine}`);
      expect(whats((await verify()).findings)).toEqual(
        expect.arrayContaining([expect.stringMatching(/gone, and nobody was forgotten/)]),
      );
    });

    it('finds a chain put back to a state that once was, by a head noted elsewhere', async () => {
      const { heads: noted } = await verify();
      const before = JSON.stringify(await slotlink.query(`SELECT * FROM audit_heads`));
      await seal();
      const { heads: later } = await verify();
      await tamper(
        `DELETE FROM audit_particulars WHERE entry_id IN (SELECT id FROM audit_entries WHERE ${mine} AND number = 6);
         DELETE FROM audit_entries WHERE ${mine} AND number = 6;
         DELETE FROM audit_heads;
         INSERT INTO audit_heads SELECT * FROM json_populate_recordset(NULL::audit_heads, '${before}')`,
      );
      expect((await verify()).findings).toEqual([]);
      expect((await verify(noted)).findings).toEqual([]);
      expect(whats((await verify(later)).findings)).toEqual(['the chain does not reach the head that was noted']);
    });

    it('finds a head noted elsewhere that was another', async () => {
      const { heads } = await verify();
      const other = heads.map((head) => ({ ...head, hash: 'another' }));
      expect(whats((await verify(other)).findings)).toEqual(heads.map(() => 'is not the head that was noted'));
    });

    it('is not led on to seal what was tampered with', async () => {
      await tamper(
        `UPDATE audit_heads SET number = 4, hash = (SELECT hash FROM audit_entries WHERE ${mine} AND number = 4) WHERE ${mine}`,
      );
      await expect(seal()).rejects.toThrow(/not one we signed/);
      await tamper(`DELETE FROM audit_heads WHERE ${mine}`);
      await expect(seal()).rejects.toThrow(/lost its head/);
      expect((await sealed()).map(({ number }) => number)).toEqual([1, 2, 3, 4, 5]);
    });

    it('leaves entries unsealed that it did not write, and seals those around them', async () => {
      await tamper(
        `INSERT INTO audit_entries (account_id, id, at, action, target_kind, particulars, mac)
         SELECT account_id, gen_random_uuid(), now(), 'user.added', 'user', '[]', mac FROM audit_entries WHERE number IS NULL`,
      );
      await act(7);
      await seal();
      expect((await sealed()).map(({ count }) => count)).toEqual([1, 2, 3, 4, 5, 6, 7]);
      expect(whats((await verify()).findings)).toEqual(['was not written by us']);
    });
  });
});

describe('the programs that know the audit', () => {
  let slotlink: TestApp;
  const [oldKey, newKey] = ['old', 'new'].map((id) => `${id}:${randomBytes(32).toString('base64')}`) as [
    string,
    string,
  ];
  beforeAll(async () => {
    build();
    slotlink = await startTestApp({ env: { SECRET_KEYS: oldKey } });
    const accountId = randomUUID();
    await runInContext({ ...NOBODY, accountId }, () =>
      slotlink.app.get(Audit).record('user.changed', { target: { kind: 'user', id: null } }),
    );
    await slotlink.app.get(JobHandlers).taskList()['audit.seal-entries']!({ accountId }, {} as never);
  });
  afterAll(() => slotlink.close());

  const program = (name: string, keys: string[], ...given: string[]) => {
    const { status, stdout } = spawnSync(
      process.execPath,
      [join(__dirname, `../../dist/scripts/${name}.js`), ...given],
      {
        env: { DATABASE_URL: slotlink.databaseUrl, SECRET_KEYS: keys.join(','), DATA_DIR: slotlink.dataDir },
        encoding: 'utf8',
      },
    );
    return { status, said: stdout };
  };

  it('verify it, against heads noted elsewhere too', () => {
    const { status, said } = program('verify-audit', [oldKey]);
    expect([status, said]).toEqual([0, expect.stringContaining('1 entries in 1 chains; 0 of them wait')]);
    const head = /^head (.*)$/m.exec(said)![1]!;
    expect(program('verify-audit', [oldKey], head).status).toBe(0);
    const later = program('verify-audit', [oldKey], head.replace(':1:', ':2:'));
    expect([later.status, later.said]).toEqual([1, expect.stringContaining('FOUND account')]);
    const wrong = program('verify-audit', [oldKey], 'yesterday');
    expect([wrong.status, wrong.said]).toEqual([2, expect.stringContaining('npm run verify-audit')]);
  });

  it('sign it with a new key, or, when the keys are lost, after a person has looked', () => {
    const lost = program('verify-audit', [newKey]);
    expect([lost.status, lost.said]).toEqual([1, expect.stringContaining('not signed with a key we have')]);
    const refused = program('rotate-keys', [newKey]);
    expect([refused.status, refused.said]).toEqual([
      1,
      expect.stringContaining('audit_heads.mac: 0 sealed anew, 2 cannot'),
    ]);
    const rotated = program('rotate-keys', [newKey, oldKey]);
    expect([rotated.status, rotated.said]).toEqual([0, expect.stringContaining('audit_heads.mac: 2 sealed anew')]);
    expect(program('verify-audit', [newKey]).status).toBe(0);
    expect(program('verify-audit', [oldKey]).status).toBe(1);
    expect(program('verify-audit', [oldKey], '--sign').status).toBe(0);
  });
});
