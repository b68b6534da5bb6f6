'use strict';
Object.defineProperty(exports, '__esModule', {
  value: true,
});
Object.defineProperty(exports, 'startEmbeddedPostgres', {
  enumerable: true,
  get: function () {
    return _startembeddedpostgres.startEmbeddedPostgres;
  },
});
const _startembeddedpostgres = require('./start-embedded-postgres');

//# sourceMappingURL=index.js.map
