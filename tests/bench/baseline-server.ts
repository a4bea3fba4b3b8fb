// What receiving costs without doing anything: reads each body, parses it as JSON, answers. Run by `ingest.ts` as a
// process of its own, as the relay is.
import { createServer } from 'node:http';

const server = createServer((request, response) => {
	const chunks: Buffer[] = [];
	request.on('data', (chunk: Buffer) => chunks.push(chunk));
	request.on('end', () => {
		JSON.parse(Buffer.concat(chunks).toString());
		response.setHeader('content-type', 'application/json');
		response.end('{}');
	});
});
server.listen(0, '127.0.0.1', () => {
	const address = server.address();
	if (address && typeof address === 'object') process.stdout.write(`${address.port}\n`);
});
process.on('disconnect', () => process.exit());
