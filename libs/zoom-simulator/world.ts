import type { Clock } from './clock';
import type { RequestRates } from './quota';
import type { Store } from './state';
import type { SimulatorState } from './types';
import type { Webhooks } from './webhooks';

/** What every handler works on. */
export interface World {
  store: Store;
  state: SimulatorState;
  clock: Clock;
  rates: RequestRates;
  webhooks: Webhooks;
  /** The simulator's own address, without a slash at the end; join links point to it. */
  origin: string;
  /** The app's credentials; null accepts any. */
  client: { id: string | null; secret: string | null };
}
