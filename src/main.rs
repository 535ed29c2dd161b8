//! The native entry point: for shells, pipelines, and a shim that was told to use it.
//!
//! The inputs come as JSON on stdin, because a command line is visible to everybody on the machine.
//! The answer goes to stdout as JSON; everything else goes to stderr.

#![allow(clippy::disallowed_methods, clippy::disallowed_types)]

use std::io::{IsTerminal as _, Read as _, Write as _, stderr, stdin, stdout};
use std::pin::pin;
use std::process::ExitCode;
use std::sync::atomic::Ordering;

use clap::{ArgMatches, CommandFactory as _, FromArgMatches as _, Parser};
use fc_guard::cli::{COMMANDS, help};
use fc_guard::entry::panic;
use fc_guard::error::{Error, Result};
use fc_guard::inputs::{Inputs, variables};
use fc_guard::journal::Journal;
use fc_guard::native::{
    clock::SystemClock, files::Disk, http::Http, programs::Processes, reader, terminal::Tty,
};
use fc_guard::ports::{Terminal as _, World};
use fc_guard::run::{Ended, ended, run};
use fc_guard::turn::Vars;
use fc_guard::words;
use fc_guard::words::{Lang, Words};
use futures_util::future::select;

/// The command line; what its parts are for is said by [`matches`].
#[derive(Parser)]
#[command(name = "fc-guard", version)]
struct Cli {
    // Goes before the one that the inputs name.
    command: Option<String>,
    #[arg(trailing_var_arg = true, allow_hyphen_values = true)]
    // Behind those of the inputs.
    flags: Vec<String>,
}

/// Its exit code is that of the command's outcome.
fn main() -> ExitCode {
    std::panic::set_hook(Box::new(|info| {
        // There is nobody left to tell if stderr is gone too.
        let _ = writeln!(stderr(), "{}", panic::place(info));
    }));
    if let Some(help) = command_help(env_lang()) {
        // Whoever asked and does not read the answer needs none.
        let _ = writeln!(stdout(), "{help}");
        return ExitCode::SUCCESS;
    }
    let matches = matches(env_lang());
    let cli = Cli::from_arg_matches(&matches).unwrap_or_else(|error| error.exit());
    match inputs(cli) {
        Ok(inputs) => {
            // The shim shows the message by itself, in the manner of Serverless Devs.
            let by_shim = inputs.interactive.is_some();
            finish(&answer(&inputs), !by_shim)
        }
        Err(error) => finish(&ended(Err(error), env_lang()), true),
    }
}

/// The help of one command, where it is asked for.
fn command_help(lang: Lang) -> Option<String> {
    let args: Vec<String> = std::env::args().skip(1).collect();
    let (verb, flags) = args.split_first()?;
    let is_asked = flags.iter().any(|flag| flag == "-h" || flag == "--help");
    let help = help(verb).filter(|_| is_asked)?;
    Some(help.text(lang).to_owned())
}

/// The arguments, or the help in one language.
fn matches(lang: Lang) -> ArgMatches {
    let about = words!(
        "Safe deploys for Alibaba Cloud Function Compute: shows what changed online before anything is overwritten.",
        "让阿里云函数计算的部署更安全：在覆盖之前，先说明线上有哪些改动。"
    );
    let commands = COMMANDS.join(", ");
    let codes = words!(
        "Commands: {commands}; 'fc-guard COMMAND -h' shows the flags of one.\nReads the inputs of a Serverless Devs component as JSON on stdin, and writes the answer as JSON to stdout.\nExit codes: 0 done, 1 failed, 2 wrong usage or configuration, 3 a difference needs a decision, 4 partly done, 130 interrupted.",
        "命令：{commands}；'fc-guard 命令 -h' 查看某个命令的参数。\n从标准输入读取 Serverless Devs 组件的输入（JSON），并把结果（JSON）写到标准输出。\n退出码：0 完成，1 失败，2 用法或配置有误，3 有差异需要决定，4 部分完成，130 被中断。"
    );
    let command = words!(
        "The command, for example deploy; without it, the one that the inputs name",
        "命令，例如 deploy；不写则使用输入中的命令"
    );
    let flags = words!(
        "Flags of the command, for example --use-local",
        "该命令的参数，例如 --use-local"
    );
    let text = |words: &Words| words.text(lang).to_owned();
    Cli::command()
        .about(text(&about))
        .after_help(text(&codes))
        .mut_arg("command", |arg| arg.help(text(&command)))
        .mut_arg("flags", |arg| arg.help(text(&flags)))
        .get_matches()
}

