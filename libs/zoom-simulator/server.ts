import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as wait } from 'node:timers/promises';
import { serveApi } from './api';
import { Clock } from './clock';
import { serveControl, type Desk } from './control';
import { ZoomError } from './errors';
import { ControlError, Faults, type Fault } from './faults';
import { bearerToken, callOf, readBody, send, type Answer, type Call } from './http';
import { newTrackingId } from './ids';
import { joinPage, startPage } from './join';
import { authorize, revoke, token, userOfForm } from './oauth';
import { problemPage, welcomePage } from './pages';
import { RequestRates } from './quota';
import { RequestLog } from './request-log';
import { Store } from './state';
import { ownerOfToken } from './tokens';
import { Webhooks } from './webhooks';
import type { World } from './world';

export interface ZoomSimulatorOptions {
  /** 0 takes any free one. */
  port: number;
  /** Default 127.0.0.1. */
  host?: string;
  /** Where the state outlives the process; null (the default) keeps it in memory. */
  stateFile?: string | null;
  /** The app's credentials; what is not given is not checked. */
  clientId?: string;
  clientSecret?: string;
  /** Epoch milliseconds; `POST /_sim/clock` shifts it. Default: the machine's clock. */
  now?: () => number;
}

export interface ZoomSimulator {
  url: string;
  port: number;
  /** Ends in /v2. */
  apiUrl: string;
  /** Ends in /oauth. */
  oauthUrl: string;
  close(): Promise<void>;
}

/** How long a request that a fault leaves without an answer is held. */
const HOLD = 60_000;

function asAnswer(error: unknown, control: boolean): Answer {
  if (error instanceof ControlError) return { status: error.status, json: { error: error.message } };
  if (error instanceof ZoomError) {
    return { status: error.status, headers: error.headers, json: control ? { error: error.message } : error.body };
  }
  const message = error instanceof Error ? error.message : String(error);
  return { status: 500, json: control ? { error: message } : { code: 500, message } };
}

/** The part of the address space that Zoom itself has, with faults and the log. */
class ZoomSide {
  constructor(
    private readonly desk: Desk,
    private readonly closing: AbortSignal,
  ) {}

  async serve(call: Call, response: ServerResponse): Promise<void> {
    const email = this.emailOf(call);
    const answered = this.desk.log.open(call, this.desk.world.clock.now(), email);
    const fault = this.desk.faults.take(call.method, call.path, email);
    const answer = await this.answer(call, fault);
    if (answer === 'nothing') hold(response);
    else if (answer === 'reset') response.socket?.resetAndDestroy();
    else {
      answered(answer.status);
      send(response, answer);
    }
  }

  private emailOf(call: Call): string | null {
    const { state } = this.desk.world;
    const user = call.path.startsWith('/oauth/')
      ? userOfForm(state, call)
      : ownerOfToken(state, bearerToken(call.headers) ?? '');
    return user?.email ?? null;
  }

  private async answer(call: Call, fault: Fault | null): Promise<Answer | 'nothing' | 'reset'> {
    if (fault === null) return this.work(call);
    if (fault.delayMs > 0) await wait(fault.delayMs, undefined, { signal: this.closing, ref: false });
    if (fault.kind === 'reset') return 'reset';
    if (fault.kind === 'timeout') return 'nothing';
    if (fault.kind === 'slow') return this.work(call);
    if (fault.kind === 'status' || fault.kind === 'html') return faultAnswer(fault);
    await this.work(call);
    return fault.kind === 'reset-after-commit' ? 'reset' : 'nothing';
  }

  /** What was changed is on disk before anybody hears of it, refusals and reads included. */
  private async work(call: Call): Promise<Answer> {
    const headers: Record<string, string> = {};
    let answer: Answer;
    try {
      answer = this.route(call, (noted) => Object.assign(headers, noted));
    } catch (error) {
      answer = asAnswer(error, false);
    }
    await this.desk.world.store.flush();
    // The refusal of a spent day has headers of its own, and no others.
    const own = Object.keys(answer.headers ?? {}).length > 0;
    return own ? answer : { ...answer, headers };
  }

