import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { CALLBACK_PATH } from '../../src/zoom/start-connect';
import { REGISTRANT_SCOPES, REQUIRED_SCOPES, missingScopes } from '#libs/zoom-api';

const page = readFileSync(join(__dirname, '../../docs/zoom-app.md'), 'utf8');
const rows = page
  .split('\n')
  .map((line) => line.trim())
  .filter((line) => line.startsWith('| `'))
  .map((line) => line.split('|').map((cell) => cell.trim()));
const named = (cell = '') => [...cell.matchAll(/`([^`]+)`/g)].map(([, name]) => name ?? '');
const scopeRows = rows.filter(([, , classic = '']) => /^`\w+:\w+`$/.test(classic));

describe('the page about the Zoom app', () => {
  it('names exactly the scopes that are needed, each with its reason', () => {
    expect(scopeRows.flatMap(([, scope]) => named(scope)).sort()).toEqual([...REQUIRED_SCOPES].sort());
    for (const [, , , reason = ''] of scopeRows) expect(reason).toMatch(/\w{3,} .*\w/);
  });

  it('names those that some calendars alone need', () => {
    for (const scope of REGISTRANT_SCOPES) expect(page).toContain(`\`${scope}\` (`);
  });

  it('names classic scopes that do as well', () => {
    const classic = scopeRows.flatMap(([, , cell]) => named(cell));
    expect(missingScopes(classic)).toEqual([]);
    for (const [, scope, cell] of scopeRows) {
      expect(missingScopes(named(cell))).not.toContain(named(scope)[0]);
    }
  });

  it.each([CALLBACK_PATH, '/v1/integrations/zoom/webhooks'])('names the address %s', (path) => {
    expect(page).toContain(`<PUBLIC_URL>${path}\n`);
  });

  it('names settings that there are', () => {
    const settings = readFileSync(join(__dirname, '../../docs/configuration.md'), 'utf8');
    const variables = rows.flatMap(([, cell]) => named(cell)).filter((name) => /^[A-Z_]+$/.test(name));
    expect(variables).toContain('ZOOM_WEBHOOK_SECRET');
    for (const variable of variables) expect(settings).toContain(`| \`${variable}\` |`);
  });
});