/// The language before any inputs are read: that of the environment.
fn env_lang() -> Lang {
    env().lang()
}

/// The variables that the core may know of, as the shim would hand them over.
fn env() -> Vars {
    let pair = |name: &str| Some((name.to_owned(), std::env::var(name).ok()?));
    variables().filter_map(pair).collect()
}

/// The inputs on stdin, with the command and the flags of the command line.
fn inputs(cli: Cli) -> Result<Inputs> {
    // Else the program would wait for a person to type JSON.
    if stdin().is_terminal() {
        return Err(Error::usage(words!(
            "the inputs are expected as JSON on stdin",
            "请通过标准输入传入 JSON 格式的输入"
        ))
        .hint(json_hint()));
    }
    let mut text = String::new();
    stdin().read_to_string(&mut text).map_err(|error| {
        Error::usage(words!("cannot read the inputs", "无法读取输入"))
            .because(Words::same(error.to_string()))
            .hint(json_hint())
    })?;
    let mut inputs = Inputs::parse(&text)?;
    // A shim sends them, because it knows the environment of the CLI; a shell sends none.
    if inputs.env.is_empty() {
        inputs.env = env();
    }
    inputs.command = cli.command.unwrap_or(inputs.command);
    // A shim says whether a person sits there; a shell says nothing.
    if inputs.interactive.is_none() {
        inputs.by_hand = Some(inputs.args.len());
    }
    inputs.args.extend(cli.flags);
    Ok(inputs)
}

/// The next step of who came here by hand.
fn json_hint() -> Words {
    words!(
        "'fc-guard deploy < inputs.json' hands them over; 'fc-guard --help' says what they are",
        "可用 'fc-guard deploy < inputs.json' 传入；输入的格式见 'fc-guard --help'"
    )
}

/// Opens the ports and runs the command.
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
            let error = Error::local(words!("fc-guard cannot start", "fc-guard 无法启动"))
                .because(Words::same(cause))
                .hint(words!(
                    "check the limits of this machine (open files, memory), then run it again",
                    "请检查本机的资源限制（打开的文件数、内存），然后重新执行"
                ));
            return ended(Err(error), lang);
        }
    };
    let terminal = Tty::new(inputs.attended());
    let journal = Journal::default();
    if terminal.styled() {
        silence(&terminal);
    }
    let world = World {
        transport: &http,
        files: &Disk,
        terminal: &terminal,
        clock: &SystemClock,
        programs: &Processes,
        journal: &journal,
    };
    // The shim reads the answer. Where it was killed nobody passes a signal on any more.
    let end = Box::pin(async {
        match inputs.interactive {
            Some(_) => _ = select(pin!(stopped()), pin!(reader::gone())).await,
            None => stopped().await,
        }
    });
    runtime.block_on(run(world, inputs, end))
}

/// Has a terminal on which lines are drawn in their place know at once that somebody stops the
/// program. The runtime only learns of it when the core waits for something, and packing does not.
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
    // A signal that cannot be listened to ends the program by itself.
    let waits = signals.into_iter().filter_map(|kind| signal(kind).ok());
    let waits = waits.map(|mut signal| Box::pin(async move { signal.recv().await }));
    futures_util::future::select_all(waits).await;
}

/// The same where there is only Ctrl-C.
#[cfg(not(unix))]
async fn stopped() {
    let _ = tokio::signal::ctrl_c().await;
}

/// Writes the answer, and says whatever nobody else will. `talk` is whether there is no shim that does.
fn finish(ended: &Ended, talk: bool) -> ExitCode {
    let answer = match &ended.document {
        // A person who asked for a report wants the report itself, and not the answer around it.
        Some((_, document)) if talk => document.clone(),
        _ => format!("{}\n", ended.to_json()),
    };
    let shown = stdout().lock().write_all(answer.as_bytes());
    // Where whoever would show it is gone, it is told here.
    if let Some(message) = ended.message.as_ref().filter(|_| talk || shown.is_err()) {
        // There is nobody left to tell if stderr is gone too.
        let _ = stderr().lock().write_all(format!("{message}\n").as_bytes());
    }
    match shown {
        // Whoever was to read the answer did not get it, so the run was no success for them.
        Err(_) if ended.outcome.code() == 0 => ExitCode::FAILURE,
        _ => ExitCode::from(ended.outcome.code()),
    }
}
