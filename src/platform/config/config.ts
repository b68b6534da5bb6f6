import { Transform } from 'class-transformer';
import { IsBoolean, IsIn, IsInt, IsOptional, IsString, IsUrl, Matches, Max, Min } from 'class-validator';
import { AreNetworks, AreOrigins, ToList } from './checks';
import { Setting } from './setting';

const URL_OPTIONS = { require_tld: false, require_protocol: true };

const ToInt = () => Transform(({ value }) => (/^\d+$/.test(String(value)) ? Number(value) : (value as unknown)));
const ToBoolean = () =>
  Transform(({ value }) => (value === 'true' ? true : value === 'false' ? false : (value as unknown)));
/** Everything the environment may say, validated as a whole. Unset text settings are undefined. */
export class Config {
  @Setting('NODE_ENV', 'development', 'production refuses the simulator, demo data and a moved clock.')
  @IsIn(['development', 'test', 'production'])
  nodeEnv: 'development' | 'test' | 'production';

  @Setting('PORT', '3000', 'Port of the API; 0 takes any free one.')
  @ToInt()
  @IsInt()
  @Min(0)
  @Max(65535)
  port: number;

  @Setting('HOST', '127.0.0.1', 'Address the API and the simulator listen on.')
  @IsString()
  host: string;

  @Setting('DATA_DIR', './data', "Where the embedded database, generated secrets and the simulator's state live.")
  @IsString()
  dataDir: string;

