import { spawn } from 'node:child_process';
import { once } from 'node:events';

/** A private virtual display. */
export interface Display {
  /** Value for `DISPLAY`. */
  readonly name: string;
  stop(): Promise<void>;
}

/**
 * Starts Xvfb on a number it chooses itself (`-displayfd`), so any number of test runs on one machine never collide.
 * Ended by its own process id.
 */
export async function startDisplay(size: { readonly width: number; readonly height: number }): Promise<Display> {
  const screen = `${size.width}x${size.height}x24`;
  const server = spawn('Xvfb', ['-displayfd', '3', '-screen', '0', screen, '-nolisten', 'tcp', '-noreset'], {
    stdio: ['ignore', 'ignore', 'pipe', 'pipe'],
  });
  const [, , complaints, numbers] = server.stdio;
  if (complaints === null || numbers === null || numbers === undefined) throw new Error('Xvfb has no pipes');
  let said = '';
  complaints.on('data', (chunk: Buffer) => (said += chunk.toString()));
  const number = await new Promise<string>((resolve, reject) => {
    let text = '';
    numbers.on('data', (chunk: Buffer) => {
      text += chunk.toString();
      if (text.endsWith('\n')) resolve(text.trim());
    });
    server.once('error', reject);
    server.once('exit', (code) => reject(new Error(`Xvfb ended with code ${code}: ${said}`)));
  });
  return {
    name: `:${number}`,
    async stop() {
      if (server.exitCode !== null || server.signalCode !== null) return;
      const gone = once(server, 'exit');
      server.kill('SIGTERM');
      await gone;
    },
  };
}
