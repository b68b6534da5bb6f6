// Lets plain Node run TypeScript of this repository unbuilt: node -r ./scripts/typescript-hook.js program.ts
// For the tests of what only a process of its own can show, such as its zone.
const { readFileSync } = require('node:fs');
const Module = require('node:module');
const { join } = require('node:path');
const { transformSync } = require('@swc/core');
const options = require('./swc-options.js');

const libs = join(__dirname, '../libs');
const resolve = Module._resolveFilename;

Module._resolveFilename = (request, ...rest) =>
  resolve(request.startsWith('#libs/') ? join(libs, request.slice('#libs/'.length), 'index.ts') : request, ...rest);

require.extensions['.ts'] = (module, filename) => {
  const { code } = transformSync(readFileSync(filename, 'utf8'), { ...options, filename, sourceMaps: 'inline' });
  module._compile(code, filename);
};
