import { describe, expect, it } from "vitest";
import { tokenLogin } from "#cli/adapters/kafka/token-login.js";
import { ServiceError } from "#cli/errors.js";

type Provider = ReturnType<typeof tokenLogin>["authenticationProvider"];
type Arguments = Parameters<Provider>[0];

/** Logs in at a broker that answers with these bytes, or with this error; resolves with what it got. */
async function logIn(answer: string | Error): Promise<string> {
  let sent = "";
  const saslAuthenticate: Arguments["saslAuthenticate"] = async ({ request, response }) => {
    sent = (await request.encode()).toString("latin1");
    if (typeof answer !== "string") throw answer;
    const withSize = Buffer.concat([Buffer.from([0, 0, 0, answer.length]), Buffer.from(answer)]);
    return response?.parse(await response.decode(withSize));
  };
  const { authenticationProvider } = tokenLogin(() => Promise.resolve("a-token-4417"));
  const given = { host: "kafka", port: 9093, saslAuthenticate } as unknown as Arguments;
  await authenticationProvider(given).authenticate();
  return sent;
}

describe("OAUTHBEARER", () => {
  it("sends the token as RFC 7628 has it, behind its length", async () => {
    const message = "n,,\u0001auth=Bearer a-token-4417\u0001\u0001";
    expect(await logIn("")).toBe(`\u0000\u0000\u0000${String.fromCharCode(message.length)}${message}`);
  });

  it.each([
    ['{"status":"invalid_token"}', ["invalid_token"]],
    ['{"status":{"token":"a-token-4417"}}', []],
    ["a-token-4417 is bad", []],
  ])("reads the refusal %s, and shows nothing else of it", async (answer, lines) => {
    const error: unknown = await logIn(answer).catch((caught: unknown) => caught);
    expect(error).toBeInstanceOf(ServiceError);
    expect(error).toMatchObject({ message: "Kafka refuses the token", where: "kafka:9093", lines });
  });
  it("knows the refusal of what has not the form of a token", async () => {
    const words = "Authentication failed: a-token-4417";
    const failed = Object.assign(new Error(words), { type: "SASL_AUTHENTICATION_FAILED" });
    const error: unknown = await logIn(failed).catch((caught: unknown) => caught);
    expect(error).toBeInstanceOf(ServiceError);
    expect(error).toMatchObject({ message: "Kafka refuses the token", lines: [] });
    const other = new Error("it is gone");
    await expect(logIn(other)).rejects.toBe(other);
  });
});
