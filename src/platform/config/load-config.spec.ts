import { randomBytes } from 'node:crypto';
import { ConfigError, loadConfig } from './load-config';
import { allSettings } from './setting';

const PRODUCTION = {
  NODE_ENV: 'production',
  DATABASE_URL: 'postgres://db/slotlink',
  PUBLIC_URL: 'https://book.example.com',
  ZOOM_CLIENT_ID: 'id',
  ZOOM_CLIENT_SECRET: 'secret',
  SECRET_KEYS: `k1:${randomBytes(32).toString('base64')}`,
  SMTP_URL: 'smtp://mail.example.com',
};

function faultsOf(env: NodeJS.ProcessEnv): string[] {
  try {
    loadConfig(env);
  } catch (error) {
    expect(error).toBeInstanceOf(ConfigError);
    return (error as Error).message
      .split('\n')
      .slice(1)
      .map((line) => line.trim());
  }
  return [];
}

describe('loadConfig', () => {
  it('stands on its defaults with no environment at all', () => {
    const config = loadConfig({});
    expect([config.simulatesZoom, config.embedsDatabase, config.linkWaitMs]).toEqual([true, true, 2500]);
    expect([config.databaseUrl, config.seedDemo, config.secretKeys]).toEqual([undefined, undefined, undefined]);
    expect(config).toMatchObject({
      nodeEnv: 'development',
      port: 3000,
      host: '127.0.0.1',
      dataDir: './data',
      corsOrigins: [],
      zoomApiUrl: 'https://api.zoom.us/v2',
      zoomSimulatorPort: 3001,
      allowSignup: true,
      role: 'all',
      rateLimits: 'on',
    });
  });

  it('takes empty and blank variables as unset', () => {
    const empty = Object.fromEntries(allSettings().map(({ env }) => [env, ' ']));
    expect(loadConfig(empty)).toEqual(loadConfig({}));
  });

  it('reads numbers, switches and lists', () => {
    const env = {
      PORT: '0',
      ALLOW_SIGNUP: 'false',
      SEED_DEMO: 'true',
      CORS_ORIGINS: 'https://a.example, ,https://b.example',
      BUSY_FEED_ALLOW: '10.0.0.0/8, fd00::/8',
      TRUSTED_PROXIES: '192.0.2.0/24',
    };
    expect(loadConfig({ ...env, LINK_WAIT: 'PT0S' })).toMatchObject({
      port: 0,
      allowSignup: false,
      seedDemo: true,
      corsOrigins: ['https://a.example', 'https://b.example'],
      busyFeedAllow: ['10.0.0.0/8', 'fd00::/8'],
      trustedProxies: ['192.0.2.0/24'],
      linkWait: 'PT0S',
    });
  });

  it.each([
    ['NODE_ENV', 'staging'],
    ['PORT', '65536'],
    ['PORT', '-1'],
    ['PORT', '3000.5'],
    ['PORT', '0x10'],
    ['DATABASE_URL', 'mysql://db'],
    ['REDIS_URL', 'http://cache'],
    ['PUBLIC_URL', 'book.example.com'],
    ['ZOOM_API_URL', 'not a url'],
    ['SMTP_URL', 'mail.example.com'],
    ['MAIL_FROM', 'nobody'],
    ['BUSY_FEED_ALLOW', '10.0.0.0'],
    ['BUSY_FEED_ALLOW', '10.0.0.0/33'],
    ['BUSY_FEED_ALLOW', 'fd00::/129'],
    ['BUSY_FEED_ALLOW', '10.0.0.0/8,localhost/8'],
    ['TRUSTED_PROXIES', '10.0.0.1'],
    ['TRUSTED_PROXIES', 'loopback'],
    ['TRUSTED_PROXIES', 'true'],
    ['CORS_ORIGINS', '*'],
    ['CORS_ORIGINS', 'null'],
    ['CORS_ORIGINS', 'app.example.com'],
    ['CORS_ORIGINS', 'https://app.example.com/'],
    ['CORS_ORIGINS', 'https://app.example.com/login'],
    ['CORS_ORIGINS', 'https://App.example.com'],
    ['CORS_ORIGINS', 'https://app.example.com:443'],
    ['CORS_ORIGINS', 'https://a.example,ftp://b.example'],
    ['ALLOW_SIGNUP', 'yes'],
    ['SEED_DEMO', '1'],
    ['CLOCK_START', 'tomorrow'],
    ['CLOCK_START', '2026-11-23T08:00:00'],
    ['CLOCK_START', '2026-13-45T08:00:00Z'],
    ['ROLE', 'boss'],
    ['LINK_WAIT', '2.5'],
    ['LINK_WAIT', 'PT1M'],
    ['RATE_LIMITS', 'maybe'],
    ['LOG_LEVEL', 'loud'],
  ])('refuses %s=%s by name', (name, value) => {
    expect(faultsOf({ [name]: value })).toEqual([expect.stringMatching(`^${name}: .`)]);
  });

  it('tells every fault at once', () => {
    const faults = faultsOf({ PORT: 'x', ROLE: 'x', LOG_LEVEL: 'x', ZOOM_CLIENT_ID: 'only this' });
    expect(faults.map((fault) => fault.split(':')[0])).toEqual([
      'PORT',
      'ROLE',
      'LOG_LEVEL',
      'ZOOM_CLIENT_ID and ZOOM_CLIENT_SECRET',
    ]);
  });

  it('is content with a whole production environment', () => {
    const { simulatesZoom, embedsDatabase } = loadConfig(PRODUCTION);
    expect({ simulatesZoom, embedsDatabase }).toEqual({ simulatesZoom: false, embedsDatabase: false });
  });

  it.each(['DATABASE_URL', 'PUBLIC_URL', 'SECRET_KEYS', 'SMTP_URL'])('refuses production without %s', (name) => {
    expect(faultsOf({ ...PRODUCTION, [name]: '' })).toEqual([`${name}: required when NODE_ENV=production`]);
  });

  it('refuses the simulator, demo data and a moved clock in production', () => {
    const faults = faultsOf({
      ...PRODUCTION,
      ZOOM_CLIENT_ID: '',
      ZOOM_CLIENT_SECRET: '',
      SEED_DEMO: 'true',
      CLOCK_START: '2026-11-23T08:00:00Z',
      RATE_LIMITS: 'off',
    });
    expect(faults.map((fault) => fault.split(':')[0])).toEqual([
      'ZOOM_CLIENT_ID',
      'CLOCK_START',
      'SEED_DEMO',
      'RATE_LIMITS',
    ]);
  });
});
