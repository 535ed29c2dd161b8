//! What a run has written online so far, kept for the moment in which somebody stops it: the command
//! itself is gone then, and only this is left to tell what was and was not done.

use std::cell::{Cell, RefCell};

use crate::error::{Error, Outcome};
use crate::words;
use crate::words::Words;

/// How far one write has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Stage {
    /// Planned, or refused without effect.
    Ahead,
    /// Sent or about to be sent; its end was not seen.
    UnderWay,
    Done,
}

/// The writes of a run, in their order.
#[derive(Debug, Default)]
pub struct Journal {
    writes: RefCell<Vec<(Words, Stage)>>,
    /// How many of them, at the beginning, are of the resources before this one.
    earlier: Cell<usize>,
    /// How many of the others change no setting.
    beside: Cell<usize>,
    /// For how many minutes the claim of this run keeps the team from writing, where it has one.
    claimed: Cell<Option<i64>>,
    /// Whether somebody has stopped the run.
    is_stopped: Cell<bool>,
}

impl Journal {
    /// Takes in what the resources of `s.yaml` before this one had written in the same run.
    pub fn follow(&self, written: &[Words]) {
        self.add(written.to_vec(), Stage::Done);
        self.earlier.set(self.writes.borrow().len());
    }

    /// Notes what is going to be written.
    pub fn plan(&self, labels: impl IntoIterator<Item = Words>) {
        self.add(labels, Stage::Ahead);
    }

    /// Notes that a write is about to be sent.
    pub fn begin(&self, label: &Words) {
        self.mark(label, Stage::UnderWay);
    }

    /// Notes that a write was refused and had no effect.
    pub fn refused(&self, label: &Words) {
        self.mark(label, Stage::Ahead);
    }

    /// Notes that a write is done and on record.
    pub fn done(&self, label: &Words) {
        self.mark(label, Stage::Done);
    }

    /// Notes what was written and changes no setting: whatever fails after it is partial, and without a failure
    /// nothing has changed by it.
    pub fn beside(&self, label: &Words) {
        self.add(vec![label.clone()], Stage::Done);
        self.beside.set(self.beside.get() + 1);
    }

    /// Notes for how many minutes a claim of this run keeps others from writing, or that it was given back.
    pub fn claim(&self, minutes: Option<i64>) {
        self.claimed.set(minutes);
    }

    /// Whether this run keeps the team from writing.
    pub fn is_claimed(&self) -> bool {
        self.claimed.get().is_some()
    }

    /// Notes that somebody has stopped the run: from now on nothing new is begun.
    pub fn stop(&self) {
        self.is_stopped.set(true);
    }

    /// Whether a run that was stopped may leave what it is doing: of every write it knows what became of it.
    pub fn lets_go(&self) -> bool {
        self.is_stopped.get() && self.at(Stage::UnderWay).is_empty()
    }

    /// An error in the light of what the whole run wrote: one that says that nothing was written is
    /// partial where something was, or may have been.
    pub fn truthful(&self, error: Error) -> Error {
        // An interruption says what was written by itself.
        if !self.touched() || error.outcome == Outcome::Interrupted {
            return error;
        }
        let error = error.ended(Outcome::Partial);
        // Of other resources alone it is told beside it: see `Error::after`.
        if !self.wrote_itself() {
            return error;
        }
        let Words { en, zh } = Words::list(&self.written());
        error.because(words!("written before that: {en}", "此前已写入：{zh}"))
    }

    /// Whether anything was written, or may have been.
    pub fn touched(&self) -> bool {
        !(self.written().is_empty() && self.at(Stage::UnderWay).is_empty())
    }

    /// Whether the resource whose turn it is changed anything, and not only those before it.
    pub fn wrote_itself(&self) -> bool {
        self.written().len() > self.earlier.get() + self.beside.get()
    }

    /// What was written so far.
    pub fn written(&self) -> Vec<Words> {
        self.at(Stage::Done)
    }

