// Tests of rain-app.mjs against a real server:
//
//   mxit serve --dev &
//   node --test samples/tests-in-javascript
import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";
import { RainApp } from "./rain-app.mjs";

const address = process.env.MXIT_ADDRESS ?? "http://127.0.0.1:5080";
const alice = "m10000000001";

// Controls the server: its clock, faults, requests and data. See docs/testing.md.
const dev = async (method, path, body) => {
  const response = await fetch(`${address}/dev${path}`, {
    method,
    headers: { "Content-Type": "application/json" },
    body: body && JSON.stringify(body),
  });
  const text = await response.text();
  if (!response.ok) throw new Error(text);
  return text ? JSON.parse(text) : null;
};

// Forgets everything, and waits until the server is there again.
const reset = async () => {
  const before = (await dev("GET", "")).run;
  await dev("POST", "/reset");
  for (let attempt = 0; attempt < 600; attempt++) {
    const now = await dev("GET", "").catch(() => null);
    if (now && now.run !== before) return;
    await new Promise((done) => setTimeout(done, 100));
  }

  throw new Error("The server did not come back.");
};

const sent = async () => (await dev("GET", "/requests?path=/message/send")).map((request) => request.status);

let app;
beforeEach(async () => {
  await reset();
  app = new RainApp(address, "1".repeat(32), "2".repeat(32));
});

test("a message is sent", async () => {
  await app.tell(alice, "Rain at four");
  assert.deepEqual(await sent(), [200]);
});

test("a server that is busy is asked again", async () => {
  await dev("POST", "/faults", { kind: "status", status: 503, retryAfter: "1s", path: "/message/send", times: 1 });
  await app.tell(alice, "Rain at four");
  assert.deepEqual(await sent(), [503, 200]);
});

test("a token that has expired is renewed", async () => {
  await app.tell(alice, "Rain at four");
  await dev("POST", "/clock/advance", { by: "2h" });
  await app.tell(alice, "Rain at six");
  assert.deepEqual(await sent(), [200, 401, 200]);
});

test("nothing is left of the tests before", async () => {
  assert.deepEqual(await sent(), []);
  assert.deepEqual(await dev("GET", "/faults"), []);
});
