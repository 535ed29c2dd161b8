//! The command `fc-emulator`.

#![allow(clippy::disallowed_methods, reason = "this is a door")]

use std::io::Write as _;
use std::net::SocketAddr;
use std::path::PathBuf;
use std::process::ExitCode;
use std::sync::Arc;
use std::time::Duration;

use clap::Parser;
use fc_emulator::{Config, Emulator, Key, serve};
use tokio::net::TcpListener;

/// Alibaba Cloud Function Compute 3.0 in memory.
#[derive(Parser)]
#[command(version)]
struct Options {
    /// The address to listen on; port 0 picks a free one
    #[arg(long, value_name = "HOST:PORT")]
    listen: SocketAddr,
    /// The account that owns everything
    #[arg(long, value_name = "ID", default_value = "1234567890123456")]
    account: String,
    /// An accepted access key, NAME:ACCESS_KEY_ID:ACCESS_KEY_SECRET[:STS_TOKEN]; may be repeated
    #[arg(long = "key", value_name = "KEY")]
    keys: Vec<Key>,
    /// A file that gets one JSON line a request
    #[arg(long, value_name = "FILE")]
    log: Option<PathBuf>,
    /// How much longer every answer takes
    #[arg(long, value_name = "MS", default_value_t = 0)]
    latency: u64,
    /// The region in names and addresses
    #[arg(long, default_value = "cn-hangzhou")]
    region: String,
}

impl Options {
    fn config(self) -> Config {
        let default = Config::default();
        Config {
            keys: if self.keys.is_empty() {
                default.keys
            } else {
                self.keys
            },
            account: self.account,
            region: self.region,
            log: self.log,
            ..default
        }
    }
}

#[tokio::main(flavor = "current_thread")]
async fn main() -> ExitCode {
    match run(Options::parse()).await {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            let _ = writeln!(std::io::stderr(), "fc-emulator: {error}");
            ExitCode::FAILURE
        }
    }
}

async fn run(options: Options) -> std::io::Result<()> {
    let latency = Duration::from_millis(options.latency);
    let listener = TcpListener::bind(options.listen).await?;
    let address = listener.local_addr()?;
    let emulator = Arc::new(Emulator::new(options.config())?);
    let mut stdout = std::io::stdout();
    writeln!(stdout, "listening on http://{address}")?;
    stdout.flush()?;
    match serve(listener, emulator, latency).await {}
}
