import type { Client, Connection, Submittable } from 'pg';

/** One `COPY … FROM STDIN` of text rows: the quickest way PostgreSQL takes rows in, and so the limit of an ingest. */
export function copyIn(client: Client, sql: string, rows: Buffer): Promise<void> {
  return new Promise((resolve, reject) => {
    const copy: Submittable & Readonly<Record<string, unknown>> = {
      submit: (connection: Connection) => {
        connection.stream.write(message('Q', Buffer.from(`${sql}\0`, 'utf8')));
      },
      handleCopyInResponse: (connection: Connection) => {
        connection.stream.write(Buffer.concat([message('d', rows), message('c', Buffer.alloc(0))]));
      },
      handleCommandComplete: () => undefined,
      handleReadyForQuery: () => resolve(),
      handleError: (error: Error) => reject(error),
    };
    client.query(copy);
  });
}

/** A message of the wire protocol: its letter, its length with the length itself, its bytes. */
function message(letter: string, body: Buffer): Buffer {
  const head = Buffer.alloc(5);
  head.write(letter, 0, 'latin1');
  head.writeInt32BE(body.length + 4, 1);
  return Buffer.concat([head, body]);
}
