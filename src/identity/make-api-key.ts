import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { Audit } from '../audit';
import { Clock } from '../platform/clock';
import { hashToken, randomApiKey } from '../platform/crypto';
import { Database } from '../platform/database';
import { Invalid } from '../platform/http';
import { ApiKeyStore } from './api-key.store';
import { type ApiKey, type MakeApiKeyInput, toApiKey } from './api-keys.dto';
import { TooManyApiKeys } from './identity.problems';
import { mayDo } from './permits.rules';
import type { Principal } from './principal';
import { UserStore } from './user.store';

/** Per user and account, expired ones too. */
const MAX_KEYS = 20;
/** Shown of the secret, its prefix included. */
const HINT_LENGTH = 11;

/** Gives a program a key that acts as oneself. */
@Injectable()
export class MakeApiKey {
  constructor(
    private readonly db: Database,
    private readonly users: UserStore,
    private readonly keys: ApiKeyStore,
    private readonly audit: Audit,
    private readonly clock: Clock,
  ) {}

  /** @throws Invalid, TooManyApiKeys */
  run(who: Principal, { name, scopes, expiresAt: end }: MakeApiKeyInput): Promise<ApiKey & { secret: string }> {
    const { accountId, userId } = who;
    const beyond = scopes.findIndex((scope) => !mayDo(who, scope));
    if (beyond >= 0) throw invalid(`/scopes/${beyond}`, `the role ${who.role} does not allow it`);
    const createdAt = this.clock.now();
    const expiresAt = end == null ? null : new Date(end);
    if (expiresAt && expiresAt <= createdAt) throw invalid('/expiresAt', 'must lie in the future');
    const secret = randomApiKey();
    const key = { id: randomUUID(), accountId, userId, name, scopes, createdAt, expiresAt, lastUsedAt: null };
    const row = { ...key, tokenHash: hashToken(secret), hint: secret.slice(0, HINT_LENGTH) };
    return this.db.transaction(async () => {
      await this.users.lock(userId);
      if ((await this.keys.count(accountId, userId)) >= MAX_KEYS) {
        throw TooManyApiKeys(`You may have ${MAX_KEYS}; revoke one first.`);
      }
      await this.keys.insert(row);
      const target = { kind: 'api-key', id: row.id };
      await this.audit.record('api-key.made', { target, after: { name, scopes, expiresAt }, personId: userId });
      return { ...toApiKey({ ...row, userName: (await this.users.find(accountId, userId))?.name ?? '' }), secret };
    });
  }
}

function invalid(pointer: string, detail: string) {
  return Invalid(`${pointer}: ${detail}`, { errors: [{ pointer, detail }] });
}
