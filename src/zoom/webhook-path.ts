/** Where Zoom sends its events, below the public address. */
export const WEBHOOK_PATH = 'v1/integrations/zoom/webhooks';
