import { writeSync } from 'node:fs';
import { openStation } from '../db/open.ts';
import { write } from '../db/write.ts';
import { newUuid } from '../new-id.ts';
import { projectors } from '../projectors.ts';
import { systemClock } from '../system-clock.ts';

// A station that appends until it is killed and says each number once it is durable. Writes in ones and in threes, since
// a kill may fall between the events of one transaction.
const opened = openStation({
  directory: process.argv[2] ?? '',
  clock: systemClock(),
  newId: newUuid,
  appVersion: '0.1.0',
  projectors,
});
if (!opened.ok) {
  writeSync(2, JSON.stringify(opened.refused));
  process.exit(3);
}
const database = opened.value;
for (let turn = 0; ; turn += 1) {
  const last = write(database, ({ append, putBlob }) => {
    let seq = 0;
    for (let index = 0; index <= (turn % 3) * 2; index += 1) {
      const user = `u-${turn % 5}`;
      seq = append({ type: 'user_signed_in', payload: { method: 'password' }, user, scanId: newUuid() }).seq;
    }
    putBlob(Buffer.from(`label ${seq}`));
    return seq;
  });
  writeSync(1, `${last}\n`);
}
