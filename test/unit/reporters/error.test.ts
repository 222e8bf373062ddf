import { expect, it } from "vitest";
import { InputError } from "#cli/errors.js";
import { errorText, failureOf } from "#cli/reporters/error.js";

it("lets no text of a record or a server begin a line or reach the terminal raw", () => {
  const error = new InputError('"\u001b[1A\nshop.sales: clean" is no date', { where: "t-0@1\u0007" });
  expect(errorText(error, { width: 80, color: false }, false)).toBe(
    'error: "\\u001b[1A\n       shop.sales: clean" is no date\n   at: t-0@1\\u0007\n',
  );
  const traced = errorText(error, { width: 80, color: false }, true);
  const defect = errorText(new TypeError("\u001b[31m is no name"), { width: 80, color: false }, true);
  for (const text of [traced, defect]) expect(text.replaceAll("\n", "")).not.toMatch(/\p{Cc}/u);
  expect(failureOf(error)).toMatchObject({ error: { message: '"\u001b[1A\nshop.sales: clean" is no date' } });
});
