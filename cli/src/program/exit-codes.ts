/** What the process ends with, by name; errors.ts holds the codes of errors. docs/reference/exit-codes.md is made of it. */
export const exitCodes = {
  clean: { code: 0, meaning: "done, and nothing is wrong" },
  failed: { code: 1, meaning: "could not be done, or not all of it: a file is wrong, a server refuses" },
  usage: { code: 2, meaning: "wrong usage of the command line; nothing was done" },
  findings: { code: 3, meaning: "done, and there is something to look at: a difference, a missing row" },
  unjudged: { code: 4, meaning: "nothing wrong was seen, and not all could be judged" },
  interrupted: { code: 130, meaning: "ended by Ctrl-C, SIGTERM or SIGHUP" },
} as const;
