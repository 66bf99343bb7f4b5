import type { Discovery as BusDiscovery } from '../../native-bridge/discovery.ts';
import { discoverDevices } from '../../native-bridge/discovery.ts';
import type { Discovery } from './handlers.ts';

/** Ports and devices that this machine shows now, and which bus cannot be read and why. Never rejects. */
export async function discover(look: () => Promise<BusDiscovery> = discoverDevices): Promise<Discovery> {
  try {
    const { found, unavailable } = await look();
    return { found: found.map((one) => ({ ...one })), unavailable: unavailable.map((one) => ({ ...one })) };
  } catch (error) {
    const detail = error instanceof Error ? error.message : String(error);
    return { found: [], unavailable: [{ bus: 'all', code: 'failed', detail }] };
  }
}
