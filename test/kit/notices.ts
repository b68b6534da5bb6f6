import type { TestUser } from './identity';
import { inboxOf, type TestNotification } from './notifications';
import type { TestApp } from './test-app';

/** Lets everything happen, and what is told together be told. */
export async function settle(slotlink: TestApp): Promise<void> {
  await slotlink.drainJobs();
  await slotlink.clock.advance(10_000);
  await slotlink.drainJobs();
}

/** What somebody was told of one kind, newest first. */
export async function toldOf(user: TestUser, kind: string): Promise<TestNotification[]> {
  return (await inboxOf(user, '?limit=200')).filter((item) => item.kind === kind);
}

/** Subjects of the mails that went to somebody and are about no appointment. */
export async function noticesByMail(owner: TestUser, { email }: Pick<TestUser, 'email'>): Promise<string[]> {
  const { body } = await owner.get('/v1/messages?channel=email&limit=200').expect(200);
  const mails = body.items as { to: string; subject: string; appointmentId: string | null }[];
  return mails.filter(({ to, appointmentId }) => to === email && appointmentId === null).map(({ subject }) => subject);
}
