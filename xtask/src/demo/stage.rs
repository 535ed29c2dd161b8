//! What the steps of the demo do: speak, deploy, play the colleague at the console, and check.

use std::process::Command;
use std::process::Stdio;

use anyhow::Context;
use anyhow::Result;
use anyhow::bail;
use serde_json::Value;

use crate::command;
use crate::demo::emulator::ACCOUNT;
use crate::demo::emulator::CONSOLE;
use crate::demo::emulator::Emulator;
use crate::demo::emulator::OWNER;
use crate::demo::interrupt::Interrupt;
use crate::demo::lang::Lang;
use crate::demo::sandbox::Sandbox;
use crate::project::Project;

/// The function that `examples/http-python/s.yaml` describes.
const FUNCTION: &str = "fc-guard-hello";

/// The colleague at the console, played with the official SDK.
const CONSOLE_SCRIPT: &str = "xtask/demo/console.mjs";

/// Everything that the steps of the demo need.
pub(crate) struct Stage<'a> {
    pub(crate) project: &'a Project,
    /// Where `s` runs, and what it may see.
    pub(crate) sandbox: &'a Sandbox,
    pub(crate) emulator: &'a Emulator,
    pub(crate) interrupt: &'a Interrupt,
    /// Of all that is said; `s` gets the same.
    pub(crate) lang: Lang,
    /// Whether a person is there to answer questions.
    pub(crate) attended: bool,
}

/// How a deploy ended.
pub(crate) struct Deploy {
    /// As the CLI ended; -1 where a signal ended it.
    pub(crate) code: i32,
    /// Requests that were meant to change something online.
    pub(crate) writes: usize,
}

impl Deploy {
    /// Said no, and did nothing.
    pub(crate) fn refused(&self) -> bool {
        self.code != 0 && self.writes == 0
    }

    /// Said yes, and had nothing to do.
    pub(crate) fn idle(&self) -> bool {
        self.code == 0 && self.writes == 0
    }
}

impl Stage<'_> {
    /// The heading of a situation.
    pub(crate) fn title(&self, en: &str, zh: &str) {
        println!("\n━━ {} ━━", self.lang.pick(en, zh));
    }

    /// A sentence for the person who watches.
    pub(crate) fn say(&self, en: &str, zh: &str) {
        println!("\n▶ {}", self.lang.pick(en, zh));
    }

    /// Says that something is as it must be, or ends the demo because it is not.
    pub(crate) fn verify(&self, holds: bool, en: &str, zh: &str) -> Result<()> {
        let claim = self.lang.pick(en, zh);
        if !holds {
            bail!(
                "{}{claim}",
                self.lang.pick("this is not so: ", "实际并非如此：")
            );
        }
        println!("✓ {claim}");
        Ok(())
    }

    /// Changes one setting in the copy's `s.yaml`.
    pub(crate) fn edit(&self, old: &str, new: &str) -> Result<()> {
        println!("  s.yaml  {old} → {new}");
        self.sandbox.edit(old, new)
    }

    /// Runs `s deploy`; only an attended one can read the keyboard.
    pub(crate) fn deploy(&self, flags: &[&str], attended: bool) -> Result<Deploy> {
        // What the colleague wrote before is not of this deploy.
        let before = self.emulator.writes()?;
        let mut deploy = Command::new(self.project.root().join("node_modules/.bin/s"));
        deploy.arg("deploy").args(flags);
        self.sandbox.enclose(&mut deploy);
        self.identify(&mut deploy);
        if !attended {
            deploy.stdin(Stdio::null());
        }
        println!("$ {}", command::line(&deploy));
        let mut child = deploy
            .spawn()
            .with_context(|| command::unstartable(&deploy))?;
        let status = self.interrupt.wait(&mut child)?;
        let ended = Deploy {
            // A program that was killed has no code.
            code: status.code().unwrap_or(-1),
            writes: self.emulator.writes()? - before,
        };
        self.tell(&ended);
        Ok(ended)
    }

    /// Changes the live function under the colleague's key.
    pub(crate) fn console(&self, changes: &Value) -> Result<()> {
        let changes = changes.to_string();
        println!("$ node {CONSOLE_SCRIPT} edit {FUNCTION} '{changes}'");
        let answer = self.answer(&mut self.sdk(&["edit", FUNCTION, &changes]))?;
        print!("{answer}");
        Ok(())
    }

    /// The settings that are online now.
    pub(crate) fn live(&self) -> Result<Value> {
        let answer = self.answer(&mut self.sdk(&["show", FUNCTION]))?;
        serde_json::from_str(&answer).context("console.mjs did not print JSON")
    }

    /// What a program prints, unless somebody stopped the demo.
    fn answer(&self, sdk: &mut Command) -> Result<String> {
        self.interrupt.check()?;
        command::read(sdk)
    }

    /// Says how a deploy ended.
    fn tell(&self, ended: &Deploy) {
        let (code, writes) = (ended.code, ended.writes);
        match self.lang {
            Lang::En => println!("  exit code {code}, write requests: {writes}"),
            Lang::Zh => println!("  退出码 {code}，写请求 {writes} 个"),
        }
    }

    /// The key and the addresses that `s` uses here.
    fn identify(&self, command: &mut Command) {
        command.env("AccountID", ACCOUNT);
        command.env("AccessKeyID", OWNER.id);
        command.env("AccessKeySecret", OWNER.secret);
        command.env("FC_CLIENT_CUSTOM_ENDPOINT", self.emulator.url());
        command.env("FC_CODE_TEMP_OSS_ENDPOINT", self.emulator.url());
        command.env("FC_GUARD_BIN", self.project.binary("fc-guard"));
        command.env("FC_GUARD_LANG", self.lang.code());
    }

    /// The official SDK under the colleague's key.
    fn sdk(&self, args: &[&str]) -> Command {
        let mut node = Command::new("node");
        node.arg(self.project.root().join(CONSOLE_SCRIPT));
        node.args(args).stdin(Stdio::null());
        self.sandbox.enclose(&mut node);
        node.env("DEMO_ENDPOINT", self.emulator.url());
        node.env("DEMO_ACCESS_KEY_ID", CONSOLE.id);
        node.env("DEMO_ACCESS_KEY_SECRET", CONSOLE.secret);
        node
    }
}
