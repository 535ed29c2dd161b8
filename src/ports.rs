//! The ports: the only ways out of the core. An entry point fills them with the real thing, a test with
//! memory. They are object-safe and single-threaded, because the wasm entry point has one thread.

mod transport;

use futures_util::future::LocalBoxFuture;

pub use self::transport::{Method, Moved, Request, Response, Transport, TransportError, Watch};
use crate::error::Error;
use crate::journal::Journal;
use crate::words;
use crate::words::Words;

/// A future that one of the ports hands back.
pub type Wait<'a, T> = LocalBoxFuture<'a, T>;

/// All ports together, as a command receives them, and the journal that outlives the command.
#[derive(Clone, Copy)]
pub struct World<'a> {
    pub transport: &'a dyn Transport,
    pub files: &'a dyn Files,
    pub terminal: &'a dyn Terminal,
    pub clock: &'a dyn Clock,
    pub programs: &'a dyn Programs,
    pub journal: &'a Journal,
}

/// What stands under a name in a folder. Links are reported, never followed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum EntryKind {
    File {
        executable: bool,
        size: u64,
    },
    Folder,
    /// A symbolic link and the target written in it.
    Link {
        target: String,
    },
    /// A socket, pipe or device.
    Other,
    /// Its name, or the target of a link, is not UTF-8, so that no path can say it.
    Unnameable,
}

/// One entry of a folder.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    pub name: String,
    pub kind: EntryKind,
    /// Absent where the file system does not tell.
    pub stamp: Option<Stamp>,
}

/// By what a file system shows that a file is still the same. Times are nanoseconds since 1970.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Stamp {
    /// When its content changed.
    pub modified: i64,
    /// When its content, its rights or its name changed.
    pub changed: i64,
    pub inode: u64,
}

/// A file operation that failed: which path, and the system's own words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FileError {
    pub path: String,
    pub cause: String,
}

/// Something that is put into a folder of the person's own.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum New<'a> {
    File {
        bytes: &'a [u8],
        executable: bool,
    },
    Folder,
    /// A symbolic link.
    Link {
        target: &'a str,
    },
}

/// Who may read what is put into a folder, and enter it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Rights {
    /// Whoever may read the files that the person makes otherwise.
    Usual,
    /// The person alone, folders that have to be made for it included.
    OwnerOnly,
}

/// Keeps files. Paths are absolute and written with `/`.
pub trait Files {
    /// The file's bytes, or `None` where nothing stands under that path. Whatever else than a file
    /// stands there, a pipe for one, is an error and never waited for.
    fn read(&self, path: &str) -> Result<Option<Vec<u8>>, FileError>;

    /// Replaces the file as a whole: after a crash either the old or the new bytes are there, never
    /// a mixture. Missing folders are made. The file is readable by its owner only (mode 0600).
    fn replace(&self, path: &str, bytes: &[u8]) -> Result<(), FileError>;

    /// Puts a file where nothing stands yet, as a whole and readable by its owner only. `false` where
    /// something stands there: of several who try, exactly one is told `true`.
    fn claim(&self, path: &str, bytes: &[u8]) -> Result<bool, FileError>;

    /// Replaces a file of the person's own as a whole. Its rights stay, and where a link stands under
    /// that path, the file that it leads to is replaced.
    fn rewrite(&self, path: &str, bytes: &[u8]) -> Result<(), FileError>;

    /// Puts something where nothing stands yet. Missing folders are made.
    fn create(&self, path: &str, new: New<'_>, rights: Rights) -> Result<(), FileError>;

    /// Removes the file; one that is not there counts as removed.
    fn remove(&self, path: &str) -> Result<(), FileError>;

    /// Gives a file or folder another name, under which nothing stands yet. Missing folders are made.
    fn rename(&self, from: &str, to: &str) -> Result<(), FileError>;

    /// Removes a folder with everything in it. Links in it go, what they lead to stays; a folder that
    /// is not there counts as removed.
    fn remove_folder(&self, path: &str) -> Result<(), FileError>;

    /// The folder's entries in no particular order, or `None` where no folder stands there.
    fn list(&self, path: &str) -> Result<Option<Vec<Entry>>, FileError>;

    /// What stands under that path, links *followed*; `None` where nothing does.
    fn kind(&self, path: &str) -> Result<Option<EntryKind>, FileError>;
}

/// A key that a person pressed at a question.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Key {
    Char(char),
    Up,
    Down,
    Left,
    Right,
    PageUp,
    PageDown,
    Enter,
    Escape,
    Backspace,
    /// Ctrl-C, Ctrl-D, or a terminal that went away.
    Interrupt,
    /// Any key that no question uses.
    Other,
}

