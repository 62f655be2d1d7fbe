// Keeps asking a URL, a new connection each time, until a file is gone; then says what came back.
// node steady-client.mjs FILE ADDRESS PORT HOST
import { existsSync } from 'node:fs';
import { request } from 'node:http';

const [file = '', host, port, name = ''] = process.argv.slice(2);
const pods = {};
const failures = [];

function ask() {
  return new Promise((resolve) => {
    const started = Date.now();
    const fail = (why) => resolve(void failures.push(`${new Date(started).toISOString()} ${why} after ${Date.now() - started} ms`));
    const call = request({ host, port, path: '/hostname', headers: { host: name }, agent: false, timeout: 5000 }, (answer) => {
      let body = '';
      answer.setEncoding('utf8').on('data', (text) => (body += text));
      answer.on('error', (error) => fail(error.message));
      answer.on('end', () => {
        if (answer.statusCode !== 200) return fail(`status ${answer.statusCode}`);
        pods[body] = (pods[body] ?? 0) + 1;
        resolve();
      });
    });
    call.on('timeout', () => call.destroy(new Error('timeout')));
    call.on('error', (error) => fail(error.message));
    call.end();
  });
}

/** Two callers, some forty requests a second together. */
async function keepAsking() {
  while (existsSync(file)) {
    await ask();
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}
await Promise.all([keepAsking(), keepAsking()]);
console.log(JSON.stringify({ pods, failures }));
