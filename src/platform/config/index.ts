export { Addresses } from './addresses';
export { Config } from './config';
export { ConfigError, loadConfig } from './load-config';
export { allSettings } from './setting';
