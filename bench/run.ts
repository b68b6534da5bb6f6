/** `npm run bench`: all figures, or those named, such as `npm run bench -- boot`. */
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';

const ALL = [
  'boot',
  'free-slots',
  'free-slots-http',
  'races',
  'series',
  'bookings',
  'quota-day',
  'booking-link',
  'reconciler',
  'auth-overhead',
  'webhooks',
];
const [, , name, ...options] = process.argv;

for (const bench of name === undefined ? ALL : [name]) {
  console.log(`\n== ${bench}\n`);
  const { status } = spawnSync(process.execPath, [join(__dirname, `${bench}.js`), ...options], { stdio: 'inherit' });
  if (status !== 0) process.exitCode = 1;
}
