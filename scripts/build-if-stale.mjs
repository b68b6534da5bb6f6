// Builds dist/ when a source is newer than the last build, so that `npm start` works from a bare checkout.
// With --force, always.
import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = resolve(dirname(fileURLToPath(import.meta.url)), '..');
const stamp = join(root, 'dist', '.built');
const folders = ['src', 'libs', 'migrations', 'scripts', 'bench'];
const sources = [...folders, '.swcrc', 'package.json'].map((path) => join(root, path));

/** The newest modification time below a path, in epoch milliseconds. */
function newest(path) {
  const stat = statSync(path);
  if (!stat.isDirectory()) return stat.mtimeMs;
  return Math.max(stat.mtimeMs, ...readdirSync(path).map((name) => newest(join(path, name))));
}

const built = existsSync(stamp) ? statSync(stamp).mtimeMs : 0;
if (Math.max(...sources.map(newest)) > built || process.argv.includes('--force')) {
  const started = new Date();
  const swc = createRequire(import.meta.url).resolve('@swc/cli/bin/swc.js');
  const { status } = spawnSync(process.execPath, [swc, ...folders, '-d', 'dist', '--extensions', '.ts', '--quiet'], {
    cwd: root,
    stdio: 'inherit',
  });
  if (status !== 0) process.exit(status ?? 1);
  writeFileSync(stamp, started.toISOString());
}
