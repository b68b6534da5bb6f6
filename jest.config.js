// Every suite runs far from UTC and off the hour, so that a leak of the server's zone fails.
process.env.TZ = process.env.TEST_TZ ?? 'Asia/Kathmandu';

// Chance begins the same in every run (test/kit/seeded.ts); this one is told, so that it can be repeated.
if (process.env.TEST_SEED === 'random') {
  process.env.TEST_SEED = String(Math.floor(Math.random() * 1_000_000));
  console.error(`TEST_SEED=${process.env.TEST_SEED}`);
}

const common = {
  testEnvironment: 'node',
  transform: { '^.+\\.ts$': ['@swc/jest', { ...require('./scripts/swc-options.js') }] },
  setupFiles: ['<rootDir>/test/kit/setup-properties.ts'],
  moduleNameMapper: { '^#libs/(.*)$': '<rootDir>/libs/$1/index.ts' },
};

module.exports = {
  // A limit against what hangs, not a measure of speed: whole applications start and end in these tests.
  testTimeout: 60_000,
  maxWorkers: 2,
  workerIdleMemoryLimit: '1GB',
  projects: [
    { ...common, displayName: 'unit', testMatch: ['<rootDir>/{libs,src,scripts}/**/*.spec.ts'] },
    {
      ...common,
      displayName: 'story',
      testMatch: ['<rootDir>/test/**/*.spec.ts'],
      globalSetup: '<rootDir>/test/kit/global-setup.ts',
      globalTeardown: '<rootDir>/test/kit/global-teardown.ts',
    },
  ],
};
