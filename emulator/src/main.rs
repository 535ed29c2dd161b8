//! The emulator as a program.

#![expect(
    clippy::disallowed_methods,
    reason = "a program talks to its standard streams"
)]

use std::io::{self, Write as _, stderr, stdout};
use std::path::PathBuf;
use std::process::ExitCode;

use clap::Parser;
use fc_emulator::{Bucket, Config, Domains, Emulator, Grant, Hides, Key, Oss, Server};
use tokio::runtime::Builder;

/// Alibaba Cloud Function Compute in memory, for tests and demos.
///
/// The first line on stdout says where it listens. It ends on SIGINT or SIGTERM.
#[derive(Parser)]
#[command(version)]
struct Cli {
    /// Address to listen on; port 0 picks a free one.
    #[arg(long, value_name = "ADDRESS:PORT")]
    listen: String,
    /// The account's id [default: 1234567890123456].
    #[arg(long, value_name = "ID")]
    account: Option<String>,
    /// The region in ARNs and addresses, where the request's host names none [default: cn-hangzhou].
    #[arg(long, value_name = "ID")]
    region: Option<String>,
    /// An access key, as often as needed: NAME:ACCESS_KEY_ID:ACCESS_KEY_SECRET, and :STS_TOKEN behind
    /// it for a temporary one [default: owner:test-ak:test-sk].
    #[arg(long, value_name = "KEY")]
    key: Vec<Key>,
    /// File to which one JSON object a request is appended.
    #[arg(long, value_name = "FILE")]
    log: Option<PathBuf>,
    /// Milliseconds that every reply is held back.
    #[arg(long, value_name = "MS", default_value_t = 0)]
    latency: u64,
    /// Milliseconds until provisioned instances and container images are ready.
    #[arg(long, value_name = "MS", default_value_t = 0)]
    settle: u64,
    /// Send ETag and honour If-Match, which FC 3.0 may or may not do.
    #[arg(long)]
    etag: bool,
    /// Secrets that replies leave out: nothing, keys or secrets, of which FC 3.0 may do any.
    #[arg(long, value_name = "WHAT", default_value = "keys")]
    hide: Hides,
    /// Take settings that the API's models do not have, as a newer service would.
    #[arg(long)]
    newer: bool,
    /// Put a member into replies about configurations that no model has and no request may carry.
    #[arg(long)]
    revisions: bool,
    /// Put null into replies about domains where nothing is told, as FC 2.0 does.
    #[arg(long)]
    domain_nulls: bool,
    /// Leave subdomainCount out of replies about domains.
    #[arg(long)]
    domain_uncounted: bool,
    /// Take names of domains that differ only in case for one name.
    #[arg(long)]
    domain_folded: bool,
    /// Refuse HTTPS to a domain that has no certificate.
    #[arg(long)]
    domain_certified: bool,
    /// A bucket of OSS, as often as needed: NAME, and behind it ,region=ID ,versioning=enabled|suspended
    /// ,acl=public-read|public-read-write ,encryption=AES256|KMS|SM4.
    #[arg(long, value_name = "BUCKET")]
    bucket: Vec<Bucket>,
    /// What a key may do in OSS, as often as needed: KEY:RIGHT,…:BUCKET/PREFIX. The rights are read, write, delete,
    /// list and inspect; a key of which nothing is said may do everything.
    #[arg(long, value_name = "GRANT")]
    grant: Vec<Grant>,
    /// Answer NoSuchBucket for every bucket that no --bucket declares; without it, a bucket need not be declared.
    #[arg(long)]
    oss_declared: bool,
    /// Refuse a PutObject with a condition with status 501 instead of 400.
    #[arg(long)]
    oss_unimplemented: bool,
    /// Answer AccessDenied for a missing object to a key that may not list it.
    #[arg(long)]
    oss_veiled: bool,
}

impl Cli {
    /// What the flags say; what they leave open is as in the default.
    fn config(self) -> Config {
        let defaults = Config::default();
        let keys = if self.key.is_empty() {
            defaults.keys
        } else {
            self.key
        };
        Config {
            account: self.account.unwrap_or(defaults.account),
            region: self.region.unwrap_or(defaults.region),
            keys,
            log: self.log,
            latency: self.latency,
            settle: self.settle,
            etags: self.etag,
            hides: self.hide,
            newer: self.newer,
            revisions: self.revisions,
            domains: Domains {
                nulls: self.domain_nulls,
                uncounted: self.domain_uncounted,
                folded: self.domain_folded,
                certified: self.domain_certified,
            },
            oss: Oss {
                declared: self.oss_declared,
                unimplemented: self.oss_unimplemented,
                veiled: self.oss_veiled,
            },
            grants: self.grant,
            ..Config::default()
        }
    }
}

fn main() -> ExitCode {
    match run(Cli::parse()) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            let _ = writeln!(stderr(), "fc-emulator: {error}");
            ExitCode::FAILURE
        }
    }
}

/// Listens until a signal comes. The line on stdout is written once the port is open.
fn run(cli: Cli) -> io::Result<()> {
    let runtime = Builder::new_current_thread().enable_io().build()?;
    // Signals are listened to before anybody can know that the program runs.
    let signals = runtime.block_on(async { Signals::new() })?;
    let (address, buckets) = (cli.listen.clone(), cli.bucket.clone());
    let emulator = Emulator::new(cli.config())?;
    buckets
        .into_iter()
        .for_each(|bucket| emulator.bucket(bucket));
    let server = Server::start(&address, emulator)?;
    let mut stdout = stdout();
    writeln!(stdout, "listening on {}", server.url())?;
    // Whoever started it waits for this line through a pipe.
    stdout.flush()?;
    runtime.block_on(signals.first());
    Ok(())
}

/// The signals that end the program.
#[cfg(unix)]
struct Signals {
    interrupt: tokio::signal::unix::Signal,
    terminate: tokio::signal::unix::Signal,
}

#[cfg(unix)]
impl Signals {
    /// Listens from now on: a signal that comes before [`Signals::first`] is not lost.
    fn new() -> io::Result<Signals> {
        use tokio::signal::unix::{SignalKind, signal};
        Ok(Signals {
            interrupt: signal(SignalKind::interrupt())?,
            terminate: signal(SignalKind::terminate())?,
        })
    }

    /// Waits for one of them.
    async fn first(mut self) {
        tokio::select! {
            _ = self.interrupt.recv() => {}
            _ = self.terminate.recv() => {}
        }
    }
}

#[cfg(not(unix))]
struct Signals;

#[cfg(not(unix))]
impl Signals {
    fn new() -> io::Result<Signals> {
        Ok(Signals)
    }

    async fn first(self) {
        let _ = tokio::signal::ctrl_c().await;
    }
}
