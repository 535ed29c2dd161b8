//! The question in a real terminal, with keys pressed.

use std::io::{Read as _, Write};
use std::num::NonZero;
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use portable_pty::{Child, CommandBuilder, PtySize, native_pty_system};
use serde_json::json;

use crate::project::{DOORS, Door, Project, Props, root};

const ROWS: NonZero<u16> = NonZero::new(40).unwrap();
const COLUMNS: NonZero<u16> = NonZero::new(100).unwrap();

const UP: &str = "\x1b[A";
const DOWN: &str = "\x1b[B";
const CTRL_C: &str = "\x03";

/// `s` in a terminal.
pub(crate) struct Session {
    child: Box<dyn Child + Send + Sync>,
    keyboard: Box<dyn Write + Send>,
    screen: Arc<Mutex<vt100::Parser>>,
    /// Everything that was ever written, for what scrolled away.
    log: Arc<Mutex<Vec<u8>>>,
    // The terminal lives as long as its master side.
    master: Box<dyn portable_pty::MasterPty + Send>,
}

impl Session {
    pub(crate) fn start(project: &Project, args: &[&str]) -> Session {
        Session::start_with(project, args, &[])
    }

    pub(crate) fn start_with(project: &Project, args: &[&str], env: &[(&str, &str)]) -> Session {
        let size = PtySize {
            rows: ROWS.get(),
            cols: COLUMNS.get(),
            pixel_width: 0,
            pixel_height: 0,
        };
        Session::sized(project, args, env, size)
    }

    pub(crate) fn sized(
        project: &Project,
        args: &[&str],
        env: &[(&str, &str)],
        size: PtySize,
    ) -> Session {
        let pair = native_pty_system().openpty(size).unwrap();
        let mut command = CommandBuilder::new("node");
        command.arg(root().join("node_modules/@serverless-devs/s/bin/s"));
        command.args(args);
        command.cwd(project.path("app"));
        command.env_clear();
        for (name, value) in project.env() {
            command.env(name, value);
        }
        for (name, value) in env {
            command.env(name, value);
        }
        let child = pair.slave.spawn_command(command).unwrap();
        drop(pair.slave);
        let mut reader = pair.master.try_clone_reader().unwrap();
        let screen = Arc::new(Mutex::new(parser(size)));
        let log = Arc::new(Mutex::new(Vec::new()));
        let (to_screen, to_log) = (screen.clone(), log.clone());
        std::thread::spawn(move || {
            let mut bytes = [0; 4096];
            while let Ok(count @ 1..) = reader.read(&mut bytes) {
                to_screen.lock().unwrap().process(&bytes[..count]);
                to_log.lock().unwrap().extend_from_slice(&bytes[..count]);
            }
        });
        let keyboard = pair.master.take_writer().unwrap();
        Session {
            child,
            keyboard,
            screen,
            log,
            master: pair.master,
        }
    }

    pub(crate) fn screen(&self) -> String {
        self.screen.lock().unwrap().screen().contents()
    }

    pub(crate) fn log(&self) -> String {
        String::from_utf8_lossy(&self.log.lock().unwrap()).into_owned()
    }

    /// Waits until the screen shows the text.
    #[track_caller]
    pub(crate) fn see(&self, text: &str) {
        let patience = Instant::now() + Duration::from_secs(30);
        while !self.screen().contains(text) {
            assert!(
                Instant::now() < patience,
                "{text:?} does not appear:\n{}",
                self.screen()
            );
            std::thread::sleep(Duration::from_millis(20));
        }
    }

    /// How much was written so far, in bytes.
    pub(crate) fn written(&self) -> usize {
        self.log.lock().unwrap().len()
    }

    /// Waits until the text is written behind that many bytes: what stood on the screen before says
    /// nothing about whether a question is asked again.
    #[track_caller]
    pub(crate) fn see_behind(&self, written: usize, text: &str) {
        let patience = Instant::now() + Duration::from_secs(30);
        let is_there = || {
            let log = self.log.lock().unwrap();
            log[written..]
                .windows(text.len())
                .any(|window| window == text.as_bytes())
        };
        while !is_there() {
            assert!(
                Instant::now() < patience,
                "{text:?} does not appear:\n{}",
                self.screen()
            );
            std::thread::sleep(Duration::from_millis(20));
        }
    }

    pub(crate) fn press(&mut self, keys: &str) {
        self.keyboard.write_all(keys.as_bytes()).unwrap();
        self.keyboard.flush().unwrap();
    }

