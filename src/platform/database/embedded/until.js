'use strict';
Object.defineProperty(exports, '__esModule', {
  value: true,
});
Object.defineProperty(exports, 'until', {
  enumerable: true,
  get: function () {
    return until;
  },
});
const _promises = require('node:timers/promises');
async function until(look, patience) {
  const deadline = performance.now() + patience;
  for (;;) {
    const found = look();
    if (found !== undefined || performance.now() > deadline) return found;
    await (0, _promises.setTimeout)(10);
  }
}

//# sourceMappingURL=until.js.map
