/** Where the real or stand-in parts are found, settled at boot once the embedded ones run. */
export class Addresses {
  databaseUrl: string;
  /** Without a trailing slash. */
  publicUrl: string;
  /** With /v2. */
  zoomApiUrl: string;
  /** With /oauth. */
  zoomOauthUrl: string;
  zoomClientId: string;
  zoomClientSecret: string;
  /** Undefined: nobody's events are believed. */
  zoomWebhookSecret: string | undefined;
}
