import type { Addresses } from './platform/config';
import { WEBHOOK_PATH } from './zoom';

const PATIENCE_MS = 5_000;

/**
 * Has the simulator send its events to this server, as an operator enters the address in the Zoom app.
 * @returns what is wrong, if it is: nothing else depends on it
 */
export async function pointSimulatorAt(ownUrl: string, addresses: Addresses): Promise<string | null> {
  const control = addresses.zoomApiUrl.replace(/\/v2$/, '/_sim/webhooks');
  const target = { url: `${ownUrl}/${WEBHOOK_PATH}`, secret: addresses.zoomWebhookSecret };
  try {
    const signal = AbortSignal.timeout(PATIENCE_MS);
    const response = await fetch(control, { method: 'POST', body: JSON.stringify(target), signal });
    const { validated } = (await response.json()) as { validated?: boolean };
    return validated === true ? null : 'The Zoom simulator could not send its events here.';
  } catch {
    return 'The Zoom simulator does not take the address for its events.';
  }
}
