// App names and endpoints that Heroku would reject are reported before use.

import assert from "node:assert/strict";
import { test } from "node:test";
import { checkEndpoint, isAppName } from "../../../www/src/connect/checks.js";

test("takes the app names that Heroku takes", () => {
  for (const name of ["abc", "a1-", "my-app-2", "a".repeat(30)]) {
    assert.equal(isAppName(name), !name.endsWith("-"), name);
  }
  for (const name of [
    "ab",
    "a".repeat(31),
    "My-app",
    "1app",
    "-app",
    "a_b",
    "a b",
    "앱이름",
    "abc\n",
  ]) {
    assert.equal(isAppName(name), false, name);
  }
});

test("takes an endpoint as it is", () => {
  const { url, remarks } = checkEndpoint("  https://drain.example.com/logs?a=b ");
  assert.deepEqual({ url, remarks }, { url: "https://drain.example.com/logs?a=b", remarks: [] });
  assert.equal(checkEndpoint("https://example.com/a b#part").url, "https://example.com/a%20b");
});

test("turns down what no drain can have", () => {
  for (const text of ["example.com/logs", "https://", "//example.com", "-a"]) {
    assert.deepEqual(checkEndpoint(text), { url: undefined, remarks: ["invalid"] }, text);
  }
  for (const text of ["syslog://example.com", "javascript:alert(1)", "localhost:8080"]) {
    assert.deepEqual(checkEndpoint(text), { url: undefined, remarks: ["scheme"] }, text);
  }
});

test("warns of what can be read on its way, and of passwords in sight", () => {
  assert.deepEqual(checkEndpoint("http://example.com").remarks, ["plain"]);
  assert.deepEqual(checkEndpoint("https://user:pw@example.com").remarks, ["credentials"]);
  assert.deepEqual(checkEndpoint("http://user@localhost").remarks, [
    "plain",
    "credentials",
    "local",
  ]);
});

test("warns of hosts that Heroku does not reach", () => {
  const local = [
    ..."localhost a.localhost mymac.local logs.internal server 127.0.0.1 0x7f.1 10.1.2.3".split(
      " ",
    ),
    ..."192.168.0.10 172.16.0.1 172.31.9.9 169.254.1.1 0.0.0.0 [::1] [::] [fd00::1] [fe80::1]".split(
      " ",
    ),
  ];
  for (const host of local) {
    assert.deepEqual(checkEndpoint(`https://${host}:8080/`).remarks, ["local"], host);
  }
  const reached = "example.com 172.32.0.1 11.0.0.1 192.169.0.1 localhost.example.com [2001:db8::1]";
  for (const host of reached.split(" ")) {
    assert.deepEqual(checkEndpoint(`https://${host}/`).remarks, [], host);
  }
});
