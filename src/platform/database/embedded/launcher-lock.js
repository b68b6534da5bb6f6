'use strict';
Object.defineProperty(exports, '__esModule', {
  value: true,
});
Object.defineProperty(exports, 'withLauncherLock', {
  enumerable: true,
  get: function () {
    return withLauncherLock;
  },
});
const _nodecrypto = require('node:crypto');
const _nodefs = require('node:fs');
const _promises = require('node:fs/promises');
const _nodepath = /*#__PURE__*/ _interop_require_default(require('node:path'));
const _promises1 = require('node:timers/promises');
const _processes = require('./processes');
function _interop_require_default(obj) {
  return obj && obj.__esModule
    ? obj
    : {
        default: obj,
      };
}
// Longer than a start may take (server.ts), so that whoever waits behind a slow recovery gets its server.
const PATIENCE = 180_000;
// A file that doesn't parse is being written this moment, or its writer died in that moment.
const WRITING = 2_000;
async function withLauncherLock(directory, work) {
  const lock = _nodepath.default.join(directory, 'launcher.lock');
  const mine = JSON.stringify({
    ...(0, _processes.stampOf)(process.pid),
    token: (0, _nodecrypto.randomUUID)(),
  });
  await acquire(lock, mine);
  try {
    return await work();
  } finally {
    if ((await (0, _promises.readFile)(lock, 'utf8').catch(() => '')) === mine)
      await (0, _promises.rm)(lock, {
        force: true,
      });
  }
}
async function acquire(lock, mine) {
  const deadline = performance.now() + PATIENCE;
  while (!(await take(lock, mine))) {
    const seen = await (0, _promises.readFile)(lock, 'utf8').catch(() => undefined);
    if (seen === undefined) continue;
    if (await isStale(lock, seen)) await breakLock(lock, seen);
    else if (performance.now() > deadline) {
      throw new Error(
        `Another process has been starting or stopping PostgreSQL for ${PATIENCE / 1000} s (${lock}: ${seen}).`,
      );
    } else await (0, _promises1.setTimeout)(20);
  }
}
async function take(lock, mine) {
  try {
    await (0, _promises.writeFile)(lock, mine, {
      flag: 'wx',
      mode: 0o600,
    });
    return true;
  } catch (error) {
    if (error.code === 'EEXIST') return false;
    throw error;
  }
}
async function isStale(lock, seen) {
  try {
    return !(0, _processes.isRunning)(JSON.parse(seen));
  } catch {
    const written = await (0, _promises.stat)(lock).catch(() => undefined);
    return written !== undefined && Date.now() - written.mtimeMs > WRITING;
  }
}
/**
 * Of many who see the same dead holder, one renames its file; who renames a newer one by mistake puts it back.
 * Should somebody slip in between, PostgreSQL's own postmaster.pid still allows one server only.
 */ async function breakLock(lock, seen) {
  const aside = `${lock}.${(0, _nodecrypto.randomUUID)()}`;
  try {
    await (0, _promises.rename)(lock, aside);
  } catch {
    return;
  }
  const taken = await (0, _promises.readFile)(aside, 'utf8');
  if (taken !== seen)
    await (0, _promises.copyFile)(aside, lock, _nodefs.constants.COPYFILE_EXCL).catch(() => undefined);
  await (0, _promises.rm)(aside, {
    force: true,
  });
}

//# sourceMappingURL=launcher-lock.js.map
