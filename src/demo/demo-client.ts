/** The API as the demo uses it: over HTTP, like anybody else. */
export class DemoClient {
  constructor(
    private readonly baseUrl: string,
    private readonly token: string | null = null,
  ) {}

  async get<Answer>(path: string): Promise<Answer> {
    return this.send<Answer>('GET', path);
  }

  async post<Answer>(path: string, body: object): Promise<Answer> {
    return this.send<Answer>('POST', path, body);
  }

  async put<Answer>(path: string, body: object): Promise<Answer> {
    return this.send<Answer>('PUT', path, body);
  }

  /** @returns null when nobody has this e-mail and password */
  async logIn(email: string, password: string): Promise<DemoClient | null> {
    const response = await this.fetch('POST', '/v1/auth/login', { email, password });
    if (!response.ok) return null;
    const { token } = (await response.json()) as { token: string };
    return new DemoClient(this.baseUrl, token);
  }

  private async send<Answer>(method: string, path: string, body?: object): Promise<Answer> {
    const response = await this.fetch(method, path, body);
    if (!response.ok) throw new Error(`${method} ${path} was answered ${response.status}: ${await response.text()}`);
    return (await response.json()) as Answer;
  }

  private fetch(method: string, path: string, body?: object): Promise<Response> {
    const url = path.startsWith('http') ? path : this.baseUrl + path;
    const headers: Record<string, string> = { accept: 'application/json' };
    if (body) headers['content-type'] = 'application/json';
    if (this.token) headers.authorization = `Bearer ${this.token}`;
    return fetch(url, { method, headers, body: body && JSON.stringify(body) });
  }
}