    /// Whether the terminal gives single keys.
    pub(crate) fn is_raw(&self) -> bool {
        let modes = self.master.get_termios().unwrap();
        !format!("{:?}", modes.local_flags).contains("ICANON")
    }

    /// Sends the signal to `s` alone.
    pub(crate) fn signal(&self, name: &str) {
        crate::signal::signal(self.child.process_id().unwrap(), name);
    }

    /// Waits for the end and returns the exit code.
    #[track_caller]
    pub(crate) fn end(&mut self) -> u32 {
        let patience = Instant::now() + Duration::from_secs(30);
        loop {
            if let Some(status) = self.child.try_wait().unwrap() {
                return status.exit_code();
            }
            assert!(
                Instant::now() < patience,
                "it does not end:\n{}",
                self.screen()
            );
            std::thread::sleep(Duration::from_millis(20));
        }
    }
}

impl Drop for Session {
    fn drop(&mut self) {
        let _ = self.child.kill();
    }
}

fn parser(size: PtySize) -> vt100::Parser {
    let sides = [(size.rows, ROWS), (size.cols, COLUMNS)];
    let [rows, columns] = sides.map(|(side, usual)| NonZero::new(side).unwrap_or(usual));
    vt100::Parser::new(rows, columns, 0)
}

const QUESTION: &str = "What should happen?";
pub(crate) const WRITE_BACK: &str = "into s.yaml?";

/// A project whose function was changed online, at the question.
fn asked(door: Door) -> (Project, Session) {
    let project = Project::new(door);
    project.deployed();
    project.change(json!({"memorySize": 1024, "environmentVariables": {"LEVEL": "hot-canary"}}));
    let session = Session::start(&project, &["deploy"]);
    session.see(QUESTION);
    session.see("stop: change nothing");
    (project, session)
}

#[test]
fn letters_decide() {
    for door in DOORS {
        let (project, mut session) = asked(door);
        session.press("l");
        assert_eq!(session.end(), 0, "{}", session.log());
        assert_eq!(project.function()["memorySize"], 512);
        assert!(!session.log().contains("canary"));

        let (project, mut session) = asked(door);
        session.press("r");
        session.see(WRITE_BACK);
        session.press("n");
        assert_eq!(session.end(), 0, "{}", session.log());
        assert_eq!(project.function()["memorySize"], 1024);
        project.deploy(&[]).ok();
    }
}

#[test]
fn arrows_and_enter_decide_and_enter_alone_never_overwrites() {
    for door in DOORS {
        let (project, mut session) = asked(door);
        session.press(DOWN);
        session.see("❯ [l]");
        session.press("\r");
        assert_eq!(session.end(), 0, "{}", session.log());
        assert_eq!(project.function()["memorySize"], 512);

        let (project, mut session) = asked(door);
        let before = project.emulator.writes();
        session.press("\r");
        assert_ne!(session.end(), 0);
        assert_eq!(project.emulator.writes(), before);

        let (project, mut session) = asked(door);
        session.press(&UP.repeat(4));
        session.see("❯ [r]");
        session.press("\r");
        session.see(WRITE_BACK);
        session.press("\r");
        assert_eq!(session.end(), 0, "{}", session.log());
        assert_eq!(project.function()["memorySize"], 1024);
    }
}

#[test]
fn ctrl_c_and_stop_change_nothing_and_end_the_run() {
    for door in DOORS {
        for keys in [CTRL_C, "s"] {
            let project = Project::new(door);
            let props = Props {
                domain: false,
                ..Props::default()
            };
            project.write(
                "app/s.yaml",
                &props.yaml(&[("fn", "demo"), ("other", "other")]),
            );
            project.deploy(&[]).ok();
            project.change(json!({"memorySize": 1024}));
            let edited = Props {
                timeout: 30,
                ..props
            };
            project.write(
                "app/s.yaml",
                &edited.yaml(&[("fn", "demo"), ("other", "other")]),
            );
            let before = project.emulator.writes();
            let mut session = Session::start(&project, &["deploy"]);
            session.see(QUESTION);
            session.press(keys);
            assert_ne!(session.end(), 0, "{}", session.log());
            assert_eq!(
                project.emulator.writes(),
                before,
                "neither this one nor the next is deployed"
            );
        }
    }
}

