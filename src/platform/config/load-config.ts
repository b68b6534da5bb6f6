import { plainToInstance } from 'class-transformer';
import { validateSync } from 'class-validator';
import { Config } from './config';
import { allSettings } from './setting';

/** Every fault of the environment at once, one a line. */
export class ConfigError extends Error {}

/**
 * Reads and checks the environment. Empty variables count as unset.
 * @throws ConfigError naming each variable that is wrong or, in production, missing
 */
export function loadConfig(env: NodeJS.ProcessEnv = process.env): Config {
  const plain: Record<string, string> = {};
  for (const { property, env: name, fallback } of allSettings()) {
    const value = env[name]?.trim() || fallback;
    if (value !== '' || property === 'corsOrigins') plain[property] = value;
  }
  const config = plainToInstance(Config, plain);
  const faults = validateSync(config).map(({ property, constraints }) => {
    const name = allSettings().find((setting) => setting.property === property)?.env ?? property;
    return `${name}: ${Object.values(constraints ?? {}).join(', ')}`;
  });
  // A variable that is wrong in itself is not also wrong beside others.
  const named = new Set(faults.map(subject));
  faults.push(...contradictions(config).filter((fault) => !named.has(subject(fault))));
  if (faults.length > 0) throw new ConfigError(`The environment is not usable:\n  ${faults.join('\n  ')}`);
  return config;
}

const subject = (fault: string) => fault.split(':')[0];

function contradictions(config: Config): string[] {
  const faults: string[] = [];
  if ((config.zoomClientId === undefined) !== (config.zoomClientSecret === undefined)) {
    faults.push('ZOOM_CLIENT_ID and ZOOM_CLIENT_SECRET: set both or neither');
  }
  if (config.clockStart !== undefined && Number.isNaN(Date.parse(config.clockStart))) {
    faults.push('CLOCK_START: not a date of the calendar');
  }
  if (config.nodeEnv !== 'production') return faults;
  const required = {
    DATABASE_URL: config.databaseUrl,
    PUBLIC_URL: config.publicUrl,
    ZOOM_CLIENT_ID: config.zoomClientId,
    SECRET_KEYS: config.secretKeys,
    SMTP_URL: config.smtpUrl,
  };
  for (const [name, value] of Object.entries(required)) {
    if (value === undefined) faults.push(`${name}: required when NODE_ENV=production`);
  }
  if (config.clockStart !== undefined) faults.push('CLOCK_START: refused when NODE_ENV=production');
  if (config.seedDemo === true) faults.push('SEED_DEMO: refused when NODE_ENV=production');
  if (config.rateLimits === 'off') faults.push('RATE_LIMITS: off is refused when NODE_ENV=production');
  return faults;
}
