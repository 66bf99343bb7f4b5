import { nodeIpcTransport } from '../transports/node-ipc.ts';
import { fixtureServer } from './contract-fixture.ts';

// A child process that serves the small contract over its IPC channel.
const transport = nodeIpcTransport(process);
transport.onClose(() => process.exit(0));
fixtureServer().attach(transport);