#[test]
fn one_by_one() {
    for door in DOORS {
        let (project, mut session) = asked(door);
        session.press("o");
        session.see("(1/2) function demo · environmentVariables.LEVEL");
        session.see("last deployed");
        session.press("r");
        session.see("(2/2) function demo · memorySize");
        session.press("l");
        session.see("Do it?");
        let writes = project.emulator.writes();
        session.press("\r");
        assert_eq!(
            project.emulator.writes(),
            writes,
            "Enter alone decides nothing"
        );
        session.press("y");
        session.see(WRITE_BACK);
        session.press("n");
        assert_eq!(session.end(), 0, "{}", session.log());
        let function = project.function();
        assert_eq!(function["environmentVariables"]["LEVEL"], "hot-canary");
        assert_eq!(function["memorySize"], 512);
        project.deploy(&[]).ok();
    }
}

#[test]
fn one_by_one_backwards_by_search_and_with_help() {
    for door in DOORS {
        let (project, mut session) = asked(door);
        session.press("o");
        session.see("(1/2)");
        session.press("?");
        session.see("what is online stays, and that is remembered");
        session.press("/MEMORY\r");
        session.see("(2/2) function demo · memorySize");
        session.press("v");
        session.see("online → yours");
        session.see("+ 512");
        session.press("l");
        session.see("(1/2) function demo · environmentVariables.LEVEL");
        session.press("/nothing\r");
        session.see("nothing has “nothing” in its name");
        session.press("l");
        session.see("Do it?");
        session.press("b");
        session.see("decided: local");
        session.press("r");
        session.see("remote  function demo · environmentVariables.LEVEL");
        session.press("y");
        session.see(WRITE_BACK);
        session.press("n");
        assert_eq!(session.end(), 0, "{}", session.log());
        let function = project.function();
        assert_eq!(function["environmentVariables"]["LEVEL"], "hot-canary");
        assert_eq!(function["memorySize"], 512);
        assert!(!session.log().contains("canary"));
    }
}

#[test]
fn everything_is_shown_on_demand_and_the_question_comes_again() {
    let (project, mut session) = asked(Door::Wasm);
    session.press("d");
    let patience = Instant::now() + Duration::from_secs(30);
    while session.log().matches(QUESTION).count() < 2 {
        assert!(Instant::now() < patience, "{}", session.log());
        std::thread::sleep(Duration::from_millis(20));
    }
    session.press("l");
    assert_eq!(session.end(), 0, "{}", session.log());
    assert_eq!(project.function()["memorySize"], 512);
}

#[test]
fn a_foreign_write_during_the_question_is_noticed() {
    for door in DOORS {
        let (project, mut session) = asked(door);
        project.change(json!({"timeout": 77}));
        let written = session.written();
        session.press("l");
        session.see("changed online again in the meantime");
        session.see("timeout: 10 → 77");
        session.see_behind(written, QUESTION);
        session.press("r");
        session.see(WRITE_BACK);
        session.press("n");
        assert_eq!(session.end(), 0, "{}", session.log());
        let function = project.function();
        assert_eq!(
            function["memorySize"], 512,
            "decided before, and still what was shown"
        );
        assert_eq!(function["timeout"], 77);
    }
}

#[test]
fn in_a_terminal_of_a_pipeline_nobody_is_asked() {
    for door in DOORS {
        let project = Project::new(door);
        project.deployed();
        project.change(json!({"memorySize": 1024}));
        let before = project.emulator.writes();
        let mut session = Session::start_with(&project, &["deploy"], &[("CI", "true")]);
        assert_ne!(session.end(), 0, "{}", session.log());
        assert!(
            session.log().contains("Nobody can be asked"),
            "{}",
            session.log()
        );
        assert_eq!(project.emulator.writes(), before);
    }
}

#[test]
fn removing_is_confirmed_by_a_key_and_never_by_enter_alone() {
    for door in DOORS {
        let project = Project::new(door);
        project.deployed();
        let writes = project.emulator.writes().len();
        for keys in ["\r", "n", CTRL_C] {
            let mut session = Session::start(&project, &["remove"]);
            session.see("will be deleted:");
            session.see("custom domain demo.example.com");
            session.see("Delete all of it?");
            session.press(keys);
            let ended = session.end();
            assert!(ended == 130 || ended == 101, "{keys:?}: {ended}");
            assert!(session.log().contains("nothing was deleted"), "{keys:?}");
        }
        assert_eq!(project.emulator.writes().len(), writes);
        let mut session = Session::start(&project, &["remove"]);
        session.see("Delete all of it?");
        session.press("y");
        session.see("nothing is left");
        assert_eq!(session.end(), 0);
        assert_eq!(project.emulator.left(), json!([{}, {}]));
    }
}
