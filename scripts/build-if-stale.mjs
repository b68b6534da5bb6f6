// Builds dist/ when a source is newer than the last build, so that `npm start` works from a bare checkout.
// With --force, always. Several may run at once: each builds apart, and the result appears by one rename.
import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, renameSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = resolve(dirname(fileURLToPath(import.meta.url)), '..');
const dist = join(root, 'dist');
const folders = ['src', 'libs', 'migrations', 'scripts', 'bench'];
const sources = [...folders, '.swcrc', 'package.json'].map((path) => join(root, path));

/** The newest modification time below a path, in epoch milliseconds. */
function newest(path) {
  const stat = statSync(path);
  if (!stat.isDirectory()) return stat.mtimeMs;
  return Math.max(stat.mtimeMs, ...readdirSync(path).map((name) => newest(join(path, name))));
}

function builtAt() {
  const stamp = join(dist, '.built');
  return existsSync(stamp) ? statSync(stamp).mtimeMs : 0;
}

function compileInto(directory) {
  const swc = createRequire(import.meta.url).resolve('@swc/cli/bin/swc.js');
  const args = [swc, ...folders, '-d', directory, '--extensions', '.ts', '--quiet'];
  const { status } = spawnSync(process.execPath, args, { cwd: root, stdio: 'inherit' });
  if (status !== 0) process.exit(status ?? 1);
}

/** Puts the finished build in place of the old one. A twin that was faster has built the same. */
function put(directory) {
  const old = `${directory}.old`;
  if (existsSync(dist)) renameSync(dist, old);
  try {
    renameSync(directory, dist);
  } catch (error) {
    if (error.code !== 'ENOTEMPTY' && error.code !== 'EEXIST') throw error;
    rmSync(directory, { recursive: true, force: true });
  }
  rmSync(old, { recursive: true, force: true });
}

if (Math.max(...sources.map(newest)) > builtAt() || process.argv.includes('--force')) {
  // What changes while it compiles is newer than the stamp, and built the next time.
  const started = new Date();
  const directory = `${dist}.${process.pid}`;
  compileInto(directory);
  const stamp = join(directory, '.built');
  writeFileSync(stamp, '');
  utimesSync(stamp, started, started);
  put(directory);
}
