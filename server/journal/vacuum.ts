// Worker thread: writes the database named in `workerData` anew, without the gaps that deleting leaves.
import { DatabaseSync } from 'node:sqlite';
import { workerData } from 'node:worker_threads';

const db = new DatabaseSync(workerData as string, { timeout: 30_000 });
db.exec('PRAGMA temp_store = MEMORY; VACUUM');
db.close();
