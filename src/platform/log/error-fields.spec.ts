import { QueryFailedError } from 'typeorm';
import { errorFields } from './error-fields';

describe('what is logged of an error', () => {
  it('is no value of a statement that failed', () => {
    const driverError = Object.assign(new Error('duplicate key value violates unique constraint "users_email"'), {
      ...{ code: '23505', table: 'users', constraint: 'users_email' },
      detail: 'Key (lower(email))=(ann@example.com) already exists.',
    });
    const error = new QueryFailedError('INSERT INTO users VALUES ($1)', ['$argon2id$hash'], driverError);
    const fields = errorFields(error);
    expect(fields).toMatchObject({
      type: 'QueryFailedError',
      code: '23505',
      table: 'users',
      constraint: 'users_email',
    });
    expect(JSON.stringify(fields)).not.toMatch(/argon2id|ann@example\.com/);
  });

  it('is what it came from, too', () => {
    const cause = Object.assign(new Error('connect ECONNREFUSED'), { code: 'ECONNREFUSED', headers: 'Bearer x' });
    const fields = errorFields(new TypeError('fetch failed', { cause }));
    expect(fields).toMatchObject({ type: 'TypeError', message: 'fetch failed', stack: expect.any(String) });
    expect(fields.cause).toEqual({
      ...{ type: 'Error', message: 'connect ECONNREFUSED', code: 'ECONNREFUSED' },
      stack: expect.any(String),
    });
  });

  it.each([undefined, null, 'a text', 7])('is itself where %j was thrown', (thrown) => {
    expect(errorFields(thrown)).toEqual({ message: String(thrown) });
  });
});
