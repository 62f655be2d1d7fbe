// Asks what standard input lists as JSON: [{ address, port, method, path, headers, body }]; answers as a list in the same order. A few at a time.
import { request } from 'node:http';
import { text } from 'node:stream/consumers';

const questions = JSON.parse(await text(process.stdin));
const answers = [];

function ask({ address, port, method, path, headers, body }) {
  return new Promise((resolve) => {
    const failed = (error) => resolve({ status: 0, headers: {}, body: error.message });
    const call = request({ host: address, port, method, path, headers, agent: false, timeout: 5000 }, (answer) => {
      let received = '';
      answer.setEncoding('utf8').on('data', (piece) => (received += piece));
      answer.on('error', failed);
      answer.on('end', () => resolve({ status: answer.statusCode, headers: answer.headers, body: received }));
    });
    call.on('timeout', () => call.destroy(new Error('timeout')));
    call.on('error', failed);
    call.end(body === undefined ? undefined : 'x'.repeat(body));
  });
}

let next = 0;
async function work() {
  while (next < questions.length) {
    const index = next++;
    answers[index] = await ask(questions[index]);
  }
}
await Promise.all(Array.from({ length: 8 }, work));
console.log(JSON.stringify(answers));
