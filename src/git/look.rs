//! Asking git about the folder of `s.yaml`.

use futures_util::future::{join3, try_join3};

use super::kept::{branch, name};
use super::pipeline::{self, PipelineClaim};
use super::run::{Git, refusal};
use super::{Checkout, Commit, Lookup, UnknownReason, remote};
use crate::ports::{Programs, Ran};

/// What is deployed, as far as it lies on this machine. What git does not know of it is in no commit.
pub struct DeployedFiles {
    /// The files that say what is deployed. None of them is left out, whatever git is told to ignore.
    pub files: Vec<String>,
    /// The folder or package of the code. What git is told to ignore in it is what a build has made of the rest.
    pub code: Vec<String>,
}

/// What is known of the tree in a folder, whose path is absolute: what git says, and the pipeline that runs in
/// this environment. Git is asked five questions at once, each for at most five seconds.
pub async fn look(
    programs: &dyn Programs,
    (folder, deployed): (&str, &DeployedFiles),
    var: Lookup<'_>,
) -> Checkout {
    let git = Git { programs, folder };
    let code = untracked(git, &deployed.code, &["--exclude-standard", "--exclude=.s"]);
    let status = try_join3(changed(git), untracked(git, &deployed.files, &[]), code);
    let (head, status, config) = join3(head(git), status, config(git)).await;
    let status = status.map(|(changed, files, code)| [changed, files, code].concat());
    let claim = pipeline::claim(var, folder);
    let Config { origin, user } = config;
    let told = Checkout {
        repository: origin.as_deref().and_then(remote::identity),
        who: claim.who.clone().or(user.as_deref().and_then(name)),
        run: claim.run.clone(),
        folder: folder.to_owned(),
        ..Checkout::default()
    };
    match head {
        Ok(head) => told.at(head, claim).seen(status),
        Err(reason) => Checkout {
            commit: claim.commit,
            branch: claim.branch,
            is_shallow: true,
            unknown: Some(reason),
            ..told
        },
    }
}

impl Checkout {
    /// The same, where git has told its `HEAD`.
    fn at(self, head: GitHead, claim: PipelineClaim) -> Checkout {
        let claimed = claim.commit.filter(|one| *one != head.commit);
        let claimed = claimed.filter(|_| !claim.is_merge);
        Checkout {
            commit: Some(head.commit),
            claimed,
            is_shallow: head.is_shallow,
            directory: Some(head.directory),
            // A pipeline mostly checks out a commit, and only knows by itself what branch that is of.
            branch: claim.branch.or(head.branch),
            ..self
        }
    }

    /// The same, with whether its files differ from the commit.
    fn seen(self, changed: Result<Vec<String>, UnknownReason>) -> Checkout {
        let (changed, unknown) = match changed {
            Ok(changed) => (Some(changed), None),
            Err(reason) => (None, Some(reason)),
        };
        Checkout {
            is_dirty: changed.as_ref().map(|all| !all.is_empty()),
            changed: changed.unwrap_or_default(),
            unknown,
            ..self
        }
    }
}

/// What `HEAD` is.
struct GitHead {
    commit: Commit,
    is_shallow: bool,
    directory: String,
    /// `None` where it is detached.
    branch: Option<String>,
}

/// How often git answers in [`head`], a line each.
const LINES: usize = 4;

async fn head(git: Git<'_>) -> Result<GitHead, UnknownReason> {
    let question = [
        "rev-parse",
        "--is-shallow-repository",
        "--show-prefix",
        "HEAD",
        "--abbrev-ref",
        "HEAD",
    ];
    let ran = git.ask(&question).await?;
    let lines: Vec<&str> = ran.stdout.lines().collect();
    let [shallow, prefix, id, branch_name] = match (ran.code, <[&str; LINES]>::try_from(&lines[..]))
    {
        (0, Ok(lines)) => lines,
        (0, Err(_)) => return Err(UnknownReason::Failed),
        // It was asked about the repository first, and only `HEAD` leads nowhere.
        _ if lines.len() > 1 => return Err(UnknownReason::NoCommit),
        _ => return Err(refusal(&ran)),
    };
    Ok(GitHead {
        commit: Commit::parse(id).ok_or(UnknownReason::Failed)?,
        // What is older than the question says it back.
        is_shallow: shallow != "false",
        directory: prefix.trim_end_matches('/').to_owned(),
        branch: branch(branch_name).filter(|branch| branch != "HEAD"),
    })
}

/// The files that git knows and that differ from the commit.
async fn changed(git: Git<'_>) -> Result<Vec<String>, UnknownReason> {
    let question = [
        "status",
        "--porcelain=v1",
        "-uno",
        "--ignore-submodules=none",
    ];
    let ran = git.ask(&question).await?;
    match ran.code {
        // Two letters and a space stand before each.
        0 => Ok(names(&ran, 3).collect()),
        _ => Err(UnknownReason::Failed),
    }
}

/// The names in an answer of git's, a line each, behind so many letters.
fn names(ran: &Ran, letters: usize) -> impl Iterator<Item = String> {
    let lines = ran.stdout.lines().filter(|line| !line.trim().is_empty());
    lines.map(move |line| line.get(letters..).unwrap_or(line).to_owned())
}

/// What of these git does not know, or is told not to look at; `except` are flags for what counts as known all the same.
async fn untracked(
    git: Git<'_>,
    deployed: &[String],
    except: &[&str],
) -> Result<Vec<String>, UnknownReason> {
    if deployed.is_empty() {
        return Ok(Vec::new());
    }
    let mut question = vec!["ls-files", "-v", "--cached", "--others"];
    question.extend(except);
    question.extend(["--directory", "--no-empty-directory", "--"]);
    question.extend(deployed.iter().map(String::as_str));
    let ran = git.ask(&question).await?;
    match ran.code {
        // In front of each stands what it is: a file of the index that is looked at has this letter.
        0 => {
            let all = ran.stdout.lines().zip(names(&ran, 2));
            let open = all.filter(|(line, _)| !line.starts_with("H "));
            Ok(open.map(|(_, name)| name).collect())
        }
        _ => Err(UnknownReason::Failed),
    }
}

/// What the configuration of git says.
#[derive(Default)]
struct Config {
    origin: Option<String>,
    user: Option<String>,
}

/// One that cannot be read says nothing.
async fn config(git: Git<'_>) -> Config {
    let names = r"^(remote\.origin\.url|user\.name)$";
    let asked = git.ask(&["config", "-z", "--get-regexp", names]).await;
    let Ok(Ran {
        code: 0, stdout, ..
    }) = asked
    else {
        return Config::default();
    };
    let mut config = Config::default();
    // A name, a line feed and the value, each of them ended by a zero.
    for (name, value) in stdout.split('\0').filter_map(|one| one.split_once('\n')) {
        let value = value.to_owned();
        match name {
            // The first address is that of fetching.
            "remote.origin.url" => config.origin = config.origin.or(Some(value)),
            // The last file that names somebody is the nearest one.
            _ => config.user = Some(value),
        }
    }
    config
}
