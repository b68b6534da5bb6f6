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
  get enter() {
    return enter;
  },
  get leave() {
    return leave;
  },
});
const _nodecrypto = require('node:crypto');
const _promises = require('node:fs/promises');
const _nodepath = /*#__PURE__*/ _interop_require_default(require('node:path'));
const _processes = require('./processes');
function _interop_require_default(obj) {
  return obj && obj.__esModule
    ? obj
    : {
        default: obj,
      };
}
async function enter(directory) {
  const users = _nodepath.default.join(directory, 'users');
  await (0, _promises.mkdir)(users, {
    recursive: true,
  });
  const name = `${process.pid}-${(0, _nodecrypto.randomUUID)()}`;
  await (0, _promises.writeFile)(
    _nodepath.default.join(users, name),
    JSON.stringify((0, _processes.stampOf)(process.pid)),
  );
  return name;
}
async function leave(directory, name) {
  const users = _nodepath.default.join(directory, 'users');
  await (0, _promises.rm)(_nodepath.default.join(users, name), {
    force: true,
  });
  let left = 0;
  for (const other of await (0, _promises.readdir)(users)) {
    if (await isLive(_nodepath.default.join(users, other))) left++;
    else
      await (0, _promises.rm)(_nodepath.default.join(users, other), {
        force: true,
      });
  }
  return left;
}
async function isLive(file) {
  try {
    return (0, _processes.isRunning)(JSON.parse(await (0, _promises.readFile)(file, 'utf8')));
  } catch {
    return false; // half-written: its writer died
  }
}

//# sourceMappingURL=users.js.map
