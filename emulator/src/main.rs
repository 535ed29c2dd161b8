//! The emulator as a program.

use std::io::Write as _;
use std::path::PathBuf;
use std::process::ExitCode;
use std::sync::Arc;

use clap::Parser;
use fc_emulator::{Config, Emulator, Key};
use tokio::net::TcpListener;

/// Alibaba Cloud Function Compute in memory, for tests and demos.
#[derive(Parser)]
#[command(version)]
struct Cli {
    /// Address to listen on; port 0 picks a free one.
    #[arg(long, default_value = "127.0.0.1:0")]
    listen: String,
    /// The account's id.
    #[arg(long)]
    account: Option<String>,
    /// The region in ARNs and addresses.
    #[arg(long)]
    region: Option<String>,
    /// An access key: NAME:ACCESS_KEY_ID:ACCESS_KEY_SECRET, and :STS_TOKEN if it is temporary.
    #[arg(long, value_parser = key)]
    key: Vec<Key>,
    /// File to which one JSON object a request is appended.
    #[arg(long)]
    log: Option<PathBuf>,
    /// Milliseconds that every reply is held back.
    #[arg(long, default_value_t = 0)]
    latency: u64,
}

fn key(text: &str) -> Result<Key, String> {
    let mut parts = text.splitn(4, ':').map(str::to_owned);
    match (parts.next(), parts.next(), parts.next(), parts.next()) {
        (Some(name), Some(id), Some(secret), token) => Ok(Key {
            name,
            id,
            secret,
            token,
        }),
        _ => Err("expected NAME:ACCESS_KEY_ID:ACCESS_KEY_SECRET".to_owned()),
    }
}

fn main() -> ExitCode {
    match run(Cli::parse()) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            let _ = writeln!(std::io::stderr(), "fc-emulator: {error}");
            ExitCode::FAILURE
        }
    }
}

fn run(cli: Cli) -> std::io::Result<()> {
    let defaults = Config::default();
    let emulator = Emulator::new(Config {
        account: cli.account.unwrap_or(defaults.account),
        region: cli.region.unwrap_or(defaults.region),
        keys: if cli.key.is_empty() {
            defaults.keys
        } else {
            cli.key
        },
        log: cli.log,
        latency: cli.latency,
        check_time: true,
    })?;
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()?;
    runtime.block_on(async {
        let listener = TcpListener::bind(&cli.listen).await?;
        let mut stdout = std::io::stdout();
        writeln!(stdout, "listening on http://{}", listener.local_addr()?)?;
        stdout.flush()?;
        tokio::select! {
            ended = fc_emulator::server::serve(listener, Arc::new(emulator), std::future::pending()) => ended,
            () = stopped() => Ok(()),
        }
    })
}

/// Ready on Ctrl-C or SIGTERM.
#[cfg(unix)]
async fn stopped() {
    use tokio::signal::unix::{SignalKind, signal};
    let Ok(mut terminate) = signal(SignalKind::terminate()) else {
        return std::future::pending().await;
    };
    tokio::select! {
        _ = tokio::signal::ctrl_c() => {}
        _ = terminate.recv() => {}
    }
}

#[cfg(not(unix))]
async fn stopped() {
    let _ = tokio::signal::ctrl_c().await;
}
