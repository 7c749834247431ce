// makers.mjs DIR KEY CERTIFICATE: a proxy that leads every https URL to DIR/HOST/PATH and says its port. Beside a FILE.broken, FILE breaks off.
import { createReadStream, existsSync, readFileSync } from "node:fs";
import { createServer } from "node:http";
import { createServer as createTlsServer } from "node:https";

const [dir, key, cert] = process.argv.slice(2);

const makers = createTlsServer({ key: readFileSync(key), cert: readFileSync(cert) }, (request, response) => {
  const file = `${dir}/${request.headers.host}${request.url}`;
  if (!existsSync(file)) return response.writeHead(404).end();
  if (!existsSync(`${file}.broken`)) return createReadStream(file).pipe(response);
  response.writeHead(200, { "content-length": 1_000_000 }).write("half", () => response.destroy());
});

const proxy = createServer().on("connect", (_request, socket) => {
  socket.write("HTTP/1.1 200 Connection established\r\n\r\n");
  makers.emit("connection", socket);
});
proxy.listen(0, "127.0.0.1", () => console.log(proxy.address().port));
process.stdin.on("end", () => process.exit()).resume();
