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
  get backendsOf() {
    return backendsOf;
  },
  get isPostmasterOf() {
    return isPostmasterOf;
  },
  get isRunning() {
    return isRunning;
  },
  get stampOf() {
    return stampOf;
  },
});
const _nodechild_process = require('node:child_process');
const _nodefs = require('node:fs');
function stampOf(pid) {
  if (!answersSignals(pid)) return undefined;
  if (process.platform === 'linux') {
    const stat = linuxStat(pid);
    if (stat === undefined)
      return {
        pid,
        started: '',
      };
    return stat.zombie
      ? undefined
      : {
          pid,
          started: `${bootId()}:${stat.started}`,
        };
  }
  return {
    pid,
    started: ps(pid, 'lstart='),
  };
}
function isRunning(stamp) {
  const now = stampOf(stamp.pid);
  if (now === undefined) return false;
  return now.started === '' || stamp.started === '' || now.started === stamp.started;
}
function isPostmasterOf(data, pid) {
  if (stampOf(pid) === undefined) return false;
  if (process.platform === 'win32') return true;
  if (process.platform !== 'linux') return ps(pid, 'command=').includes(data);
  try {
    if ((0, _nodefs.readFileSync)(`/proc/${pid}/cmdline`, 'utf8').split('\0').includes(data)) return true;
    // A server whose directory was moved under it still works there, and its cwd follows the move.
    return (0, _nodefs.readlinkSync)(`/proc/${pid}/cwd`) === data;
  } catch {
    return false;
  }
}
function backendsOf(data) {
  if (process.platform !== 'linux') return [];
  return (0, _nodefs.readdirSync)('/proc')
    .map(Number)
    .filter((pid) => {
      try {
        if ((0, _nodefs.readlinkSync)(`/proc/${pid}/cwd`) !== data) return false;
        return (0, _nodefs.readFileSync)(`/proc/${pid}/cmdline`, 'utf8').startsWith('postgres: ');
      } catch {
        return false;
      }
    });
}
function answersSignals(pid) {
  if (!Number.isSafeInteger(pid) || pid <= 0) return false;
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error.code === 'EPERM';
  }
}
function linuxStat(pid) {
  try {
    const stat = (0, _nodefs.readFileSync)(`/proc/${pid}/stat`, 'utf8');
    // proc(5): the second field is the command in brackets and may hold anything; state is the 3rd, starttime the 22nd.
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    return {
      zombie: fields[0] === 'Z' || fields[0] === 'X',
      started: fields[19] ?? '',
    };
  } catch {
    return undefined;
  }
}
/** Start times count from boot, and small machines boot alike to the tick. */ function bootId() {
  try {
    return (0, _nodefs.readFileSync)('/proc/sys/kernel/random/boot_id', 'utf8').trim();
  } catch {
    return '';
  }
}
function ps(pid, column) {
  if (process.platform === 'win32') return '';
  try {
    return (0, _nodechild_process.execFileSync)('ps', ['-o', column, '-p', String(pid)], {
      encoding: 'utf8',
    }).trim();
  } catch {
    return '';
  }
}

//# sourceMappingURL=processes.js.map
