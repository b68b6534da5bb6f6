'use strict';
Object.defineProperty(exports, '__esModule', {
  value: true,
});
Object.defineProperty(exports, 'startEmbeddedPostgres', {
  enumerable: true,
  get: function () {
    return startEmbeddedPostgres;
  },
});
const _binaries = require('./binaries');
const _cluster = require('./cluster');
const _launcherlock = require('./launcher-lock');
const _place = require('./place');
const _server = require('./server');
const _users = require('./users');
async function startEmbeddedPostgres(options) {
  const log = options.log ?? (() => undefined);
  const place = await (0, _place.findPlace)(options.home, log);
  return (0, _launcherlock.withLauncherLock)(place.directory, async () => {
    const name = await (0, _users.enter)(place.directory);
    try {
      const { cluster, server, adopted } = await adoptOrLaunch(place, options.flags ?? [], log);
      return {
        ...{
          host: '127.0.0.1',
          port: server.port,
          user: cluster.user,
          password: cluster.password,
          adopted,
        },
        url: (database) =>
          `postgres://${cluster.user}:${cluster.password}@127.0.0.1:${server.port}/${encodeURIComponent(database)}`,
        stop: once(() => stop(place, cluster, name, log)),
      };
    } catch (error) {
      await (0, _users.leave)(place.directory, name);
      throw error;
    }
  });
}
async function adoptOrLaunch(place, flags, log) {
  const began = performance.now();
  const existing = await (0, _cluster.readCluster)(place);
  const running = existing && (await (0, _server.adoptPostmaster)(existing.data));
  if (running) {
    log(`Using the PostgreSQL that already runs on 127.0.0.1:${running.port}`);
    return {
      cluster: existing,
      server: running,
      adopted: true,
    };
  }
  const binaries = await (0, _binaries.findBinaries)(place, log);
  if (!existing) log(`Setting up PostgreSQL ${binaries.major} in ${place.directory}`);
  const cluster = existing ?? (await (0, _cluster.createCluster)(place, binaries));
  await (0, _cluster.checkCluster)(cluster, place, binaries);
  const server = await (0, _server.launchPostmaster)(cluster.data, place, binaries, flags);
  log(`PostgreSQL ready on 127.0.0.1:${server.port} after ${Math.round(performance.now() - began)} ms`);
  return {
    cluster,
    server,
    adopted: false,
  };
}
function stop(place, cluster, name, log) {
  return (0, _launcherlock.withLauncherLock)(place.directory, async () => {
    const others = await (0, _users.leave)(place.directory, name);
    if (others > 0) {
      log('PostgreSQL keeps running: other processes use it');
      return;
    }
    await (0, _server.stopPostmaster)(cluster.data, () => (0, _binaries.findBinaries)(place, log));
    log('PostgreSQL stopped');
  });
}
function once(work) {
  let done;
  return () => (done ??= work());
}

//# sourceMappingURL=start-embedded-postgres.js.map
