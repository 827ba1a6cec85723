// Where everything goes that a run leaves behind: pictures, traces, logs, reports.
import { join } from "node:path";

/** `E2E_ARTIFACTS` names another folder, so that two runs in one checkout do not disturb each other. */
export const ARTIFACTS = process.env.E2E_ARTIFACTS ?? join(import.meta.dirname, "../artifacts");