  private route(call: Call, note: (headers: Record<string, string>) => void): Answer {
    const { world } = this.desk;
    if (call.method === 'POST' && call.path === '/oauth/token') return token(world, call);
    if (call.method === 'POST' && call.path === '/oauth/revoke') return revoke(world, call);
    return serveApi(world, call, note);
  }
}

function faultAnswer({ kind, status, body, headers }: Fault): Answer {
  const page = `<html><head><title>${status}</title></head><body><h1>${status}</h1></body></html>`;
  if (typeof body === 'string') return { status, headers, html: body };
  if (kind === 'html') return { status, headers, html: page };
  return { status, headers, json: body ?? { code: status, message: 'Internal Error.' } };
}

function hold(response: ServerResponse): void {
  const timer = setTimeout(() => response.destroy(), HOLD).unref();
  response.once('close', () => {
    clearTimeout(timer);
  });
}

const isZoomSide = (path: string): boolean => /^\/v2(\/|$)|^\/oauth\/(token|revoke)$/.test(path);

async function elsewhere(desk: Desk, call: Call): Promise<Answer> {
  const { world } = desk;
  const control = call.path.startsWith('/_sim/');
  try {
    const answer = control ? await serveControl(desk, call) : pageFor(world, call);
    await world.store.flush();
    return answer;
  } catch (error) {
    return asAnswer(error, control);
  }
}

function pageFor(world: World, call: Call): Answer {
  if (call.method === 'GET' && call.path === '/') return welcomePage([...world.state.users.values()]);
  const id = /^\/[js]\/(\d{1,15})$/.exec(call.path)?.[1];
  if (call.method === 'GET' && call.path === '/oauth/authorize') return authorize(world, call);
  if (call.method === 'GET' && id !== undefined) {
    return call.path.startsWith('/j/') ? joinPage(world, id, call.query) : startPage(world, id, call.query);
  }
  return problemPage(404, 'Not found', 'The Zoom simulator has no such page.');
}

async function listen(server: Server, port: number, host: string): Promise<AddressInfo> {
  server.listen(port, host);
  try {
    await once(server, 'listening');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EADDRINUSE') throw error;
    throw new Error(
      `The Zoom simulator cannot listen: port ${port} on ${host} is in use; choose another with ZOOM_SIMULATOR_PORT.`,
      { cause: error },
    );
  }
  return server.address() as AddressInfo;
}

/** A host that means "every address" is reached at the loopback one. */
const reachable = (host: string): string => {
  if (host === '0.0.0.0' || host === '::') return '127.0.0.1';
  return host.includes(':') ? `[${host}]` : host;
};

function openDesk(options: ZoomSimulatorOptions): Desk {
  const { stateFile = null } = options;
  const store = new Store(stateFile);
  const clock = new Clock(options.now ?? Date.now);
  const world: World = {
    store,
    state: store.data,
    clock,
    rates: new RequestRates(),
    webhooks: new Webhooks(store.data, clock),
    origin: '',
    client: { id: options.clientId ?? null, secret: options.clientSecret ?? null },
  };
  return { world, faults: new Faults(), log: new RequestLog(stateFile && `${stateFile}.requests`) };
}

export async function startZoomSimulator(options: ZoomSimulatorOptions): Promise<ZoomSimulator> {
  const desk = openDesk(options);
  const { world } = desk;
  const closing = new AbortController();
  const zoom = new ZoomSide(desk, closing.signal);
  const handle = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    response.setHeader('x-zm-trackingid', newTrackingId());
    const call = callOf(request, await readBody(request));
    if (isZoomSide(call.path)) await zoom.serve(call, response);
    else send(response, await elsewhere(desk, call));
  };
  const server = createServer((request, response) => {
    handle(request, response).catch((error: unknown) => {
      send(response, asAnswer(error, false));
    });
  });
  const host = options.host ?? '127.0.0.1';
  const { port } = await listen(server, options.port, host).catch(async (error: unknown) => {
    await world.webhooks.close();
    throw error;
  });
  world.origin = `http://${reachable(host)}:${port}`;
  return {
    url: world.origin,
    port,
    apiUrl: `${world.origin}/v2`,
    oauthUrl: `${world.origin}/oauth`,
    async close() {
      closing.abort();
      server.close();
      server.closeAllConnections();
      await world.webhooks.close();
      await world.store.flush();
    },
  };
}
