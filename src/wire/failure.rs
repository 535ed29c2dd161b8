//! Why a call did not bring what it was sent for, in a form that its caller can act upon.

use super::call::{Action, Task};
use super::hint::hint;
use super::refusal::{Refusal, RefusalFault};
use super::service::{Codes, lists};
use crate::error::{Draft, Error, Outcome};
use crate::ports::TransportError;
use crate::words;
use crate::words::Words;

/// A call that failed after all its tries. Ask it what it means for the deploy, then turn it into an
/// [`Error`] with [`Failure::into_error`] if nothing else can be done.
///
/// Ask [`Failure::unknown`] first: a retried write may be refused (412, 409) only because its own
/// first try took effect.
#[derive(Clone, Debug)]
pub struct Failure {
    pub(super) action: Action,
    pub(super) reason: Box<Reason>,
    /// How often it was sent.
    pub(super) tries: u32,
    /// A try before the last one may have taken effect.
    pub(super) doubtful: bool,
}

/// What came back instead of the reply.
#[derive(Clone, Debug)]
pub(super) enum Reason {
    Refused(Refusal),
    /// A status of success with a body that is not what was asked for.
    Unreadable {
        status: u16,
        request_id: Option<String>,
        detail: Words,
    },
    Lost {
        /// Where the call went.
        origin: String,
        /// How long a reply was waited for, in seconds.
        patience: u64,
        error: TransportError,
    },
    /// Nothing was sent, because no call does that.
    NoCall,
}

impl Failure {
    /// A reply of success that says something in a form that is not known.
    pub fn unlike(action: Action, detail: Words) -> Failure {
        let reason = Reason::Unreadable {
            status: 200,
            request_id: None,
            detail,
        };
        Failure {
            action,
            reason: Box::new(reason),
            tries: 1,
            doubtful: false,
        }
    }

    /// Whoever signs may not do that; everything else is in order.
    pub fn denied(&self) -> bool {
        matches!(&*self.reason, Reason::Refused(refusal) if refusal.fault() == RefusalFault::Permission)
    }

    /// The status of the server's answer, if it answered.
    pub fn status(&self) -> Option<u16> {
        match *self.reason {
            Reason::Refused(Refusal { status, .. }) | Reason::Unreadable { status, .. } => {
                Some(status)
            }
            Reason::Lost { .. } | Reason::NoCall => None,
        }
    }

    /// The API's error code, if the server gave one.
    pub fn code(&self) -> Option<&str> {
        match &*self.reason {
            Reason::Refused(refusal) => refusal.code.as_deref(),
            Reason::Unreadable { .. } | Reason::Lost { .. } | Reason::NoCall => None,
        }
    }

    /// What was to be created is there already.
    pub fn exists(&self) -> bool {
        let mut endings = self.codes().taken.iter();
        let code = self.code().unwrap_or_default();
        endings.any(|ending| code.ends_with(ending))
    }

    /// Somebody else wrote the resource since it was read, or is writing it at this moment.
    pub fn moved(&self) -> bool {
        let code = self.code().unwrap_or_default();
        self.status() == Some(412) || self.codes().moved.contains(&code)
    }

    /// What was to be written, or what it belongs to, is not there (an explicit not-found code with 404).
    pub fn gone(&self) -> bool {
        let code = self.code().unwrap_or_default();
        self.status() == Some(404) && lists(self.codes().gone, code)
    }

    /// Something else is in the way that may go away by itself: another write, or what is still being
    /// taken down.
    pub fn blocked(&self) -> bool {
        lists(self.codes().blocked, self.code().unwrap_or_default())
    }

    /// Another write of the same thing is under way, and over in a moment.
    pub(super) fn passes(&self) -> bool {
        let code = self.code().unwrap_or_default();
        self.codes().passing.contains(&code)
    }

    /// Nobody knows whether the write took effect: it was sent, and then came a timeout, a broken
    /// connection, a 5xx, or a success that cannot be read. Always false for a read.
    pub fn unknown(&self) -> bool {
        self.action.writes() && (self.doubtful || self.reason.leaves_doubt())
    }

    /// Whether it was refused with status 404 and one of these codes.
    pub fn misses(&self, codes: &[&str]) -> bool {
        self.status() == Some(404) && self.code().is_some_and(|code| codes.contains(&code))
    }

