/**
 * What the process that hosts core and core tell each other, apart from the frames. A host message has the key `host`,
 * a frame has the key `frame`, so both travel on one channel.
 *
 * As a child of Node (`process.send`) host messages and the frames of the current connection share the IPC channel; as
 * a utility process (`process.parentPort`) only host messages do, and `connect` carries the port of the connection.
 * Core ends when the channel is disconnected: a core without its host serves nobody.
 */
export type HostMessage =
  /** First of all, once. `wrappingKey` (base64, 32 bytes) wraps core's key file where the system keeps secrets. */
  | { readonly host: 'start'; readonly wrappingKey: string | null }
  /** A page has connected. Core closes the connection before it, then answers `connected`. */
  | { readonly host: 'connect'; readonly connection: number }
  /** End in order: finish the write at hand, close the database, exit with 0. */
  | { readonly host: 'stop' };

export type CoreMessage =
  /** From here on every frame belongs to this connection; the host drops what came before. */
  | { readonly host: 'connected'; readonly connection: number }
  /** Core cannot start here and will not on a second try (`database_from_future`, `station_in_use`); it exits. */
  | { readonly host: 'refused'; readonly code: string };

/** Whether a message of the channel is meant for the host or by it, not a frame. */
export function isHostMessage(message: unknown): message is { readonly host: string } {
  return typeof message === 'object' && message !== null && 'host' in message && typeof message.host === 'string';
}

/** Reads what core says to its host; null for a frame or anything else. */
export function readCoreMessage(message: unknown): CoreMessage | null {
  if (!isHostMessage(message)) return null;
  if (message.host === 'connected' && 'connection' in message && typeof message.connection === 'number')
    return { host: 'connected', connection: message.connection };
  if (message.host === 'refused' && 'code' in message && typeof message.code === 'string')
    return { host: 'refused', code: message.code };
  return null;
}

/** Reads what the host says to core; null for a frame or anything else. */
export function readHostMessage(message: unknown): HostMessage | null {
  if (!isHostMessage(message)) return null;
  if (message.host === 'start' && 'wrappingKey' in message)
    return { host: 'start', wrappingKey: typeof message.wrappingKey === 'string' ? message.wrappingKey : null };
  if (message.host === 'connect' && 'connection' in message && typeof message.connection === 'number')
    return { host: 'connect', connection: message.connection };
  return message.host === 'stop' ? { host: 'stop' } : null;
}
