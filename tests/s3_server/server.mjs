// A real S3 server (the npm package s3rver) in a temporary folder on a free port of 127.0.0.1: for
// tests. Prints {"endpoint", "bucket", "access_key", "secret_key"} when it is ready; ends, and leaves
// nothing, when its input does. It checks access keys, but calculates no signatures of version 4.
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import S3rver from "s3rver";

const directory = mkdtempSync(join(tmpdir(), "pixiu-s3-"));
const server = new S3rver({
  address: "127.0.0.1",
  port: 0,
  silent: true,
  directory,
  configureBuckets: [{ name: "evidence", configs: [] }],
});
const { port } = await server.run();
console.log(
  JSON.stringify({
    endpoint: `http://127.0.0.1:${port}`,
    bucket: "evidence",
    access_key: "S3RVER",
    secret_key: "S3RVER",
  }),
);
const end = () => {
  rmSync(directory, { recursive: true, force: true });
  process.exit(0);
};
process.stdin.resume();
process.stdin.on("end", end);
process.on("SIGTERM", end);
