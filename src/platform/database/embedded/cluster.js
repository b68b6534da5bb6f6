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
  get checkCluster() {
    return checkCluster;
  },
  get createCluster() {
    return createCluster;
  },
  get readCluster() {
    return readCluster;
  },
});
const _nodecrypto = require('node:crypto');
const _promises = require('node:fs/promises');
const _nodepath = /*#__PURE__*/ _interop_require_default(require('node:path'));
const _place = require('./place');
const _runas = require('./run-as');
function _interop_require_default(obj) {
  return obj && obj.__esModule
    ? obj
    : {
        default: obj,
      };
}
const USER = 'slotlink';
async function readCluster({ directory }) {
  const file = _nodepath.default.join(directory, 'cluster', 'connection.json');
  try {
    const { user, password } = JSON.parse(await (0, _promises.readFile)(file, 'utf8'));
    return {
      data: (0, _place.dataIn)(directory),
      user,
      password,
    };
  } catch (error) {
    if (error.code === 'ENOENT') return undefined;
    throw new Error(
      `The embedded database in ${directory} cannot be opened (${error.message}); ` +
        'start as the user who made it, choose another data directory, or set DATABASE_URL.',
      {
        cause: error,
      },
    );
  }
}
async function createCluster({ directory, account }, binaries) {
  await clearInterrupted(directory);
  const draft = await (0, _promises.mkdtemp)(_nodepath.default.join(directory, `init.${process.pid}.`));
  const data = _nodepath.default.join(draft, 'data');
  const secret = _nodepath.default.join(draft, 'password');
  const password = (0, _nodecrypto.randomBytes)(24).toString('base64url');
  await (0, _promises.mkdir)(data, {
    mode: 0o700,
  });
  await (0, _promises.writeFile)(secret, password, {
    mode: 0o600,
  });
  if (account !== undefined) {
    await (0, _promises.chmod)(draft, 0o755);
    for (const file of [data, secret]) await (0, _promises.chown)(file, account.uid, account.gid);
  }
  await (0, _runas.run)(account, binaries.initdb, [
    ...['--pgdata', data, '--username', USER, '--auth', 'scram-sha-256', '--pwfile', secret, '--data-checksums'],
    // The built-in C.UTF-8 sorts by code point like C, knows case beyond ASCII, and needs no locale on the system.
    ...['--encoding', 'UTF8', '--locale', 'C', '--locale-provider', 'builtin', '--builtin-locale', 'C.UTF-8'],
    '--no-instructions',
  ]).catch(async (error) => {
    await (0, _promises.rm)(draft, {
      recursive: true,
      force: true,
    });
    throw new Error(`initdb failed: ${error.stderr?.trim() ?? String(error)}`, {
      cause: error,
    });
  });
  await (0, _promises.rm)(secret);
  const connection = JSON.stringify({
    user: USER,
    password,
  });
  await (0, _promises.writeFile)(_nodepath.default.join(draft, 'connection.json'), `${connection}\n`, {
    mode: 0o600,
    flush: true,
  });
  await (0, _promises.rename)(draft, _nodepath.default.join(directory, 'cluster'));
  return {
    data: (0, _place.dataIn)(directory),
    user: USER,
    password,
  };
}
async function checkCluster({ data }, { account }, binaries) {
  const major = (await (0, _promises.readFile)(_nodepath.default.join(data, 'PG_VERSION'), 'utf8')).trim();
  if (major !== binaries.major) {
    throw new Error(
      `${data} was made by PostgreSQL ${major} and the installed one is ${binaries.major}; carry it over with ` +
        'pg_dump, choose another data directory, or set DATABASE_URL.',
    );
  }
  if (account === undefined || (await (0, _promises.stat)(data)).uid === account.uid) return;
  await (0, _runas.run)(undefined, 'chown', ['-R', `${account.uid}:${account.gid}`, data]);
}
async function clearInterrupted(directory) {
  for (const name of await (0, _promises.readdir)(directory)) {
    if (!name.startsWith('init.')) continue;
    // An orphaned initdb may still be writing there; the next first boot would try again.
    await (0, _promises.rm)(_nodepath.default.join(directory, name), {
      recursive: true,
      force: true,
    }).catch(() => undefined);
  }
}

//# sourceMappingURL=cluster.js.map
