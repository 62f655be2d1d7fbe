// Calls grpc.health.v1.Health/Check by HTTP/2 and says grpc-status and the answer's bytes in hexadecimal.
// node grpc-client.mjs http(s)://ADDRESS:PORT HOST
import { connect } from 'node:http2';

const [url = '', host = ''] = process.argv.slice(2);
const session = connect(url, { rejectUnauthorized: false, servername: host });
const seen = { grpcStatus: '', status: 0, body: '' };
const say = (error) => {
  console.log(JSON.stringify(error ? { ...seen, error: error.message } : seen));
  session.destroy();
};
session.on('error', say);
const call = session.request({
  ':method': 'POST',
  ':path': '/grpc.health.v1.Health/Check',
  ':authority': host,
  'content-type': 'application/grpc',
  te: 'trailers',
});
call.setTimeout(5000, () => say(new Error('timeout')));
call.on('response', (headers) => {
  seen.status = headers[':status'];
  seen.grpcStatus = String(headers['grpc-status'] ?? '');
});
call.on('trailers', (headers) => (seen.grpcStatus = String(headers['grpc-status'] ?? '')));
call.on('data', (bytes) => (seen.body += bytes.toString('hex')));
call.on('error', say);
call.on('end', () => say());
// one message, not compressed, of no bytes: the health of the whole server
call.end(Buffer.alloc(5));
