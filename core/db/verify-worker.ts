import { parentPort, workerData } from 'node:worker_threads';
import { openReadonlyFile } from './read-only.ts';
import { verifyLog } from './verify.ts';

// Runs in a worker thread with a connection of its own, so that scans are answered meanwhile.
const file = String(workerData);
const db = openReadonlyFile(file);
try {
  parentPort?.postMessage(verifyLog(db));
} finally {
  db.close();
}
