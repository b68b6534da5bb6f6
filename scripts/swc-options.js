// The one place both the build (.swcrc) and the tests take their compiler options from.
module.exports = JSON.parse(require('node:fs').readFileSync(require('node:path').join(__dirname, '../.swcrc'), 'utf8'));
