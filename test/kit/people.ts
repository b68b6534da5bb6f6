import { readFile, readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type supertest from 'supertest';
import { type AddUserOverrides, PASSWORD, type TestUser, anEmail, logIn } from './identity';
import type { TestApp } from './test-app';

/** What the delivery log leaves out, as it was mailed to somebody, oldest first. Drains the jobs. */
export async function mailedInPrivate(slotlink: TestApp, email: string): Promise<string[]> {
  await slotlink.drainJobs();
  const folder = join(slotlink.dataDir, 'mails');
  const names = await readdir(folder).catch(() => []);
  const mails = await Promise.all(
    names.map(async (name) => {
      const path = join(folder, name);
      const { mtimeNs } = await stat(path, { bigint: true });
      return { at: mtimeNs, text: await readFile(path, 'utf8') };
    }),
  );
  return mails
    .filter(({ text }) => text.toLowerCase().startsWith(`to: ${email.toLowerCase()}\n`))
    .sort((a, b) => (a.at < b.at ? -1 : 1))
    .map(({ text }) => text);
}

/** The token of the link mailed to somebody last. */
export async function mailedToken(slotlink: TestApp, email: string): Promise<string> {
  const mail = (await mailedInPrivate(slotlink, email)).at(-1) ?? '';
  const [, token] = /\/app\/[a-z-]+\/([\w-]{43})\b/.exec(mail) ?? [];
  if (token === undefined) throw new Error(`No link was mailed to ${email}`);
  return token;
}

/** Somebody asked by mail to join. */
export interface Invited {
  id: string;
  email: string;
  token: string;
}

export async function invite(
  slotlink: TestApp,
  by: TestUser,
  { email = anEmail('invited'), ...rest }: AddUserOverrides = {},
): Promise<Invited> {
  const { body } = await by.post('/v1/users', { name: 'Ines Invited', email, ...rest }).expect(201);
  return { id: body.id as string, email, token: await mailedToken(slotlink, email) };
}

export function accept({ http }: TestApp, { token }: Pick<Invited, 'token'>, input: object = {}): supertest.Test {
  return http.post(`/v1/invitations/${token}`).send(input);
}

/**
 * The same person in one more account.
 * @param by an admin of that account
 * @returns the person, logged in there
 */
export async function alsoIn(
  slotlink: TestApp,
  by: TestUser,
  person: TestUser,
  as: AddUserOverrides = {},
): Promise<TestUser> {
  const invited = await invite(slotlink, by, { ...as, email: person.email });
  const { body } = await slotlink.http.get(`/v1/invitations/${invited.token}`).expect(200);
  // The kit's people all have the tests' password; choosing it anew logs them out elsewhere.
  await accept(slotlink, invited, body.passwordNeeded ? { password: PASSWORD } : {}).expect(200);
  return logIn(slotlink, person.email, by.accountId);
}

/** Somebody new who joined by the link in their mail, so that the address is proven theirs. */
export async function aProvenMember(
  slotlink: TestApp,
  by: TestUser,
  overrides: AddUserOverrides = {},
): Promise<TestUser> {
  const invited = await invite(slotlink, by, overrides);
  await accept(slotlink, invited, { password: PASSWORD }).expect(200);
  return logIn(slotlink, invited.email, by.accountId);
}
