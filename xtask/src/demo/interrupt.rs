//! Ctrl-C during the demo: programs are ended and folders removed before we end ourselves.

use std::process::Child;
use std::process::ExitStatus;
use std::sync::Arc;
use std::sync::atomic::AtomicBool;
use std::sync::atomic::Ordering;
use std::thread;
use std::time::Duration;
use std::time::Instant;

use anyhow::Result;
use signal_hook::consts::SIGHUP;
use signal_hook::consts::SIGINT;
use signal_hook::consts::SIGTERM;

/// How often a running program is looked at.
const PAUSE: Duration = Duration::from_millis(20);

/// How long a program that got the same signal may take to put the terminal right again.
const GRACE: Duration = Duration::from_secs(2);

/// Why the demo ended early: a person wanted it to.
#[derive(Debug)]
pub(crate) struct Interrupted;

impl std::fmt::Display for Interrupted {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("interrupted; nothing is left running")
    }
}

impl std::error::Error for Interrupted {}

/// Remembers a signal instead of dying from it, so that everything is dropped in order.
pub(crate) struct Interrupt(Arc<AtomicBool>);

impl Interrupt {
    /// From now on a signal is only remembered.
    pub(crate) fn listen() -> Result<Interrupt> {
        let raised = Arc::new(AtomicBool::new(false));
        for signal in [SIGINT, SIGTERM, SIGHUP] {
            signal_hook::flag::register(signal, Arc::clone(&raised))?;
        }
        Ok(Interrupt(raised))
    }

    /// An error once a signal has come.
    pub(crate) fn check(&self) -> Result<()> {
        if self.0.load(Ordering::Relaxed) {
            return Err(Interrupted.into());
        }
        Ok(())
    }

    /// Waits for a program to end, or ends it when a signal came.
    pub(crate) fn wait(&self, child: &mut Child) -> Result<ExitStatus> {
        loop {
            // A program that ended because of the same signal must not look as if it had ended by itself.
            if let Some(status) = child.try_wait()? {
                self.check()?;
                return Ok(status);
            }
            if let Err(interrupted) = self.check() {
                end(child)?;
                return Err(interrupted);
            }
            thread::sleep(PAUSE);
        }
    }
}

/// A program in the foreground got the signal too and may be tidying up.
fn end(child: &mut Child) -> Result<()> {
    let asked = Instant::now();
    while asked.elapsed() < GRACE {
        if child.try_wait()?.is_some() {
            return Ok(());
        }
        thread::sleep(PAUSE);
    }
    child.kill()?;
    child.wait()?;
    Ok(())
}