    fn codes(&self) -> &'static Codes {
        &self.action.service.codes
    }

    /// The error to show, about the resource of that label (`Resource::label`).
    pub fn into_error(self, resource: &Words) -> Error {
        let Words { en, zh } = resource;
        let what = match self.action.task {
            Task::Create => words!("cannot create {en}", "无法创建{zh}"),
            Task::Update | Task::Set => words!("cannot update {en}", "无法更新{zh}"),
            Task::Delete => words!("cannot delete {en}", "无法删除{zh}"),
            Task::Read | Task::Head => words!("cannot read {en}", "无法读取{zh}"),
            Task::Upload => words!("cannot upload {en}", "无法上传{zh}"),
        };
        self.explain(what)
    }

    /// The error that says so much, with its causes and what to do.
    fn explain(self, what: Words) -> Error {
        if matches!(*self.reason, Reason::NoCall) {
            return Error::bug(what).because(self.cause());
        }
        // Whether it took effect matters more than whatever the code would have one do.
        let unknown = self.unknown();
        let mut error = self.blame(what).because(self.cause());
        if self.tries > 1 {
            let tries = self.tries;
            error = error.because(words!("tried {tries} times", "已尝试 {tries} 次"));
        }
        if unknown {
            return error
                .because(words!(
                    "it is not known whether the change took effect",
                    "无法确定更改是否已经生效"
                ))
                .hint(words!(
                    "deploy again: it reads the live state before it writes anything",
                    "请重新部署：写入之前会先读取线上的实际状态"
                ));
        }
        error.hint(hint(&self))
    }

    /// Puts the error at the door of whoever can mend it.
    fn blame(&self, what: Words) -> Draft {
        let fault = match &*self.reason {
            Reason::Refused(refusal) => refusal.fault(),
            // Nothing of the cloud was reached: that is the address or the network, which the person can
            // mend.
            Reason::Lost {
                error: TransportError::Connect(_),
                ..
            } => return Error::local(what),
            Reason::Lost { .. } | Reason::Unreadable { .. } | Reason::NoCall => {
                return Error::cloud(what);
            }
        };
        match fault {
            RefusalFault::Clock
            | RefusalFault::Token
            | RefusalFault::Key
            | RefusalFault::Permission => Error::local(what),
            // The value is that of the file. As requests were sent, it is a failure all the same, and no
            // usage error.
            RefusalFault::Value if self.action.writes() => {
                Error::template(what).ended(Outcome::Failed)
            }
            _ => Error::cloud(what),
        }
    }

    fn cause(&self) -> Words {
        match &*self.reason {
            Reason::Refused(refusal) => refusal.words(),
            Reason::Unreadable {
                status,
                request_id,
                detail,
            } => {
                let Words { en, zh } = detail;
                let id = request_id.as_deref().unwrap_or("-");
                words!(
                    "{en} (HTTP {status}, request id {id})",
                    "{zh}（HTTP {status}，请求 ID {id}）"
                )
            }
            Reason::Lost {
                origin,
                patience,
                error,
            } => lost(origin, *patience, error),
            Reason::NoCall => {
                let name = self.action.name;
                words!(
                    "the API has no operation for this ({name}); nothing was sent",
                    "API 没有对应的操作（{name}）；没有发送任何请求"
                )
            }
        }
    }
}

impl Reason {
    /// Whether the call may have taken effect all the same.
    pub(super) fn leaves_doubt(&self) -> bool {
        match self {
            Reason::Refused(refusal) => refusal.leaves_doubt(),
            Reason::Unreadable { .. } => true,
            Reason::Lost { error, .. } => !matches!(error, TransportError::Connect(_)),
            Reason::NoCall => false,
        }
    }
}

/// The failure of a write for which there is no call: taking it for done would put on record what was
/// never sent.
pub fn no_call(action: Action) -> Failure {
    Failure {
        action,
        reason: Box::new(Reason::NoCall),
        tries: 0,
        doubtful: false,
    }
}

/// Why no reply came back.
fn lost(origin: &str, patience: u64, error: &TransportError) -> Words {
    match error {
        TransportError::Connect(text) => words!(
            "no connection to {origin}: {text}",
            "无法连接 {origin}：{text}"
        ),
        TransportError::Timeout => words!(
            "{origin} did not answer within {patience} s",
            "{origin} 在 {patience} 秒内没有响应"
        ),
        TransportError::Broken(text) => words!(
            "the connection to {origin} broke: {text}",
            "与 {origin} 的连接中断：{text}"
        ),
        TransportError::TooLarge(limit) => {
            let limit = limit / (1024 * 1024);
            words!(
                "{origin} answers with more than {limit} MB",
                "{origin} 的响应超过 {limit} MB"
            )
        }
    }
}
