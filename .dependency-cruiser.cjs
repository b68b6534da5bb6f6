// The borders of ARCHITECTURE.md. `npm run borders` checks them.

/** Lowest first; a feature may import those of lower floors, and nobody on its own floor. */
const FLOORS = [
  ['platform'],
  ['data-rights'],
  ['messaging'],
  ['audit'],
  ['identity'],
  ['zoom', 'notifications', 'audit-log', 'erasures'],
  ['calendars', 'contacts', 'delivery-log'],
  ['busy-times'],
  ['appointments'],
  ['meetings', 'guests', 'invitations', 'feeds'],
  ['notices', 'workflows', 'timeline'],
];
const features = FLOORS.flat();

const floorRules = FLOORS.flatMap((floor, height) => {
  const below = FLOORS.slice(0, height).flat();
  return floor.map((feature) => ({
    name: `floor-of-${feature}`,
    comment: `src/${feature} may import ${below.join(', ') || 'no other feature'}, and libs. What must go up goes as a fact or an intent.`,
    severity: 'error',
    from: { path: `^src/${feature}/` },
    to: { path: '^src/', pathNot: `^src/(${[...below, feature].join('|')})/` },
  }));
});

/** The embedded server is a part of its own: few want it, and it drags the binaries along. */
const PLATFORM_DOORS = '^src/platform/[^/]+/(embedded/)?index\\.ts$';
const LIB_DOORS = '^libs/[^/]+/index\\.ts$';

/** Test helpers that stand beside the code they help to test. */
const TEST_CODE = '(^test/|\\.spec\\.ts$|\\.fixtures\\.ts$|/test-kit\\.ts$|/stub-[^/]+\\.ts$)';

const only = (name, modules, places, comment) => ({
  name,
  comment,
  severity: 'error',
  from: { pathNot: [...places, TEST_CODE] },
  to: { path: `node_modules/(${modules})/` },
});

module.exports = {
  forbidden: [
    ...floorRules,
    {
      name: 'known-features',
      comment: 'A folder of src/ has its floor here, unless it stands on top of all (demo).',
      severity: 'error',
      from: { path: '^src/[^/]+/', pathNot: `^src/(${features.join('|')}|demo)/` },
      to: {},
    },
    {
      name: 'by-the-door',
      comment: 'Another feature is entered through its index.ts.',
      severity: 'error',
      from: { path: '^src/([^/]+)/' },
      to: { path: '^src/[^/]+/', pathNot: ['^src/$1/', '^src/platform/', '^src/[^/]+/index\\.ts$'] },
    },
    {
      name: 'by-the-door-from-the-top',
      comment: 'A feature is entered through its index.ts, by the programs too.',
      severity: 'error',
      from: { path: '^(src/[^/]+\\.ts|scripts/|bench/|migrations/)' },
      to: { path: '^src/[^/]+/', pathNot: ['^src/platform/', '^src/[^/]+/index\\.ts$'] },
    },
    {
      name: 'by-the-door-of-a-platform-part',
      comment: 'A part of the platform is entered through its index.ts, by the other parts too.',
      severity: 'error',
      from: { path: '^src/platform/([^/]+)/' },
      to: { path: '^src/platform/[^/]+/', pathNot: ['^src/platform/$1/', PLATFORM_DOORS] },
    },
    {
      name: 'by-the-door-of-the-platform',
      comment: 'A part of the platform is entered through its index.ts.',
      severity: 'error',
      from: { path: '^(src|scripts|bench|migrations)/', pathNot: '^src/platform/[^/]+/' },
      to: { path: '^src/platform/[^/]+/', pathNot: PLATFORM_DOORS },
    },
    {
      name: 'libs-know-only-libs',
      comment: 'libs/ lies under everything.',
      severity: 'error',
      from: { path: '^libs/' },
      to: { path: '^(src|test|migrations|scripts|bench)/' },
    },
    {
      name: 'libs-by-the-door',
      comment: 'Another lib is entered through its index.ts.',
      severity: 'error',
      from: { path: '^libs/([^/]+)/', pathNot: TEST_CODE },
      to: { path: '^libs/', pathNot: ['^libs/$1/', LIB_DOORS] },
    },
    {
      name: 'libs-by-the-door-from-above',
      comment: 'A lib is entered through its index.ts.',
      severity: 'error',
      from: { path: '^(src|scripts|migrations)/' },
      to: { path: '^libs/', pathNot: LIB_DOORS },
    },
    {
      name: 'libs-without-packages',
      comment: 'luxon, in libs/time and the simulator, and ical-generator in libs/ics are the only packages of libs/.',
      severity: 'error',
      from: { path: '^libs/', pathNot: TEST_CODE },
      to: { path: 'node_modules/', pathNot: 'node_modules/(luxon|ical-generator)/' },
    },
    {
      name: 'thinking-is-pure',
      comment: 'These libs compute; they have no business with files, sockets or the process.',
      severity: 'error',
      from: { path: '^libs/(time|slots|templating|recurrence|ics)/', pathNot: TEST_CODE },
      to: { dependencyTypes: ['core'] },
    },
    only('zones-by-one-door', 'luxon', ['^libs/(time|zoom-simulator)/'], 'Zones go through #libs/time.'),
    only(
      'typeorm-in-its-places',
      'typeorm|@nestjs/typeorm',
      ['\\.(entity|store|module)\\.ts$', '^src/platform/', '^migrations/'],
      'Only entities, stores and the platform talk to the database.',
    ),
    only(
      'sql-by-the-platform',
      'pg|graphile-worker',
      ['^src/platform/', '^src/start-stack\\.ts$', '^bench/'],
      'Only the platform opens connections to the database.',
    ),
    only('icalendar-by-one-door', 'ical-generator', ['^libs/ics/'], 'iCalendar texts are written by #libs/ics.'),
    only('mail-by-its-driver', 'nodemailer', ['^src/messaging/smtp-mail\\.ts$'], 'Only the driver talks SMTP.'),
    only('redis-by-the-cache', 'ioredis', ['^src/platform/cache/'], 'Redis is reached through the cache.'),
    {
      name: 'no-test-code-in-the-product',
      severity: 'error',
      from: { path: '^(src|libs|migrations|scripts|bench)/', pathNot: TEST_CODE },
      to: { path: TEST_CODE },
    },
    {
      name: 'no-circles',
      comment: 'Of types, too.',
      severity: 'error',
      from: {},
      to: { circular: true },
    },
    {
      name: 'nothing-missing',
      severity: 'error',
      from: {},
      to: { couldNotResolve: true },
    },
    {
      name: 'no-dev-packages-in-the-product',
      severity: 'error',
      from: { path: '^(src|libs|migrations)/', pathNot: TEST_CODE },
      to: { dependencyTypes: ['npm-dev'], dependencyTypesNot: ['type-only'], pathNot: 'node_modules/@types/' },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: { exportsFields: ['exports'], conditionNames: ['require', 'node', 'default', 'types'] },
  },
};
