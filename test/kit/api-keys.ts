import { type TestUser, withToken } from './identity';
import type { TestApp } from './test-app';

/** A program of somebody's; its requests carry the key. */
export async function addKey(
  slotlink: TestApp,
  user: TestUser,
  scopes: string[],
  overrides: { name?: string; expiresAt?: string } = {},
): Promise<TestUser & { keyId: string }> {
  const { body } = await user.post('/v1/api-keys', { name: 'A program', scopes, ...overrides }).expect(201);
  return { ...withToken(slotlink, user, body.secret as string), keyId: body.id as string };
}
