import 'reflect-metadata';

/** What docs/configuration.md and .env.example say about one environment variable. */
export interface SettingInfo {
  property: string;
  env: string;
  /** The value's text when the variable is unset; empty when there is none. */
  fallback: string;
  /** One sentence. */
  about: string;
}

const settings: SettingInfo[] = [];

/** Binds a property of Config to an environment variable. */
export function Setting(env: string, fallback: string, about: string): PropertyDecorator {
  return (_target, property) => {
    settings.push({ property: String(property), env, fallback, about });
  };
}

/** Every setting in the order of the Config class. */
export function allSettings(): readonly SettingInfo[] {
  return settings;
}
