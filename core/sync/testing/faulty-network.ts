import { createServer } from 'node:http';
import type { IncomingMessage, ServerResponse } from 'node:http';

/** What becomes of a request on its way: the next ones in order, then everything passes. */
export type Fault =
  /** Never arrives. */
  | 'request_lost'
  /** Arrives and is answered; the answer is lost. */
  | 'answer_lost'
  /** Arrives twice, one after the other; the second answer is the one that comes back. */
  | 'twice'
  /** Half of its bytes arrive, then the line is cut. */
  | 'cut_short'
  /** A proxy answers in the gateway's place. */
  | 'foreign_page'
  /** The gateway wants fewer at once. */
  | 'too_many'
  | 'pass';

export interface FaultyNetwork {
  readonly url: string;
  /** The gateway behind it; may change as a gateway does that starts anew. */
  target: string;
  /** Faults of the next requests whose path contains `path`. */
  next(path: string, ...faults: readonly Fault[]): void;
  /** Paths of all requests, in order. */
  readonly seen: string[];
  close(): Promise<void>;
}

/** A network between station and gateway that fails as it is told. */
export async function faultyNetwork(target: string): Promise<FaultyNetwork> {
  const plans: { readonly path: string; readonly faults: Fault[] }[] = [];
  const server = createServer((request, response) => {
    void handle(request, response).catch(() => response.destroy());
  });
  const network: FaultyNetwork = {
    url: '',
    target,
    next: (path, ...faults) => void plans.push({ path, faults: [...faults] }),
    seen: [],
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };

  async function handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const path = request.url ?? '/';
    network.seen.push(`${request.method} ${path}`);
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const body = Buffer.concat(chunks);
    const plan = plans.find((one) => path.includes(one.path) && one.faults.length > 0);
    const fault = plan?.faults.shift() ?? 'pass';
    if (fault === 'request_lost') return void response.destroy();
    if (fault === 'foreign_page')
      return void response.writeHead(200, { 'content-type': 'text/html' }).end('<html>login</html>');
    if (fault === 'too_many')
      return void response.writeHead(429, { 'content-type': 'application/json' }).end('{"code":"rate_limited"}');
    if (fault === 'cut_short') {
      await forward(request, path, body.subarray(0, body.length / 2));
      return void response.destroy();
    }
    if (fault === 'twice') await forward(request, path, body);
    const answer = await forward(request, path, body);
    if (fault === 'answer_lost') return void response.destroy();
    response.writeHead(answer.status, { 'content-type': 'application/json' }).end(answer.text);
  }

  async function forward(
    request: IncomingMessage,
    path: string,
    body: Buffer,
  ): Promise<{ status: number; text: string }> {
    const headers = new Headers();
    for (const [name, value] of Object.entries(request.headers)) {
      const own = name.startsWith('x-station') || name === 'content-type' || name === 'content-encoding';
      if (own && typeof value === 'string') headers.set(name, value);
    }
    const init = request.method === 'POST' ? { method: 'POST', headers, body: new Uint8Array(body) } : { headers };
    const answer = await fetch(`${network.target}${path}`, init);
    return { status: answer.status, text: await answer.text() };
  }

  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no address');
  return Object.assign(network, { url: `http://127.0.0.1:${address.port}` });
}
