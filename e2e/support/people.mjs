// Who lives in the shared server.
import { join } from "node:path";
import { ARTIFACTS } from "./artifacts.mjs";

/** Where the shared server is written down, for every process of the tests. */
export const STATE = join(ARTIFACTS, "shared.json");

export const PEOPLE = {
  admin: { login: "ada", displayName: "Ada", password: "correct horse battery" },
  alice: { login: "alice", displayName: "Alice", password: "staple of the house" },
  bert: { login: "bert", displayName: "Bert", password: "quiet evening tea" },
};