  @Setting('DATABASE_URL', '', 'PostgreSQL 15 or newer; unset: the embedded one.')
  @IsOptional()
  @Matches(/^postgres(ql)?:\/\//, { message: 'must start with postgres://' })
  databaseUrl?: string;

  @Setting('REDIS_URL', '', 'Redis for shared rate limits; unset: kept in memory.')
  @IsOptional()
  @Matches(/^rediss?:\/\//, { message: 'must start with redis://' })
  redisUrl?: string;

  @Setting('PUBLIC_URL', '', 'Address guests and Zoom reach the API at; unset: http://HOST:PORT.')
  @IsOptional()
  @IsUrl(URL_OPTIONS)
  publicUrl?: string;

  @Setting(
    'CORS_ORIGINS',
    '',
    'Origins, comma-separated, that may call the API from a browser; public routes allow any.',
  )
  @ToList()
  @AreOrigins()
  corsOrigins: string[];

  @Setting(
    'TRUSTED_PROXIES',
    '',
    'Networks as CIDR, comma-separated, whose X-Forwarded-For says where a request came from; unset: nobody is believed.',
  )
  @IsOptional()
  @ToList()
  @AreNetworks()
  trustedProxies?: string[];

  @Setting('ZOOM_CLIENT_ID', '', 'Client ID of the Zoom app; unset: the simulator is started.')
  @IsOptional()
  @IsString()
  zoomClientId?: string;

  @Setting('ZOOM_CLIENT_SECRET', '', 'Client secret of the Zoom app.')
  @IsOptional()
  @IsString()
  zoomClientSecret?: string;

  @Setting(
    'ZOOM_WEBHOOK_SECRET',
    '',
    "Secret token of the Zoom app's event subscription; unset: Zoom's events are refused, save the simulator's.",
  )
  @IsOptional()
  @IsString()
  zoomWebhookSecret?: string;

  @Setting('ZOOM_EVENTS_DAYS', '180', "Days that Zoom's events are kept as they came.")
  @ToInt()
  @IsInt()
  @Min(1)
  @Max(3650)
  zoomEventsDays: number;

  @Setting('MESSAGES_DAYS', '400', 'Days that mails and text messages which were sent are kept in the delivery log.')
  @ToInt()
  @IsInt()
  @Min(1)
  @Max(3650)
  messagesDays: number;

  @Setting('NOTIFICATIONS_DAYS', '90', 'Days that notifications inside the application are kept, read or not.')
  @ToInt()
  @IsInt()
  @Min(1)
  @Max(3650)
  notificationsDays: number;

  @Setting('ZOOM_API_URL', 'https://api.zoom.us/v2', "Zoom's REST address, /v2 included.")
  @IsUrl(URL_OPTIONS)
  zoomApiUrl: string;

  @Setting('ZOOM_OAUTH_URL', 'https://zoom.us/oauth', "Zoom's OAuth address, /oauth included.")
  @IsUrl(URL_OPTIONS)
  zoomOauthUrl: string;

  @Setting('ZOOM_SIMULATOR_PORT', '3001', 'Port of the Zoom simulator; 0 takes any free one.')
  @ToInt()
  @IsInt()
  @Min(0)
  @Max(65535)
  zoomSimulatorPort: number;

  @Setting('SMTP_URL', '', 'Mail server; unset: mail stays in the delivery log.')
  @IsOptional()
  @Matches(/^smtps?:\/\//, { message: 'must start with smtp:// or smtps://' })
  smtpUrl?: string;

  @Setting('MAIL_FROM', 'Slotlink <no-reply@localhost>', 'Sender of all mail.')
  @Matches(/^([^<>\r\n]*<[^\s<>@]+@[^\s<>@]+>|[^\s<>@]+@[^\s<>@]+)$/, {
    message: 'must be an address, or Name <address>',
  })
  mailFrom: string;

  @Setting(
    'SECRET_KEYS',
    '',
    'keyId:base64 of 32 bytes, comma-separated; the first seals, all open. Unset: generated once under DATA_DIR.',
  )
  @IsOptional()
  @IsString()
  secretKeys?: string;

  @Setting(
    'BUSY_FEED_ALLOW',
    '',
    'Networks as CIDR, comma-separated, that busy feeds may be read from though they are not public.',
  )
  @IsOptional()
  @ToList()
  @AreNetworks()
  busyFeedAllow?: string[];

  @Setting('ALLOW_SIGNUP', 'true', 'Whether POST /v1/signup makes accounts.')
  @ToBoolean()
  @IsBoolean()
  allowSignup: boolean;

  @Setting('SEED_DEMO', '', 'Whether the demo account is made; unset: only with the embedded database.')
  @IsOptional()
  @ToBoolean()
  @IsBoolean()
  seedDemo?: boolean;

  @Setting('CLOCK_START', '', 'An instant the clock starts from and then runs on; refused in production.')
  @IsOptional()
  @Matches(/^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:\d\d)$/, { message: 'must be an RFC 3339 instant' })
  clockStart?: string;

  @Setting('ROLE', 'all', 'all answers requests and works jobs, web only answers, worker only works.')
  @IsIn(['all', 'web', 'worker'])
  role: 'all' | 'web' | 'worker';

  @Setting('LINK_WAIT', 'PT2.5S', 'How long a booking waits for its Zoom link before it answers pending.')
  @Matches(/^PT\d+(\.\d+)?S$/, { message: 'must be seconds as an ISO 8601 duration, such as PT2.5S' })
  linkWait: string;

  @Setting(
    'UPDATE_SETTLING',
    'PT3S',
    'How long a changed appointment is left alone before Zoom is told, so that edits in a row are one request.',
  )
  @Matches(/^PT\d+(\.\d+)?S$/, { message: 'must be seconds as an ISO 8601 duration, such as PT3S' })
  updateSettling: string;

  @Setting(
    'QUOTA_RESERVE',
    '10',
    "Units of a host's day at Zoom that are kept for links which cannot wait for the next day.",
  )
  @ToInt()
  @IsInt()
  @Min(0)
  @Max(50)
  quotaReserve: number;

  @Setting('RATE_LIMITS', 'on', 'off lifts every limit; refused in production.')
  @IsIn(['on', 'off'])
  rateLimits: 'on' | 'off';

  @Setting('LOG_LEVEL', 'warn', 'fatal, error, warn, info, debug or silent.')
  @IsIn(['fatal', 'error', 'warn', 'info', 'debug', 'silent'])
  logLevel: string;

  /** True when no Zoom credentials are given and the local simulator stands in. */
  get simulatesZoom(): boolean {
    return this.zoomClientId === undefined;
  }

  get embedsDatabase(): boolean {
    return this.databaseUrl === undefined;
  }

  /** LINK_WAIT in milliseconds. */
  get linkWaitMs(): number {
    return millisecondsOf(this.linkWait);
  }

  /** UPDATE_SETTLING in milliseconds. */
  get updateSettlingMs(): number {
    return millisecondsOf(this.updateSettling);
  }
}

/** Of seconds as an ISO 8601 duration. */
function millisecondsOf(duration: string): number {
  return Number(duration.slice(2, -1)) * 1000;
}
