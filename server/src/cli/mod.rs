//! The command line: what it takes, and which part of the server does it.

mod admin;
mod backend;
mod export;
mod healthcheck;
mod id;
mod import;
mod migrate;
mod scrobble;
mod serve;
mod web;

use std::path::PathBuf;
use std::process::ExitCode;

use clap::{Args, Parser, Subcommand};
use secrecy::SecretString;

use crate::config::{Config, Flags, keys};
use crate::graphql;
use crate::telemetry::Telemetry;

pub use backend::Backend;

/// The stack of a worker thread: validating a deeply nested GraphQL document takes more than the usual two.
const WORKER_STACK: usize = 8 * 1024 * 1024;

/// What somebody typed.
#[derive(Parser)]
#[command(
    name = "medianest",
    version,
    about = "MediaNest: what you watch, read, hear and play, on your own server.",
    long_about = "MediaNest: what you watch, read, hear and play, on your own server.\n\n\
                  Without a subcommand the server runs. Without a database it keeps a PostgreSQL of its own in the data \
                  directory; all it needs is that PostgreSQL 15 or newer is installed. The first start prints a link with \
                  which the first administrator is made.",
    after_long_help = "Examples:\n  \
                       medianest\n      \
                       Runs the server on 127.0.0.1:8080 with a PostgreSQL of its own.\n  \
                       medianest serve --listen 0.0.0.0:8080 --data-dir /srv/medianest\n      \
                       The same for the whole network, with everything in one folder.\n  \
                       DATABASE_URL_FILE=/run/secrets/database medianest\n      \
                       Uses a PostgreSQL that you run, at the address in that file.\n  \
                       medianest config\n      \
                       Shows how the server is set up, and where each value comes from.\n\n\
                       Configuration is read from medianest.toml in the current folder or from /etc/medianest/medianest.toml,\n\
                       then from the environment, then from flags; `medianest config --help` lists the keys."
)]
struct Cli {
    #[command(flatten)]
    global: Global,
    #[command(flatten)]
    serve: ServeArgs,
    #[command(subcommand)]
    command: Option<Command>,
}

/// What every command takes.
#[derive(Args)]
struct Global {
    /// The configuration file, instead of ./medianest.toml or /etc/medianest/medianest.toml.
    #[arg(long, value_name = "FILE", global = true)]
    config: Option<PathBuf>,
    /// Where uploads, import files and the private PostgreSQL live.
    #[arg(long, value_name = "DIR", global = true)]
    data_dir: Option<PathBuf>,
    /// Where PostgreSQL is. Other accounts of this machine can see flags: put a password into DATABASE_URL or
    /// DATABASE_URL_FILE instead.
    #[arg(long, value_name = "URL", global = true)]
    database_url: Option<SecretString>,
}

/// What `serve` takes.
#[derive(Args, Default)]
struct ServeArgs {
    /// Address and port of the API.
    #[arg(long, value_name = "ADDRESS:PORT")]
    listen: Option<String>,
    #[command(flatten)]
    web: WebArgs,
}

/// What `serve` and `web` take for the web app.
#[derive(Args, Default, Clone)]
struct WebArgs {
    /// The folder of the built web app. `serve` leaves the app out without one.
    #[arg(long, value_name = "DIR")]
    web_folder: Option<PathBuf>,
    /// Address and port of the web app.
    #[arg(long, value_name = "ADDRESS:PORT")]
    web_listen: Option<String>,
}

