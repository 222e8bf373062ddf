import { expect, it } from "vitest";
import { takesWriteTime } from "#cli/core/sinks/cassink/query-write-time.js";

it.each([
  ["INSERT INTO k.t (a, b) VALUES (:a, :b)", true],
  ["INSERT INTO k.t (a, b) VALUES (:a, :b) USING TTL 5", true],
  ["insert into k.t (a, b) values (:a, :b) using ttl 5 and timestamp :w", false],
  ["INSERT INTO k.t (a, b) VALUES (:a, 'IF') -- IF NOT EXISTS", true],
  ["INSERT INTO k.t (a, b) VALUES (:a, :b) IF NOT EXISTS", false],
  ["UPDATE k.t USING TIMESTAMP :w SET b = :b WHERE a = :a", false],
  ['UPDATE k.t SET "TIMESTAMP" = :b, timestamp = :c WHERE a = :a', true],
  ["DELETE FROM k.t USING TIMESTAMP :w WHERE a = :a IF EXISTS", false],
  [
    "BEGIN BATCH USING TIMESTAMP :w UPDATE k.t SET b = 1 WHERE a = :a; DELETE b FROM k.u WHERE a = :a; APPLY BATCH",
    false,
  ],
  [
    "BEGIN BATCH UPDATE k.t USING TIMESTAMP 1 SET b = 1 WHERE a = :a; DELETE b FROM k.u WHERE a = :a; APPLY BATCH",
    true,
  ],
])("%s takes a write time of the sink: %s", (query, takes) => {
  expect(takesWriteTime(query)).toBe(takes);
});
