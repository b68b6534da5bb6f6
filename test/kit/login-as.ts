import { type TestUser, withToken } from './identity';
import type { TestApp } from './test-app';

/** Somebody acting as another; their requests carry the token of that login. */
export async function actAs(slotlink: TestApp, actor: TestUser, subject: TestUser, reason = 'help'): Promise<TestUser> {
  const { body } = await actor.post(`/v1/users/${subject.userId}/login-as`, { reason }).expect(201);
  return withToken(slotlink, subject, body.token as string);
}
