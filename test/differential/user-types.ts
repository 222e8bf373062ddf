/** User-defined types of every keyspace of a run; a type may use those before it. */
export const userTypes: Readonly<Record<string, string>> = {
  myudt: "udtmem1 int, udtmem2 text",
  mybooleanudt: "udtmem1 boolean, udtmem2 text",
  mylistudt: "a int, b text, c list<int>",
  mynestedudt: "title text, inner frozen<myudt>",
};
