import encodeRecord from "kafkajs/src/protocol/recordBatch/record/v0/index.js";
import { expect, it } from "vitest";
import { messageHeaders } from "#cli/adapters/kafka/message-headers.js";
import { type RecordBatch, recordsOf } from "#cli/adapters/kafka/record-batch.js";

const batch: Omit<RecordBatch, "payload"> = {
  baseOffset: 0,
  lastOffset: 0,
  recordCount: 1,
  compression: "none",
  control: false,
  transactional: false,
  producerId: -1,
  baseTimestamp: 0,
  appendTimestamp: undefined,
};

it("kafkajs writes headers in their order, with repeated names, bytes and nulls", () => {
  const headers = [
    { key: "a", value: Buffer.from("1") },
    { key: "b", value: null },
    { key: "a", value: Buffer.from([0xff, 0]) },
    { key: "", value: Buffer.alloc(0) },
    { key: "ü".repeat(100), value: null },
  ];
  const message = { key: null, value: Buffer.from("v"), headers: messageHeaders(headers) };
  // A batch that is sent again is written again.
  for (let time = 0; time < 2; time++) {
    const payload = encodeRecord(message).buffer;
    const [record] = recordsOf({ ...batch, payload }, 0, 0, 1);
    expect(record?.headers).toEqual(headers);
    expect(record?.value).toEqual(Buffer.from("v"));
  }
});
