//! A repository of a few commits, as git tells of it.

use fc_guard::ports::Ran;

/// The commits of a repository, each by a letter, with its parents.
#[derive(Clone, Copy, Debug)]
pub(crate) struct History {
    commits: &'static [(char, &'static str)],
    head: char,
    is_dirty: bool,
    is_shallow: bool,
    origin: &'static str,
    person: &'static str,
}

/// `a` is the first, `b` comes after it, and `c` is a branch from `a` that lacks `b`, which `d` merges.
pub(crate) const AT: History = History {
    commits: &[('a', ""), ('b', "a"), ('c', "a"), ('d', "bc")],
    head: 'a',
    is_dirty: false,
    is_shallow: false,
    origin: "https://git.example.com/team/shop.git",
    person: "Li Wei",
};

/// The same with one more branch, `e`, which `f` merges with `c`, so that it lacks `b`.
pub(crate) const OF_THREE: History = History {
    commits: &[
        ('a', ""),
        ('b', "a"),
        ('c', "a"),
        ('d', "bc"),
        ('e', "a"),
        ('f', "ce"),
    ],
    ..AT
};

impl History {
    /// With another commit checked out.
    pub(crate) fn head(self, head: char) -> History {
        History { head, ..self }
    }

    /// With files that were changed and not committed.
    pub(crate) fn dirty(self) -> History {
        History {
            is_dirty: true,
            ..self
        }
    }

    /// A clone of the last commit alone.
    pub(crate) fn shallow(self) -> History {
        History {
            is_shallow: true,
            commits: &[],
            ..self
        }
    }

    /// A repository that has the first commit alone, and no address.
    pub(crate) fn first(self) -> History {
        History {
            commits: &[('a', "")],
            origin: "",
            ..self
        }
    }

    /// Of another repository, which has none of these commits.
    pub(crate) fn elsewhere(self) -> History {
        History {
            origin: "https://git.example.com/other/shop.git",
            commits: &[],
            ..self
        }
    }

    pub(crate) fn of(self, person: &'static str) -> History {
        History { person, ..self }
    }

    /// What git answers.
    pub(crate) fn answer(self, args: &[&str]) -> Ran {
        let folder = args.iter().position(|word| *word == "-C");
        let question = &args[folder.expect("a folder") + 2..];
        match question {
            ["rev-parse", "--is-shallow-repository", ..] => {
                let id = whole(self.head);
                said(&format!("{}\n\n{id}\nmain\n", self.is_shallow))
            }
            ["status", ..] => said(if self.is_dirty { " M s.yaml\n" } else { "" }),
            ["ls-files", ..] => said(""),
            ["config", ..] => {
                let (origin, person) = (self.origin, self.person);
                said(&format!(
                    "remote.origin.url\n{origin}\0user.name\n{person}\0"
                ))
            }
            ["rev-parse", digits] => {
                let digits = digits.strip_prefix("--disambiguate=").expect("digits");
                let known = self.commits.iter().map(|(letter, _)| whole(*letter));
                let found: Vec<String> = known.filter(|id| id.starts_with(digits)).collect();
                said(&found.join("\n"))
            }
            [
                "merge-base",
                "--is-ancestor",
                "--end-of-options",
                one,
                other,
            ] => {
                let [one, other] = [one, other].map(|id| id.chars().next().expect("an id"));
                let is_here = |id: char| self.commits.iter().any(|(letter, _)| *letter == id);
                let code = match is_here(one) && is_here(other) {
                    true => i32::from(!self.contains(other, one)),
                    false => 128,
                };
                Ran {
                    code,
                    ..Ran::default()
                }
            }
            other => panic!("git is asked for {other:?}"),
        }
    }

    /// Whether a commit is another one, or comes after it.
    fn contains(self, after: char, before: char) -> bool {
        let found = self.commits.iter().find(|(letter, _)| *letter == after);
        let parents = found.map_or("", |(_, parents)| parents);
        after == before || parents.chars().any(|parent| self.contains(parent, before))
    }
}

/// The whole id of a commit.
fn whole(letter: char) -> String {
    letter.to_string().repeat(40)
}

fn said(text: &str) -> Ran {
    Ran {
        stdout: text.to_owned(),
        ..Ran::default()
    }
}
