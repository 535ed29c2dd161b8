//! The native door: for shells, pipelines, and a shim that was told to use it.
//!
//! The inputs come as JSON on stdin, because a command line is visible to everybody on the machine.
//! The answer goes to stdout as JSON; everything else goes to stderr.

#![allow(clippy::disallowed_methods, clippy::disallowed_types)]

use std::io::{IsTerminal as _, Read as _, Write as _, stderr, stdin, stdout};
use std::process::ExitCode;
use std::sync::atomic::Ordering;

use clap::Parser;
use fc_guard::error::{Error, Result};
use fc_guard::inputs::{Inputs, VARS};
use fc_guard::journal::Journal;
use fc_guard::native::{
    clock::SystemClock, files::Disk, http::Http, programs::Processes, terminal::Tty,
};
use fc_guard::panic;
use fc_guard::ports::World;
use fc_guard::run::{Ended, ended, run};
use fc_guard::words;
use fc_guard::words::{Lang, Words};

/// Safe deploys for Alibaba Cloud Function Compute: says what changed online before anything is
/// overwritten.
///
/// Reads the inputs of a Serverless Devs component as JSON on stdin, and writes the answer as JSON
/// to stdout. Exit codes: 0 done, 1 failed, 2 wrong usage or configuration, 3 a difference needs a
/// decision, 4 partly done, 130 interrupted.
#[derive(Parser)]
#[command(name = "fc-guard", version)]
struct Cli {
    /// The command, for example `deploy`; without it, the one that the inputs name.
    command: Option<String>,
    /// Flags of the command, for example `--use-local`.
    #[arg(trailing_var_arg = true, allow_hyphen_values = true)]
    flags: Vec<String>,
}

fn main() -> ExitCode {
    std::panic::set_hook(Box::new(|info| {
        // There is nobody left to tell if stderr is gone too.
        let _ = writeln!(stderr(), "{}", panic::place(info));
    }));
    let cli = Cli::parse();
    match inputs(cli) {
        Ok(inputs) => {
            // The shim shows the message by itself, in the manner of Serverless Devs.
            let by_shim = inputs.interactive.is_some();
            finish(&answer(&inputs), !by_shim)
        }
        Err(error) => finish(&ended(Err(error), env_lang()), true),
    }
}

fn env_lang() -> Lang {
    let vars = env();
    Lang::from_env(|name| vars.get(name).map(String::as_str))
}

fn env() -> std::collections::BTreeMap<String, String> {
    let pair = |name: &str| Some((name.to_owned(), std::env::var(name).ok()?));
    VARS.into_iter().filter_map(pair).collect()
}

fn inputs(cli: Cli) -> Result<Inputs> {
    if stdin().is_terminal() {
        return Err(Error::usage(words!(
            "the inputs are expected as JSON on stdin",
            "请通过标准输入传入 JSON 格式的输入"
        ))
        .hint(Words::same("fc-guard --help")));
    }
    let mut text = String::new();
    stdin().read_to_string(&mut text).map_err(|error| {
        Error::usage(words!("cannot read the inputs", "无法读取输入"))
            .because(Words::same(error.to_string()))
    })?;
    let mut inputs = Inputs::parse(&text)?;
    if inputs.env.is_empty() {
        inputs.env = env();
    }
    inputs.command = cli.command.unwrap_or(inputs.command);
    inputs.args.extend(cli.flags);
    Ok(inputs)
}

fn answer(inputs: &Inputs) -> Ended {
    let lang = inputs.lang();
    let tools = Http::new().and_then(|http| {
        let runtime = tokio::runtime::Builder::new_current_thread()
            .enable_all()
            .build();
        Ok((http, runtime.map_err(|error| error.to_string())?))
    });
    let (http, runtime) = match tools {
        Ok(tools) => tools,
        Err(cause) => {
            let error = Error::local(words!("cannot start", "无法启动"));
            return ended(Err(error.because(Words::same(cause))), lang);
        }
    };
    let terminal = Tty::new(inputs.attended());
    let journal = Journal::default();
    silence(&terminal);
    let world = World {
        transport: &http,
        files: &Disk,
        terminal: &terminal,
        clock: &SystemClock,
        programs: &Processes,
        journal: &journal,
    };
    runtime.block_on(run(world, inputs, stopped()))
}

/// Has the terminal know at once that somebody stops the program. The runtime only learns of it when
/// the core waits for something, and packing does not.
fn silence(terminal: &Tty) {
    let stopping = terminal.stopped();
    std::thread::spawn(move || {
        let runtime = tokio::runtime::Builder::new_current_thread()
            .enable_all()
            .build();
        if let Ok(runtime) = runtime {
            runtime.block_on(stopped());
            stopping.store(true, Ordering::Relaxed);
        }
    });
}

/// Waits until somebody stops the program, from the keyboard or from outside.
#[cfg(unix)]
async fn stopped() {
    use tokio::signal::unix::{SignalKind, signal};
    let signals = [
        SignalKind::interrupt(),
        SignalKind::terminate(),
        SignalKind::hangup(),
    ];
    let waits = signals.into_iter().filter_map(|kind| signal(kind).ok());
    let waits = waits.map(|mut signal| Box::pin(async move { signal.recv().await }));
    futures_util::future::select_all(waits).await;
}

#[cfg(not(unix))]
async fn stopped() {
    let _ = tokio::signal::ctrl_c().await;
}

fn finish(ended: &Ended, talk: bool) -> ExitCode {
    let answer = match &ended.document {
        Some((_, document)) if talk => document.clone(),
        _ => format!("{}\n", ended.to_json()),
    };
    let shown = stdout().lock().write_all(answer.as_bytes());
    if let Some(message) = ended.message.as_ref().filter(|_| talk) {
        // There is nobody left to tell if stderr is gone too.
        let _ = stderr().lock().write_all(format!("{message}\n").as_bytes());
    }
    match shown {
        Err(_) if ended.outcome.code() == 0 => ExitCode::FAILURE,
        _ => ExitCode::from(ended.outcome.code()),
    }
}
