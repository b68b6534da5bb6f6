'use strict';
Object.defineProperty(exports, '__esModule', {
  value: true,
});
function _export(target, all) {
  for (var name in all)
    Object.defineProperty(target, name, {
      enumerable: true,
      get: Object.getOwnPropertyDescriptor(all, name).get,
    });
}
_export(exports, {
  get adoptPostmaster() {
    return adoptPostmaster;
  },
  get launchPostmaster() {
    return launchPostmaster;
  },
  get runningPostmaster() {
    return runningPostmaster;
  },
  get stopPostmaster() {
    return stopPostmaster;
  },
});
const _nodechild_process = require('node:child_process');
const _nodefs = require('node:fs');
const _promises = require('node:fs/promises');
const _nodenet = require('node:net');
const _nodepath = /*#__PURE__*/ _interop_require_default(require('node:path'));
const _promises1 = require('node:timers/promises');
const _processes = require('./processes');
const _runas = require('./run-as');
const _until = require('./until');
function _interop_require_default(obj) {
  return obj && obj.__esModule
    ? obj
    : {
        default: obj,
      };
}
// Crash recovery of a large database takes its time; cutting it short would only make it begin again.
const START_PATIENCE = 120_000;
const RETRY_PATIENCE = 20_000;
const LARGEST_LOG = 10 * 1024 * 1024;
// A port somebody took first.
const PORT_TAKEN = /could not create any TCP\/IP sockets/;
const ORPHANS_LEFT = /shared memory block .* is still in use/;
const SETTINGS = [
  ...['listen_addresses=127.0.0.1', 'unix_socket_directories=', 'max_connections=100', 'shared_buffers=64MB'],
  ...['max_wal_size=512MB', 'timezone=UTC', 'log_timezone=UTC', 'log_checkpoints=off'],
  // Parallel plans want room in /dev/shm, which containers give sparingly, and bookings are small queries.
  'max_parallel_workers_per_gather=0',
];
function runningPostmaster(data) {
  const lines = pidFileLines(data);
  const pid = Number(lines[0]);
  if (!(0, _processes.isPostmasterOf)(data, pid)) return undefined;
  return {
    pid,
    port: Number(lines[3]),
    status: lines[7]?.trim() ?? 'starting',
  };
}
async function adoptPostmaster(data) {
  const settled = await (0, _until.until)(() => {
    const running = runningPostmaster(data);
    if (running === undefined) return 'gone';
    return running.status === 'ready' ? running : undefined;
  }, START_PATIENCE);
  if (settled === undefined)
    throw new Error(`PostgreSQL in ${data} is neither ready nor gone after ${START_PATIENCE / 1000} s.`);
  return settled === 'gone' ? undefined : settled;
}
async function launchPostmaster(data, place, binaries, flags) {
  const log = _nodepath.default.join(place.directory, 'postgres.log');
  if (((await (0, _promises.stat)(log).catch(() => undefined))?.size ?? 0) > LARGEST_LOG)
    await (0, _promises.rename)(log, `${log}.1`);
  const deadline = performance.now() + RETRY_PATIENCE;
  for (;;) {
    const outcome = await launch(data, place, binaries, flags, log);
    if (typeof outcome !== 'string') return outcome;
    if (ORPHANS_LEFT.test(outcome)) endOrphans(data);
    const passing = ORPHANS_LEFT.test(outcome) || PORT_TAKEN.test(outcome);
    if (!passing || performance.now() > deadline) {
      throw new Error(`PostgreSQL did not start: ${outcome || 'it said nothing'} (${log})`);
    }
    await (0, _promises1.setTimeout)(50);
  }
}
/** Backends of a killed postmaster go by themselves, but only once their query ends. */ function endOrphans(data) {
  for (const pid of (0, _processes.backendsOf)(data)) signal(pid, 'SIGQUIT');
}
/** One try: the server once it is ready, or what it said before it gave up. */ async function launch(
  data,
  { account },
  binaries,
  flags,
  logFile,
) {
  await disownPidFile(data);
  const log = await (0, _promises.open)(logFile, 'a', 0o600);
  const before = (await log.stat()).size;
  const settings = SETTINGS.flatMap((setting) => ['-c', setting]);
  const child = (0, _nodechild_process.spawn)(
    binaries.postgres,
    ['-D', data, '-p', String(await freePort()), ...settings, ...flags],
    {
      ...(0, _runas.spawnOptions)(account),
      // A session of its own: Ctrl-C in the terminal reaches the application, which drains before it stops its database.
      detached: true,
      stdio: ['ignore', log.fd, log.fd],
      windowsHide: true,
    },
  );
  let ended;
  child.once('error', (error) => (ended = error.message));
  child.once('exit', () => (ended ??= ''));
  child.unref();
  await log.close();
  const started = await (0, _until.until)(() => {
    const running = runningPostmaster(data);
    return running?.pid === child.pid && running?.status === 'ready' ? running : ended;
  }, START_PATIENCE);
  if (started === undefined)
    throw new Error(`PostgreSQL is not ready after ${START_PATIENCE / 1000} s; see ${logFile}.`);
  return started === '' ? lastWords(logFile, before) : started;
}
async function stopPostmaster(data, binaries) {
  const running = runningPostmaster(data);
  if (running === undefined) return;
  const gone = () => ((0, _processes.isPostmasterOf)(data, running.pid) ? undefined : true);
  for (const [name, patience] of [
    ['SIGINT', 20_000],
    ['SIGQUIT', 10_000],
  ]) {
    if (gone()) return;
    if (process.platform === 'win32') await stopOnWindows(data, await binaries());
    else signal(running.pid, name);
    if (await (0, _until.until)(gone, patience)) return;
  }
  throw new Error(`PostgreSQL (pid ${running.pid}) does not stop.`);
}
/** A process that ended a moment ago is as good as signalled. */ function signal(pid, name) {
  try {
    process.kill(pid, name);
  } catch (error) {
    if (error.code !== 'ESRCH') throw error;
  }
}
/** Windows has no signals; pg_ctl asks through the server's own pipe. */ async function stopOnWindows(
  data,
  { pgCtl },
) {
  const child = (0, _nodechild_process.spawn)(pgCtl, ['stop', '-D', data, '-m', 'fast', '-w', '-t', '20'], {
    stdio: 'ignore',
  });
  await new Promise((resolve) => child.once('close', resolve).once('error', resolve));
}
/**
 * A dead postmaster's file may name a pid that somebody else has now, which PostgreSQL takes for a running server. We don't
 * delete it, as it also leads to the shared memory by which PostgreSQL sees orphaned backends; we put our own pid in,
 * since it lets its parent's pass (CreateLockFile in miscinit.c). Call it only when no server runs.
 */ async function disownPidFile(data) {
  const file = _nodepath.default.join(data, 'postmaster.pid');
  if (process.platform === 'win32' || !(0, _nodefs.existsSync)(file)) return;
  const lines = pidFileLines(data);
  if (lines.length < 3) await (0, _promises.rm)(file);
  else await (0, _promises.writeFile)(file, [String(process.pid), ...lines.slice(1)].join('\n'));
}
function pidFileLines(data) {
  try {
    return (0, _nodefs.readFileSync)(_nodepath.default.join(data, 'postmaster.pid'), 'utf8').split('\n');
  } catch {
    return [];
  }
}
async function lastWords(logFile, from) {
  const said = (await (0, _promises.readFile)(logFile)).subarray(from).toString('utf8').trim().split('\n');
  const fatal = said.filter((line) => /\b(FATAL|PANIC|error)\b/.test(line));
  return (fatal.length > 0 ? fatal : said.slice(-3)).join('; ');
}
async function freePort() {
  const probe = (0, _nodenet.createServer)();
  await new Promise((resolve, reject) => probe.once('error', reject).listen(0, '127.0.0.1', resolve));
  const { port } = probe.address();
  await new Promise((resolve) => probe.close(resolve));
  return port;
}

//# sourceMappingURL=server.js.map
