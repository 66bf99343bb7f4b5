import { fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { describe } from 'vitest';
import { contractSuite } from '../testing/contract-suite.ts';
import { nodeIpcTransport } from './node-ipc.ts';

const childFile = fileURLToPath(new URL('../testing/contract-child.ts', import.meta.url));

describe('the contract over the IPC of a child process', () => {
  contractSuite(() => {
    const child = fork(childFile, [], { execArgv: [], serialization: 'json' });
    const ended = once(child, 'exit');
    return {
      transport: nodeIpcTransport(child),
      breakOff: () => void child.kill('SIGKILL'),
      async dispose() {
        child.kill('SIGKILL');
        await ended;
      },
    };
  });
});
