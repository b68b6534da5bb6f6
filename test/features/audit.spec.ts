import { Audit, changed } from '../../src/audit';
import { NOBODY, runInContext } from '../../src/platform/context';
import { TestUser, anAccount } from '../kit/identity';
import { TestApp, startTestApp } from '../kit/test-app';

describe('the audit', () => {
  let slotlink: TestApp;
  let owner: TestUser;
  let audit: Audit;
  beforeAll(async () => {
    slotlink = await startTestApp();
    audit = slotlink.app.get(Audit);
  });
  afterAll(() => slotlink.close());
  beforeEach(async () => {
    owner = await anAccount(slotlink);
  });

  /** As a request of the owner's would. */
  const asOwner = <T>(work: () => Promise<T>) =>
    runInContext(
      {
        ...NOBODY,
        ...{ accountId: owner.accountId, actorId: owner.userId, subjectId: owner.userId, actorName: owner.name },
        ...{ requestId: 'a-request', address: '192.0.2.1' },
      },
      work,
    );

  describe('in the database', () => {
    beforeEach(() =>
      asOwner(() =>
        audit.record('user.changed', {
          target: { kind: 'user', id: owner.userId },
          ...changed({ name: 'Olivia', role: 'owner' }, { name: 'Olivia Owner', role: 'owner' }),
        }),
      ),
    );

    it.each([
      `UPDATE audit_entries SET action = 'user.deleted'`,
      `UPDATE audit_entries SET number = 1, hash = '', action = 'user.deleted'`,
      `DELETE FROM audit_entries`,
      `TRUNCATE audit_entries CASCADE`,
      `UPDATE audit_particulars SET content = '{}'`,
      `DELETE FROM audit_particulars`,
      `TRUNCATE audit_particulars`,
      `TRUNCATE audit_heads`,
      `SET session_replication_role = replica; DELETE FROM audit_entries`,
    ])('is refused: %s', async (sql) => {
      await expect(slotlink.query(sql)).rejects.toThrow(/append-only/);
    });
  });

  it('keeps who, what, whence, and parts what is personal', async () => {
    await asOwner(() =>
      audit.record('user.changed', {
        target: { kind: 'user', id: owner.userId },
        before: { name: 'Olivia', role: 'member' },
        after: { name: 'Olivia Owner', role: 'owner', password: 'never passed, yet passed' },
      }),
    );
    const [entry] = await slotlink.query(`SELECT * FROM audit_entries WHERE account_id = $1`, [owner.accountId]);
    expect(entry).toMatchObject({
      ...{ account_id: owner.accountId, actor_id: owner.userId, subject_id: owner.userId, action: 'user.changed' },
      ...{ target_kind: 'user', target_id: owner.userId, request_id: 'a-request', number: null },
      before: { name: '[erased]', role: 'member' },
      after: { name: '[erased]', role: 'owner', password: '[redacted]' },
    });
    const parts = await slotlink.query(
      `SELECT part, person_id AS person, content FROM audit_particulars WHERE account_id = $1 ORDER BY part`,
      [owner.accountId],
    );
    expect(parts).toEqual([
      { part: 'actor', person: owner.userId, content: { name: owner.name, address: '192.0.2.1' } },
      {
        part: 'values',
        person: owner.userId,
        content: { before: { name: 'Olivia' }, after: { name: 'Olivia Owner' } },
      },
    ]);
  });

  it('forgets a person, and says that it did', async () => {
    const target = { kind: 'user', id: owner.userId };
    await asOwner(async () => {
      await audit.record('user.changed', { target, before: { name: 'Olivia' }, after: { name: 'Olivia Owner' } });
      await audit.forget(owner.accountId, owner.userId);
    });
    expect(await slotlink.query(`SELECT * FROM audit_particulars WHERE account_id = $1`, [owner.accountId])).toEqual(
      [],
    );
    const entries = await slotlink.query(
      `SELECT action, target_id AS target, after FROM audit_entries WHERE account_id = $1 ORDER BY position`,
      [owner.accountId],
    );
    expect(entries).toEqual([
      { action: 'user.changed', target: owner.userId, after: { name: '[erased]' } },
      { action: 'person.forgotten', target: owner.userId, after: { parts: 2 } },
    ]);
  });
});
