use std::io::{Read, Write};
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr, TcpStream};
use std::process::ExitCode;
use std::time::Duration;

use crate::config::Config;

/// Containers give up on a check sooner or later: sooner is clearer.
const PATIENCE: Duration = Duration::from_secs(4);

/// Asks the server that this configuration describes whether it is ready.
pub fn run(config: &Config) -> anyhow::Result<ExitCode> {
    match ask(reachable(config.listen)) {
        Ok(answer) if answer.starts_with("HTTP/1.1 200") => Ok(ExitCode::SUCCESS),
        Ok(answer) => {
            let body = answer.split_once("\r\n\r\n").map_or("no answer", |(_, body)| body);
            anyhow::bail!("not ready: {body}")
        }
        Err(error) => anyhow::bail!("no server answers on {}: {error}", config.listen),
    }
}

fn ask(address: SocketAddr) -> std::io::Result<String> {
    let mut stream = TcpStream::connect_timeout(&address, PATIENCE)?;
    stream.set_read_timeout(Some(PATIENCE))?;
    stream.set_write_timeout(Some(PATIENCE))?;
    stream.write_all(b"GET /readyz HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")?;
    let mut answer = String::new();
    stream.take(64 * 1024).read_to_string(&mut answer)?;
    Ok(answer)
}

/// A server that listens everywhere is reached on this machine.
fn reachable(listen: SocketAddr) -> SocketAddr {
    let ip = match listen.ip() {
        IpAddr::V4(ip) if ip.is_unspecified() => Ipv4Addr::LOCALHOST.into(),
        IpAddr::V6(ip) if ip.is_unspecified() => Ipv6Addr::LOCALHOST.into(),
        other => other,
    };
    SocketAddr::new(ip, listen.port())
}
