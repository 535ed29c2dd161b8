//! A run in a real terminal: what it shows, and the keys that are pressed.

use std::io::{Read as _, Write};
use std::num::NonZero;
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use crate::project::{Project, program, root};
use portable_pty::{Child, CommandBuilder, PtySize, native_pty_system};

const ROWS: NonZero<u16> = NonZero::new(40).unwrap();
/// As many as the narrowest terminal that people have.
const COLUMNS: NonZero<u16> = NonZero::new(80).unwrap();

/// A run in a terminal.
pub(crate) struct Session {
    child: Box<dyn Child + Send + Sync>,
    keyboard: Box<dyn Write + Send>,
    screen: Arc<Mutex<vt100::Parser>>,
    /// Everything that was ever written, for what scrolled away.
    log: Arc<Mutex<Vec<u8>>>,
    /// Reads until nobody can write there any more.
    reader: std::thread::JoinHandle<()>,
    // The terminal lives as long as its master side.
    master: Box<dyn portable_pty::MasterPty + Send>,
}

impl Session {
    pub(crate) fn start(project: &Project, args: &[&str]) -> Session {
        Session::start_with(project, args, &[])
    }

    pub(crate) fn start_with(project: &Project, args: &[&str], env: &[(&str, &str)]) -> Session {
        let mut command = CommandBuilder::new("node");
        command.arg(root().join("node_modules/@serverless-devs/s/bin/s"));
        command.args(args);
        Session::of(project, command, env)
    }

    /// The native program at a terminal, its inputs in a pipe.
    pub(crate) fn alone(project: &Project, args: &[&str], env: &[(&str, &str)]) -> Session {
        let inputs = project.path("inputs.json");
        project.write("inputs.json", &project.inputs().to_string());
        let mut command = CommandBuilder::new("sh");
        command.args(["-c", "inputs=$1; shift; exec \"$@\" < \"$inputs\"", "sh"]);
        command.arg(inputs);
        command.arg(program("FC_GUARD_BIN", "fc-guard"));
        command.args(args);
        Session::of(project, command, env)
    }

    fn of(project: &Project, mut command: CommandBuilder, env: &[(&str, &str)]) -> Session {
        let size = PtySize {
            rows: ROWS.get(),
            cols: COLUMNS.get(),
            pixel_width: 0,
            pixel_height: 0,
        };
        let pair = native_pty_system().openpty(size).unwrap();
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
        let screen = vt100::Parser::new(ROWS, COLUMNS, 0);
        let screen = Arc::new(Mutex::new(screen));
        let log = Arc::new(Mutex::new(Vec::new()));
        let (to_screen, to_log) = (screen.clone(), log.clone());
        let reader = std::thread::spawn(move || {
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
            reader,
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

    /// Sends the signal to this one process, not to those that it started.
    pub(crate) fn signal(&self, name: &str) {
        crate::signal::signal(self.child.process_id().unwrap(), name);
    }

    /// Waits for the end, and for everything that was written until then; returns the exit code.
    #[track_caller]
    pub(crate) fn end(&mut self) -> u32 {
        let patience = Instant::now() + Duration::from_secs(30);
        loop {
            let status = self.child.try_wait().unwrap();
            if let Some(status) = status.filter(|_| self.reader.is_finished()) {
                return status.exit_code();
            }
            assert!(
                Instant::now() < patience,
                "it does not end:\n{}",
                self.screen()
            );
            std::thread::sleep(Duration::from_millis(10));
        }
    }
}

impl Drop for Session {
    fn drop(&mut self) {
        let _ = self.child.kill();
    }
}
