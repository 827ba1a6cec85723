use std::io::BufRead;
use std::process::ExitCode;

use anyhow::{Context, bail};
use clap::Subcommand;
use medianest_core::identity::accounts::{self, Issued, NewAccount};
use medianest_core::policy::Actor;
use secrecy::{ExposeSecret, SecretString};

use super::Backend;
use crate::config::Config;

/// What to do about an account, without signing in: who may read the database may do this.
#[derive(Subcommand)]
pub enum Deed {
    /// Make an administrator.
    Create {
        /// What they sign in with.
        username: String,
        /// Their address.
        #[arg(long, value_name = "ADDRESS")]
        email: Option<String>,
        /// What others call them; without it, their user name.
        #[arg(long, value_name = "NAME")]
        display_name: Option<String>,
        /// Take the password from the first line of standard input, instead of making one that must be changed.
        #[arg(long)]
        password_stdin: bool,
    },
    /// Give somebody a new password, and sign them out everywhere.
    ResetPassword {
        /// Their user name or address.
        login: String,
        /// Take the password from the first line of standard input, instead of making one that must be changed.
        #[arg(long)]
        password_stdin: bool,
    },
}

/// Does it.
pub async fn run(config: &Config, deed: Deed) -> anyhow::Result<ExitCode> {
    let backend = Backend::for_command(config).await?;
    let result = go(&backend, deed).await;
    backend.stop().await;
    let issued = result?;
    println!("user name: {}", issued.user.username.as_deref().unwrap_or_default());
    match issued.temporary_password {
        Some(password) => println!("password:  {} (to be changed at the first sign-in)", password.expose_secret()),
        None => println!("password:  as given"),
    }
    Ok(ExitCode::SUCCESS)
}

async fn go(backend: &Backend, deed: Deed) -> anyhow::Result<Issued> {
    backend.migrate().await?;
    let (app, actor) = (&backend.app, Actor::system("command line"));
    let issued = match deed {
        Deed::Create { username, email, display_name, password_stdin } => {
            let account = NewAccount { username, email, display_name };
            accounts::create_admin(app, &actor, account, password(password_stdin)?).await?
        }
        Deed::ResetPassword { login, password_stdin } => {
            accounts::reset_password(app, &actor, &login, password(password_stdin)?).await?
        }
    };
    Ok(issued)
}

/// A flag would show the password to every account of this machine.
fn password(from_stdin: bool) -> anyhow::Result<Option<SecretString>> {
    if !from_stdin {
        return Ok(None);
    }
    let mut line = String::new();
    std::io::stdin().lock().read_line(&mut line).context("standard input cannot be read")?;
    let password = line.trim_end_matches(['\r', '\n']);
    if password.is_empty() {
        bail!("standard input has no password on its first line");
    }
    Ok(Some(SecretString::from(password)))
}