/// There is nobody who could press a key.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Unattended;

/// Talks to the person. Talk goes to stderr, so that stdout carries nothing but the result.
pub trait Terminal {
    /// Writes text as it is; lines end in `\n`.
    fn write(&self, text: &str);

    /// Whether a person is there to answer. `CI` or a missing terminal means nobody is.
    fn attended(&self) -> bool;

    /// Whether the talk goes to a screen, where long lines are wrapped. A log keeps them whole.
    fn shown(&self) -> bool;

    /// Whether colours and cursor movements may be written.
    fn styled(&self) -> bool;

    /// Columns of the screen; 80 where there is none.
    fn width(&self) -> usize;

    /// Lines of the screen; 24 where there is none.
    fn height(&self) -> usize;

    /// Begins or ends a dialogue: in between the terminal gives single keys and shows none of them.
    /// Dialogues may stand in each other.
    fn listen(&self, begins: bool);

    /// Throws away, within a dialogue, every key that was pressed up to now, since nobody can have
    /// answered what is drawn only next. [`Key::Interrupt`] is kept: it is the next key.
    fn forget(&self) -> Wait<'_, ()>;

    /// Waits for one key, within a dialogue. Without a person this is an error, never a default.
    fn key(&self) -> Wait<'_, Result<Key, Unattended>>;
}

/// Tells the time, makes chance, and waits.
pub trait Clock {
    /// Milliseconds since 1970-01-01T00:00:00Z.
    fn now(&self) -> i64;

    /// Sixteen bytes that nobody can guess.
    fn nonce(&self) -> [u8; 16];

    /// Waits that many milliseconds.
    fn sleep(&self, millis: u64) -> Wait<'_, ()>;
}

/// A program that ran to its end.
#[derive(Clone, Debug, Default, PartialEq, Eq, serde::Deserialize)]
pub struct Ran {
    /// The exit code; -1 where a signal ended it.
    pub code: i32,
    pub stdout: String,
    pub stderr: String,
}

/// Why a program did not run.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ProgramError {
    /// There is no such program on this machine.
    Missing,
    /// The system's own words.
    Failed(String),
}

/// A running program, as others can find it again.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Process {
    pub pid: u32,
    /// The name of the machine that it runs on.
    pub host: String,
    /// Within which numbers of programs mean anything, where a machine has several such spaces: two
    /// containers may give themselves the same name, and each counts for itself.
    pub space: Option<String>,
}

/// Runs programs of this machine, and knows those that run. Their command lines are visible to
/// everybody, so they hold no secret.
pub trait Programs {
    /// The program that this is.
    fn own(&self) -> Process;

    /// Whether a program of that number runs in this space; `None` where that cannot be told.
    fn runs(&self, pid: u32) -> Option<bool>;

    fn run<'a>(
        &'a self,
        program: &'a str,
        args: &'a [&'a str],
    ) -> Wait<'a, Result<Ran, ProgramError>>;

    /// The same with a limit in milliseconds. A program that has not ended by then is ended, with all that
    /// it has started: `None`.
    fn run_within<'a>(
        &'a self,
        millis: u32,
        program: &'a str,
        args: &'a [&'a str],
    ) -> Wait<'a, Result<Option<Ran>, ProgramError>>;
}

impl From<FileError> for Error {
    fn from(error: FileError) -> Error {
        let FileError { path, cause } = error;
        Error::local(words!("cannot use the file {path}", "无法访问文件 {path}"))
            .because(Words::same(cause))
            .hint(words!(
                "check that the file exists, its permissions and the free disk space, then run the command again",
                "请检查该文件是否存在、读写权限和磁盘空间，然后重新执行该命令"
            ))
    }
}
