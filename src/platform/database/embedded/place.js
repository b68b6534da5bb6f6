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
  get dataIn() {
    return dataIn;
  },
  get findPlace() {
    return findPlace;
  },
});
const _nodecrypto = require('node:crypto');
const _promises = require('node:fs/promises');
const _nodepath = /*#__PURE__*/ _interop_require_default(require('node:path'));
const _runas = require('./run-as');
function _interop_require_default(obj) {
  return obj && obj.__esModule
    ? obj
    : {
        default: obj,
      };
}
// PostgreSQL keeps paths in 1024 bytes (MAXPGPATH), its own files' names included.
const LONGEST_PATH = 900;
const SYSTEM_PLACE = '/var/lib/slotlink';
const dataIn = (directory) => _nodepath.default.join(directory, 'cluster', 'data');
async function findPlace(home, log) {
  if (Buffer.byteLength(_nodepath.default.resolve(home)) > LONGEST_PATH || /[\r\n\0]/.test(home)) {
    throw new Error(
      `PostgreSQL cannot keep its data under a path longer than ${LONGEST_PATH} bytes or with a line break in it; ` +
        'choose another data directory or set DATABASE_URL.',
    );
  }
  await makeEnterable(_nodepath.default.resolve(home));
  // Two names of one directory must give one server: it is recognised by its path.
  const real = await (0, _promises.realpath)(home);
  const recorded = await readLocation(real);
  const directory = recorded ?? real;
  if (recorded !== undefined) await makeEnterable(recorded);
  const account = await (0, _runas.accountFor)(dataIn(directory));
  if (account === undefined || (await (0, _runas.canEnter)(account, directory)))
    return {
      directory,
      account,
    };
  if (recorded !== undefined || (await exists(dataIn(directory)))) {
    throw new Error(
      `The database in ${directory} belongs to account ${account.uid}, which may not enter that directory; ` +
        'open its parents to it (chmod o+x) or set DATABASE_URL.',
    );
  }
  return {
    directory: await moveOut(real, account, log),
    account,
  };
}
async function moveOut(home, account, log) {
  const directory = systemPlace(home);
  await makeEnterable(directory).catch(() => undefined);
  if (!(await (0, _runas.canEnter)(account, directory))) {
    throw new Error(
      `PostgreSQL runs as account ${account.uid}, which may enter neither ${home} nor ${directory}; ` +
        'choose a data directory it can reach, start as another user, or set DATABASE_URL.',
    );
  }
  await writeLocation(home, directory);
  log(`PostgreSQL keeps its files in ${directory}, since only root may enter ${home}`);
  return directory;
}
/** A moved home takes its database along; a copied one (the original still stands) gets its own. */ async function readLocation(
  home,
) {
  const location = await locationAt(home);
  if (location === undefined || location.home === home) return location?.directory;
  if ((await locationAt(location.home))?.directory === location.directory) return undefined;
  await writeLocation(home, location.directory);
  return location.directory;
}
async function locationAt(home) {
  const text = await (0, _promises.readFile)(_nodepath.default.join(home, 'location.json'), 'utf8').catch(
    () => undefined,
  );
  return text === undefined ? undefined : JSON.parse(text);
}
async function writeLocation(home, directory) {
  const draft = _nodepath.default.join(home, `location.json.${process.pid}`);
  await (0, _promises.writeFile)(
    draft,
    `${JSON.stringify({
      home,
      directory,
    })}\n`,
    {
      flush: true,
    },
  );
  await (0, _promises.rename)(draft, _nodepath.default.join(home, 'location.json'));
}
function systemPlace(home) {
  const hash = (0, _nodecrypto.createHash)('sha256').update(home).digest('hex').slice(0, 16);
  return _nodepath.default.join(SYSTEM_PLACE, hash);
}
/** Makes the directory and opens what it made, whatever the umask; what was there keeps its mode. */ async function makeEnterable(
  directory,
) {
  const first = await (0, _promises.mkdir)(directory, {
    recursive: true,
  });
  if (first === undefined || process.platform === 'win32') return;
  for (let made = directory; made.length >= first.length; made = _nodepath.default.dirname(made))
    await (0, _promises.chmod)(made, 0o755);
}
const exists = (file) =>
  (0, _promises.stat)(file).then(
    () => true,
    () => false,
  );

//# sourceMappingURL=place.js.map
