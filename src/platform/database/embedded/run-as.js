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
  get accountFor() {
    return accountFor;
  },
  get canEnter() {
    return canEnter;
  },
  get isRoot() {
    return isRoot;
  },
  get run() {
    return run;
  },
  get spawnOptions() {
    return spawnOptions;
  },
});
const _nodechild_process = require('node:child_process');
const _promises = require('node:fs/promises');
const _nodeutil = require('node:util');
const exec = (0, _nodeutil.promisify)(_nodechild_process.execFile);
const isRoot = () => process.getuid?.() === 0;
async function accountFor(data) {
  if (!isRoot()) return undefined;
  // The owner first: a `postgres` account that a later package brings must not lock us out of data made as `nobody`.
  const owner = await (0, _promises.stat)(data).catch(() => undefined);
  if (owner !== undefined && owner.uid !== 0)
    return {
      uid: owner.uid,
      gid: owner.gid,
    };
  const passwd = await (0, _promises.readFile)('/etc/passwd', 'utf8').catch(() => '');
  for (const name of ['postgres', 'nobody']) {
    const [, , uid, gid] =
      passwd
        .split('\n')
        .find((line) => line.startsWith(`${name}:`))
        ?.split(':') ?? [];
    // >>> 0: macOS writes nobody's uid as -2.
    if (uid !== undefined && gid !== undefined)
      return {
        uid: Number(uid) >>> 0,
        gid: Number(gid) >>> 0,
      };
  }
  throw new Error(
    'PostgreSQL refuses to run as root, and this system has neither an account "postgres" nor "nobody"; ' +
      'start as another user or set DATABASE_URL.',
  );
}
function spawnOptions(account) {
  if (process.platform === 'win32') return {};
  return {
    ...account,
    cwd: '/',
    env: {
      LC_ALL: 'C',
      TZ: 'UTC',
    },
  };
}
async function run(account, file, args) {
  const { stdout } = await exec(file, args, {
    ...spawnOptions(account),
    encoding: 'utf8',
  });
  return stdout;
}
async function canEnter(account, directory) {
  return run(account, '/bin/sh', ['-c', 'cd -- "$1"', 'sh', directory]).then(
    () => true,
    () => false,
  );
}

//# sourceMappingURL=run-as.js.map