    /// The end of a run that somebody stopped.
    pub fn interrupted(&self) -> Error {
        let [done, under_way, ahead] =
            [Stage::Done, Stage::UnderWay, Stage::Ahead].map(|stage| self.at(stage));
        let mut error = Error::local(words!("interrupted", "已中断")).ended(Outcome::Interrupted);
        if !done.is_empty() {
            let Words { en, zh } = Words::list(&done);
            error = error.because(words!("written before that: {en}", "此前已写入：{zh}"));
        }
        if !under_way.is_empty() {
            let Words { en, zh } = Words::list(&under_way);
            error = error.because(words!(
                "in progress when stopped, outcome unknown: {en}",
                "停止时正在写入，结果未知：{zh}"
            ));
        }
        let begun = !done.is_empty() || !under_way.is_empty();
        if begun && !ahead.is_empty() {
            let Words { en, zh } = Words::list(&ahead);
            error = error.because(words!("not started: {en}", "尚未开始：{zh}"));
        } else if !begun {
            error = error.because(words!(
                "nothing was written online",
                "没有向线上写入任何内容"
            ));
        } else if under_way.is_empty() {
            error = error.because(words!(
                "nothing else was written online",
                "此外没有向线上写入任何内容"
            ));
        }
        error.hint(match self.claimed.get() {
            Some(minutes) => words!(
                "run it again in this folder: it first finds out what was done and what was not, and takes over the team's claim, which was not given back; from elsewhere others wait for up to {minutes} minutes",
                "请在本目录重新执行：会先查明哪些已完成、哪些未完成，并接管未能释放的团队占用；其他位置的运行最多需等待 {minutes} 分钟"
            ),
            None => words!(
                "run it again: it first finds out what was done and what was not",
                "请重新执行：会先查明哪些已完成、哪些未完成"
            ),
        })
    }

    fn add(&self, labels: impl IntoIterator<Item = Words>, stage: Stage) {
        let labels = labels.into_iter().map(|label| (label, stage));
        self.writes.borrow_mut().extend(labels);
    }

    /// Moves a write on to that stage; one that nobody planned is noted all the same.
    fn mark(&self, label: &Words, stage: Stage) {
        let mut writes = self.writes.borrow_mut();
        // What is done stays done, whatever is written under the same name after it.
        let open = |(one, at): &&mut (Words, Stage)| one == label && *at != Stage::Done;
        match writes.iter_mut().find(open) {
            Some((_, at)) => *at = stage,
            None => writes.push((label.clone(), stage)),
        }
    }

    fn at(&self, stage: Stage) -> Vec<Words> {
        let writes = self.writes.borrow();
        let labels = writes.iter().filter(|(_, at)| *at == stage);
        labels.map(|(label, _)| label.clone()).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn causes(journal: &Journal) -> Vec<String> {
        let error = journal.interrupted();
        assert_eq!(error.outcome, Outcome::Interrupted);
        error.causes.into_iter().map(|cause| cause.en).collect()
    }

    #[test]
    fn says_what_was_and_was_not_done() {
        let label = Words::same;
        let journal = Journal::default();
        journal.plan(["function a", "trigger a/t", "custom domain d"].map(label));
        assert_eq!(causes(&journal), ["nothing was written online"]);
        journal.begin(&label("function a"));
        journal.done(&label("function a"));
        journal.begin(&label("trigger a/t"));
        assert_eq!(
            causes(&journal),
            [
                "written before that: function a",
                "in progress when stopped, outcome unknown: trigger a/t",
                "not started: custom domain d",
            ]
        );
        let next = Journal::default();
        next.follow(&journal.written());
        assert_eq!(
            causes(&next),
            [
                "written before that: function a",
                "nothing else was written online"
            ]
        );
        // What another resource wrote is told once, by `Error::after`.
        let error = next.truthful(next.interrupted().ended(Outcome::Failed));
        let causes = error.causes.len();
        assert_eq!((error.outcome, causes), (Outcome::Partial, 2));
    }
}