#[derive(Subcommand)]
enum Command {
    /// Run the server; this is also what happens without a subcommand.
    #[command(
        after_long_help = "The server stops on SIGTERM or Ctrl-C: it takes no new requests, finishes those it has (for up to\n\
                                 20 seconds), and stops its private PostgreSQL. A second signal ends it at once.\n\n\
                                 /healthz answers while the process lives, /readyz while it can do its work."
    )]
    Serve(ServeArgs),
    /// Serve the web app, and nothing else: for a host of its own. `serve --web-folder` serves both.
    #[command(
        after_long_help = "config.json in the folder says where the API is; the browser may speak to no other. Any server of \
                                 static files does as well:\nfrontend/nginx.conf.template has the headers to send.\n\n\
                                 Example:\n  medianest web --web-folder frontend/dist --web-listen 0.0.0.0:8081"
    )]
    Web(WebArgs),
    /// Bring the database to this version, or look at how it stands. The server does the first by itself when it starts.
    #[command(after_long_help = "Examples:\n  medianest migrate\n      Runs what is pending.\n  \
                                 medianest migrate status\n      Lists what ran and what is pending.\n  \
                                 medianest migrate down 1\n      Undoes the newest migration, with the data that only it knew. For builders.")]
    Migrate {
        /// What to do; without one, `up`.
        #[command(subcommand)]
        direction: Option<migrate::Direction>,
    },
    /// Make an administrator, or give somebody a new password.
    #[command(
        after_long_help = "Examples:\n  medianest admin create alice\n      Makes an administrator and prints a password for her.\n  \
                           medianest admin reset-password alice --password-stdin < file\n      Gives her the password in that file."
    )]
    Admin {
        /// What to do.
        #[command(subcommand)]
        deed: admin::Deed,
    },
    /// Bring in what people have elsewhere.
    #[command(after_long_help = import::EXAMPLES)]
    Import {
        /// What to import, or what to do with an import.
        #[command(subcommand)]
        deed: import::Deed,
    },
    /// Write everything of a person into a zip.
    #[command(after_long_help = export::EXAMPLES)]
    Export(export::Export),
    /// Tell a server what plays: for scripts.
    #[command(after_long_help = scrobble::EXAMPLES)]
    Scrobble(scrobble::Scrobble),
    /// Print the GraphQL schema, as schema.graphql has it.
    Schema,
    /// Convert ids between the form of the API (item_01jd…) and that of the database (a UUID).
    #[command(after_long_help = "Examples:\n  medianest id item_01jd0000000000000000000000\n      Prints the UUID.\n  \
                                 medianest id item 0193a000-0000-7000-8000-000000000000\n      Prints the id of the item with that UUID.\n  \
                                 medianest id 0193a000-0000-7000-8000-000000000000\n      Prints it with every prefix there is.")]
    Id {
        /// An id; or a prefix and a UUID; or a UUID.
        #[arg(required = true, num_args = 1..=2, value_name = "ID")]
        id: Vec<String>,
    },
    /// Show how the server is set up: every key, its value, and where it comes from. Secrets are masked.
    #[command(after_long_help = keys::describe())]
    Config,
    /// Ask a running server whether it is ready; exits with 1 if not. For containers.
    Healthcheck,
}

/// Runs what the command line says.
#[must_use]
pub fn main() -> ExitCode {
    // Everything that speaks TLS uses this one; two in a process would refuse to choose.
    if rustls::crypto::ring::default_provider().install_default().is_err() {
        eprintln!("medianest: TLS was set up twice");
        return ExitCode::FAILURE;
    }
    let cli = Cli::parse();
    match run(cli) {
        Ok(code) => code,
        Err(error) => {
            eprintln!("medianest: {error:#}");
            ExitCode::FAILURE
        }
    }
}

fn run(cli: Cli) -> anyhow::Result<ExitCode> {
    let command = cli.command.unwrap_or(Command::Serve(cli.serve));
    let command = match command {
        // It runs where the player is, which need not be where a server is configured.
        Command::Scrobble(wanted) => {
            let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
            return runtime.block_on(scrobble::run(wanted));
        }
        other => other,
    };
    match &command {
        Command::Schema => {
            print!("{}", graphql::sdl());
            return Ok(ExitCode::SUCCESS);
        }
        Command::Id { id } => {
            println!("{}", id::convert(id)?);
            return Ok(ExitCode::SUCCESS);
        }
        _ => {}
    }
    let (listen, web) = match &command {
        Command::Serve(serve) => (serve.listen.clone(), serve.web.clone()),
        Command::Web(web) => (None, web.clone()),
        _ => Default::default(),
    };
    let flags = Flags {
        config: cli.global.config,
        listen,
        web_folder: web.web_folder,
        web_listen: web.web_listen,
        data_dir: cli.global.data_dir,
        database_url: cli.global.database_url,
    };
    let config = match Config::load(&flags) {
        Ok(config) => config,
        Err(error) => {
            eprintln!("medianest: the configuration cannot be used: {error}");
            return Ok(ExitCode::from(2));
        }
    };
    match command {
        Command::Config => {
            print!("{}", config.show());
            Ok(ExitCode::SUCCESS)
        }
        Command::Healthcheck => healthcheck::run(&config),
        Command::Serve(_) => in_runtime(&config, serve::run(&config)),
        Command::Web(_) => in_runtime(&config, web::run(&config)),
        Command::Migrate { direction } => in_runtime(&config, migrate::run(&config, direction.unwrap_or_default())),
        Command::Admin { deed } => in_runtime(&config, admin::run(&config, deed)),
        Command::Import { deed } => in_runtime(&config, import::run(&config, deed)),
        Command::Export(wanted) => in_runtime(&config, export::run(&config, wanted)),
        Command::Schema | Command::Id { .. } | Command::Scrobble(_) => Ok(ExitCode::SUCCESS),
    }
}

/// Runs a command with everything it can expect: threads, and a log.
fn in_runtime(config: &Config, command: impl Future<Output = anyhow::Result<ExitCode>>) -> anyhow::Result<ExitCode> {
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().thread_stack_size(WORKER_STACK).build()?;
    let result = runtime.block_on(async {
        let telemetry = Telemetry::start(config)?;
        let result = command.await;
        telemetry.flush().await;
        result
    });
    // What was cut off at the deadline must not hold up the end.
    runtime.shutdown_timeout(std::time::Duration::from_secs(1));
    result
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory;

    #[test]
    fn the_command_line_is_consistent() {
        super::Cli::command().debug_assert();
    }
}
