// A MediaNest of the tests' own: a database, a server process that also serves the app, and the power to kill it.
import { execFile, spawn } from "node:child_process";
import { closeSync, mkdirSync, openSync } from "node:fs";
import { readFile, writeFile } from "node:fs/promises";
import { createServer } from "node:net";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { promisify } from "node:util";
import { ARTIFACTS } from "./artifacts.mjs";

/** What `cargo xtask e2e` says about this machine. */
export function given(name) {
  const value = process.env[`E2E_${name}`];
  if (!value) throw new Error(`E2E_${name} is not set: run the tests by \`cargo xtask e2e\``);
  return value;
}

const folder = join(ARTIFACTS, "servers");

/** A running server; what it holds can be written to a file and made again in another process. */
export class Server {
  constructor(fields) {
    Object.assign(this, fields);
  }

  /** Makes a database of that name and starts a server on it, with these further variables. */
  static async create(name, variables = {}) {
    mkdirSync(folder, { recursive: true });
    const database = `e2e_${name.replace(/\W/g, "_")}_${process.pid}`;
    await promisify(execFile)(given("PSQL"), [given("POSTGRES") + "/postgres", "--quiet", "--command", `CREATE DATABASE ${database}`]);
    const [api, web] = [await freePort(), await freePort()];
    const server = new Server({
      name,
      variables,
      database: `${given("POSTGRES")}/${database}`,
      apiPort: api,
      webPort: web,
      api: `http://localhost:${api}`,
      web: `http://localhost:${web}`,
      log: join(folder, `${name}.log`),
      pid: 0,
    });
    await server.start();
    return server;
  }

  /** The server that was written to a file. */
  static async written(file) {
    const server = new Server(JSON.parse(await readFile(file, "utf8")));
    server.file = file;
    return server;
  }

  /** Writes it down, now and whenever it is started again, so that every process of the tests knows it. */
  async write(file) {
    this.file = file;
    await writeFile(file, JSON.stringify(this));
  }

  /** What its commands need to know. */
  get environment() {
    return {
      ...process.env,
      DATABASE_URL: this.database,
      MEDIANEST_DATA_DIR: join(folder, `${this.name}-data`),
      MEDIANEST_LISTEN: `127.0.0.1:${this.apiPort}`,
      MEDIANEST_WEB_LISTEN: `127.0.0.1:${this.webPort}`,
      MEDIANEST_WEB_URL: this.web,
      MEDIANEST_WEB_FOLDER: given("DIST"),
      // The tests speak for visitors from many places.
      MEDIANEST_TRUSTED_PROXIES: "127.0.0.0/8,::1/128",
      // The host of pictures that a test is.
      MEDIANEST_IMAGES__NETWORKS: "127.0.0.1/32",
      // Cheap passwords: the tests sign in all the time.
      MEDIANEST_PASSWORDS__MEMORY_KIB: "1024",
      ...this.variables,
    };
  }

  /** Starts its process, and waits until it is ready. */
  async start() {
    const log = openSync(this.log, "a");
    const child = spawn(given("MEDIANEST"), ["serve"], { env: this.environment, stdio: ["ignore", log, log], detached: true });
    closeSync(log);
    child.unref();
    this.pid = child.pid;
    let ended = false;
    child.on("exit", () => (ended = true));
    for (let tries = 0; tries < 600 && !ended; tries += 1) {
      const ready = await fetch(`${this.api}/readyz`).then((response) => response.ok, () => false);
      if (ready) return this.file && this.write(this.file);
      await pause(100);
    }
    throw new Error(`the server "${this.name}" did not start:\n${await readFile(this.log, "utf8")}`);
  }

  /** Ends its process as a crash would (or, with SIGTERM, in order), and waits until it is gone. */
  async kill(signal = "SIGKILL") {
    process.kill(this.pid, signal);
    for (let tries = 0; tries < 300; tries += 1) {
      if (!(await isRunning(this.pid))) return;
      await pause(100);
    }
    throw new Error(`the server "${this.name}" did not end`);
  }

  /** Runs one of the command line's commands against it. */
  async command(...words) {
    const { stdout } = await promisify(execFile)(given("MEDIANEST"), words, { env: this.environment, maxBuffer: 1 << 26 });
    return stdout;
  }

  /** The token of the link that its first start printed. */
  async setupToken() {
    return (await readFile(this.log, "utf8")).match(/#token=(\S+)/)[1];
  }
}

/** A process that has ended stays as a zombie until its parent looks. */
async function isRunning(pid) {
  const status = await readFile(`/proc/${pid}/stat`, "utf8").catch(() => undefined);
  if (status !== undefined) return !/^\d+ \(.*\) [ZX]/s.test(status);
  try {
    process.kill(pid, 0);
    return process.platform !== "linux";
  } catch {
    return false;
  }
}

/** A port below those that outgoing connections take, so that it is still free when a killed server starts again. */
function freePort() {
  const port = 20_000 + Math.floor(Math.random() * 10_000);
  return new Promise((resolve) => {
    const server = createServer();
    server.on("error", () => resolve(freePort()));
    server.listen(port, "127.0.0.1", () => server.close(() => resolve(port)));
  });
}
