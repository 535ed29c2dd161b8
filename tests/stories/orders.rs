//! Several clones of one repository, in orders drawn at random: edits, commits, merges, squashes, reverts, deploys with
//! whatever is decided then, and hot fixes in the console. Two things hold in all of them: nobody's change is
//! overwritten without having been asked about, and where git proves that there is nothing to ask, nothing is asked.
//!
//! Every value is set once in a history, so that it tells who has set it.

use std::cell::RefCell;
use std::collections::BTreeSet;
use std::rc::Rc;

use fc_guard::ports::Ran;

use crate::cloud::Fate;
use crate::story::Story;
use crate::team::{LONG, shared};
use crate::told::Told;
use crate::yaml::Fn;

/// Three variables, and the code.
const SETTINGS: usize = 4;
const CODE: usize = 3;
const NAMES: [&str; SETTINGS] = ["VAR_A", "VAR_B", "VAR_C", "code"];

/// What stands there, here or online; without a value there is no such variable.
type Content = [Option<u32>; SETTINGS];

/// Numbers that look as if by chance, the same in every run.
struct Chance(u64);

impl Chance {
    fn below(&mut self, bound: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from(self.0 >> 33).unwrap() % bound
    }
}

struct Commit {
    parents: Vec<usize>,
    content: Content,
}

/// All commits of the repository, wherever they are.
#[derive(Default)]
struct Repository(Vec<Commit>);

impl Repository {
    fn add(&mut self, parents: Vec<usize>, content: Content) -> usize {
        self.0.push(Commit { parents, content });
        self.0.len() - 1
    }

    /// A commit with all that come before it.
    fn history(&self, head: usize) -> BTreeSet<usize> {
        let mut all = BTreeSet::from([head]);
        for parent in &self.0[head].parents {
            all.extend(self.history(*parent));
        }
        all
    }

    /// The last commit that both have.
    fn base(&self, one: usize, other: usize) -> usize {
        let both = &self.history(one) & &self.history(other);
        both.into_iter().next_back().unwrap()
    }
}

/// The whole id of a commit.
fn id(commit: usize) -> String {
    format!("{commit:08x}").repeat(5)
}

/// A working copy.
struct Clone {
    story: Story,
    head: usize,
    content: Content,
    /// The commits that it has.
    known: BTreeSet<usize>,
}

/// Who has put online what stands there.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Origin {
    Console,
    Clone {
        number: usize,
        /// The commit, where the tree was that of one.
        commit: Option<usize>,
    },
}

struct Team {
    chance: Chance,
    repository: Rc<RefCell<Repository>>,
    clones: Vec<Clone>,
    /// Of each setting who brought the value that is online.
    brought: [Option<Origin>; SETTINGS],
    /// Of each value that was online who has deployed it.
    deployed: [Vec<(Option<u32>, Origin)>; SETTINGS],
    /// Whether nothing was kept as it is online, or stopped halfway.
    is_certain: bool,
    /// The commit that was deployed last, where it was one.
    last: Option<usize>,
    next: u32,
    log: Vec<String>,
}

impl Team {
    fn new(seed: u64, clones: usize, (story, join): (Story, Join)) -> Team {
        let mut repository = Repository::default();
        let content = [Some(1), Some(2), Some(3), Some(4)];
        repository.add(Vec::new(), content);
        let clone = |_| Clone {
            story: join(story.cloned()),
            head: 0,
            content,
            known: BTreeSet::from([0]),
        };
        let mut team = Team {
            chance: Chance(seed.wrapping_mul(0x9E37_79B9_7F4A_7C15) | 1),
            clones: (0..clones).map(clone).collect(),
            repository: Rc::new(RefCell::new(repository)),
            brought: [None; SETTINGS],
            deployed: Default::default(),
            is_certain: true,
            last: None,
            next: 10,
            log: Vec::new(),
        };
        for number in 0..clones {
            team.write(number);
        }
        team.run(0, "deploy").ends("changed");
        team.landed(0, [None; SETTINGS], true);
        team
    }

    /// What is online.
    fn live(&self) -> Content {
        let console = self.clones[0].story.console();
        let function = console.function("demo");
        std::array::from_fn(|setting| match setting {
            CODE => {
                let code = console.code("demo");
                let file = code.iter().find(|(name, _)| name == "index.py");
                file.map(|(_, text)| text.trim_start_matches('v').parse().unwrap())
            }
            _ => {
                let value = &function["environmentVariables"][NAMES[setting]];
                value.as_str().map(|value| value[1..].parse().unwrap())
            }
        })
    }

    /// Puts the tree of a clone on its disk.
    fn write(&self, number: usize) {
        let Clone { story, content, .. } = &self.clones[number];
        let mut function = Fn::demo().bare();
        for setting in 0..CODE {
            if let Some(value) = content[setting] {
                function = function.variable(NAMES[setting], &format!("v{value}"));
            }
        }
        story.yaml(&[function]);
        story.write("code/index.py", &format!("v{}", content[CODE].unwrap()));
    }

    fn is_dirty(&self, number: usize) -> bool {
        let clone = &self.clones[number];
        self.repository.borrow().0[clone.head].content != clone.content
    }

    /// Runs a command in a clone, whose git tells what it has.
    fn run(&mut self, number: usize, command: &str) -> Told {
        let (is_dirty, repository) = (self.is_dirty(number), Rc::clone(&self.repository));
        let clone = &self.clones[number];
        let (head, known) = (clone.head, clone.known.clone());
        let answer = move |args: &[&str]| git(args, (head, is_dirty, &known), &repository.borrow());
        clone.story.git(answer);
        let told = clone.story.s(command);
        self.log
            .push(format!("clone {number}: {command} = {}", told.word));
        told
    }

    /// A value that nobody has set before.
    fn fresh(&mut self) -> u32 {
        self.next += 1;
        self.next
    }

    /// Does something, whatever comes.
    fn step(&mut self) {
        let number = self.chance.below(self.clones.len());
        match self.chance.below(100) {
            0..30 => self.edit(number),
            30..50 => self.commit(number),
            50..64 => self.merge(number, true),
            64..68 => self.merge(number, false),
            68..71 => self.revert(number),
            71..78 => self.fix(),
            _ => self.deploy(number),
        }
    }

    fn edit(&mut self, number: usize) {
        let setting = self.chance.below(SETTINGS);
        let goes = setting != CODE && self.chance.below(4) == 0;
        let value = (!goes).then(|| self.fresh());
        self.clones[number].content[setting] = value;
        self.write(number);
        let name = NAMES[setting];
        self.log
            .push(format!("clone {number}: {name} is {value:?}"));
    }

    fn commit(&mut self, number: usize) {
        if self.is_dirty(number) {
            let clone = &self.clones[number];
            self.committed(number, vec![clone.head]);
        }
    }

    fn committed(&mut self, number: usize, parents: Vec<usize>) {
        let clone = &mut self.clones[number];
        clone.head = self.repository.borrow_mut().add(parents, clone.content);
        clone.known.insert(clone.head);
        let head = clone.head;
        self.log
            .push(format!("clone {number}: is at commit {head}"));
    }

    /// Takes in what another clone has committed; by a squash its commits do not come along.
    fn merge(&mut self, number: usize, whole: bool) {
        let other = self.chance.below(self.clones.len());
        let (ours, theirs) = (self.clones[number].head, self.clones[other].head);
        let repository = Rc::clone(&self.repository);
        let is_new = !repository.borrow().history(ours).contains(&theirs);
        if self.is_dirty(number) || !is_new {
            return;
        }
        let repository = repository.borrow();
        let base = repository.0[repository.base(ours, theirs)].content;
        let (mine, their) = (repository.0[ours].content, repository.0[theirs].content);
        let both = |setting: usize| match mine[setting] == base[setting] {
            true => their[setting],
            false => mine[setting],
        };
        let is_behind = repository.history(theirs).contains(&ours);
        let coming = repository.history(theirs);
        drop(repository);
        self.clones[number].content = std::array::from_fn(both);
        if whole {
            self.clones[number].known.extend(coming);
        }
        match (whole, is_behind) {
            (true, true) => {
                self.clones[number].head = theirs;
                self.log
                    .push(format!("clone {number}: is at commit {theirs}"));
            }
            (true, false) => self.committed(number, vec![ours, theirs]),
            (false, _) => self.commit(number),
        }
        self.write(number);
    }

    /// Takes the last commit back.
    fn revert(&mut self, number: usize) {
        let head = self.clones[number].head;
        let parent = self.repository.borrow().0[head].parents.first().copied();
        if let (Some(parent), false) = (parent, self.is_dirty(number)) {
            self.clones[number].content = self.repository.borrow().0[parent].content;
            self.commit(number);
            self.write(number);
        }
    }

    /// Somebody changes something in the console.
    fn fix(&mut self) {
        let (setting, value) = (self.chance.below(SETTINGS), self.fresh());
        let (console, text) = (self.clones[0].story.console(), format!("v{value}"));
        match setting {
            CODE => console.change_code("demo", &[("index.py", &text)]),
            _ => console.set_variable("demo", NAMES[setting], &text),
        }
        self.brought[setting] = Some(Origin::Console);
        self.log
            .push(format!("console: {} is {value}", NAMES[setting]));
    }

    /// A whole deploy, or one of a half; now and then it is killed at one of its requests.
    fn deploy(&mut self, number: usize) {
        let (before, chance) = (self.live(), self.chance.below(12));
        let command = match chance {
            0 => "deploy --function code",
            1 => "deploy --function config",
            _ => "deploy",
        };
        if chance == 2 {
            let request = self.chance.below(20);
            let story = &self.clones[number].story;
            story.fate(
                request,
                [Fate::KilledBefore, Fate::KilledAfter][request % 2].clone(),
            );
        }
        let told = self.run(number, command);
        // Whoever claims and is killed is waited for.
        self.clones[number].story.cloud.pass(LONG);
        // What was ours may have to be asked about after that, and once something was kept.
        self.is_certain &= chance > 2;
        let is_killed = told.word.is_empty();
        if told.code == 0 || is_killed {
            self.overwrote_nothing(number, before, &told);
            self.landed(number, before, chance > 1 && !is_killed);
            return;
        }
        assert_eq!(self.live(), before, "{}", self.story(&told));
        assert!(
            self.is_called_for(number, before),
            "a needless question\n{}",
            self.story(&told)
        );
        self.decide(number, before, (command, &told));
    }

    /// Decides about what a deploy has asked, or leaves it.
    fn decide(&mut self, number: usize, before: Content, (command, told): (&str, &Told)) {
        let flag = match self.chance.below(5) {
            0 | 1 => return,
            2 => "--use-local",
            3 => "--use-remote",
            _ => "--merge",
        };
        let decided = self.run(number, &format!("{command} {flag}"));
        match flag {
            // All of it was named before.
            "--use-local" => {
                for setting in self.lost(number, before) {
                    let name = NAMES[setting];
                    // What stands kept is told as a package, and else the files are.
                    let is_named = told.text().contains(&format!("{name}:"));
                    assert!(is_named, "{name}\n{}", self.story(told));
                }
            }
            _ => self.overwrote_nothing(number, before, &decided),
        }
        if decided.code == 0 {
            self.is_certain &= self.live() == self.clones[number].content;
            self.landed(number, before, command == "deploy");
        }
    }

    /// Notes whose it is what stands online after a deploy.
    fn landed(&mut self, number: usize, before: Content, is_whole: bool) {
        let clone = &self.clones[number];
        let (after, content) = (self.live(), clone.content);
        let commit = (!self.is_dirty(number)).then_some(clone.head);
        let origin = Origin::Clone { number, commit };
        if after != before {
            self.last = commit;
        }
        for setting in 0..SETTINGS {
            if after[setting] != before[setting] {
                self.brought[setting] = Some(origin);
            }
            if is_whole && after[setting] == content[setting] {
                self.deployed[setting].push((after[setting], origin));
            }
        }
    }

    /// Whether the tree of a clone is known to come after what somebody has put online.
    fn holds(&self, number: usize, origin: Origin) -> bool {
        match origin {
            Origin::Console => false,
            Origin::Clone { number: by, .. } if by == number => true,
            Origin::Clone { commit, .. } => commit.is_some_and(|commit| {
                let repository = self.repository.borrow();
                repository
                    .history(self.clones[number].head)
                    .contains(&commit)
            }),
        }
    }

    /// Whether a clone comes after a commit with that value, whoever has put it online once more.
    fn has_had(&self, number: usize, setting: usize, value: Option<u32>) -> bool {
        let repository = self.repository.borrow();
        let history = repository.history(self.clones[number].head).into_iter();
        let mut values = history.map(|commit| repository.0[commit].content[setting]);
        value.is_some() && values.any(|one| one == value)
    }

    /// The settings in which others' values went that the clone did not have.
    fn lost(&self, number: usize, before: Content) -> Vec<usize> {
        let after = self.live();
        let is_lost = |setting: &usize| {
            let (was, brought) = (before[*setting], self.brought[*setting]);
            let deployed = self.deployed[*setting].iter();
            let deployed = deployed.filter(|(value, _)| *value == was);
            let mut origins = deployed.map(|(_, origin)| *origin).chain(brought);
            let is_there = brought.is_some() || was.is_some();
            after[*setting] != was
                && is_there
                && !self.has_had(number, *setting, was)
                && !origins.any(|origin| self.holds(number, origin))
        };
        (0..SETTINGS).filter(is_lost).collect()
    }

    fn overwrote_nothing(&self, number: usize, before: Content, told: &Told) {
        let lost = self.lost(number, before);
        assert!(lost.is_empty(), "{lost:?} is lost\n{}", self.story(told));
    }

    /// Whether anything differs of which the clone cannot be known to come after it.
    fn is_called_for(&self, number: usize, live: Content) -> bool {
        let clone = &self.clones[number];
        // What is not committed is proved by nobody, and a decision that was made may be asked about again.
        if self.is_dirty(number) || !self.is_certain {
            return true;
        }
        let history = |commit: usize| self.repository.borrow().history(commit);
        let is_older = |last: usize| last != clone.head && history(last).contains(&clone.head);
        let is_theirs = |setting: usize| {
            let origin = self.brought[setting];
            live[setting] != clone.content[setting]
                && origin.is_some_and(|origin| !self.holds(number, origin))
        };
        self.last.is_some_and(is_older) || (0..SETTINGS).any(is_theirs)
    }

    fn story(&self, told: &Told) -> String {
        format!("{}\n{}", self.log.join("\n"), told.transcript())
    }
}

/// What git answers in a clone.
fn git(
    args: &[&str],
    (head, is_dirty, known): (usize, bool, &BTreeSet<usize>),
    repository: &Repository,
) -> Ran {
    let folder = args.iter().position(|word| *word == "-C").unwrap();
    let said = |stdout: String| Ran {
        stdout,
        ..Ran::default()
    };
    match &args[folder + 2..] {
        ["rev-parse", "--is-shallow-repository", ..] => {
            said(format!("false\n\n{}\nmain\n", id(head)))
        }
        ["status", ..] if is_dirty => said(" M s.yaml\n".to_owned()),
        ["status" | "ls-files", ..] => said(String::new()),
        ["config", ..] => said("remote.origin.url\nhttps://git.example.com/a/b.git\0".to_owned()),
        ["rev-parse", digits] => {
            let digits = digits.strip_prefix("--disambiguate=").unwrap();
            let found = known.iter().map(|commit| id(*commit));
            let found: Vec<String> = found.filter(|id| id.starts_with(digits)).collect();
            said(found.join("\n"))
        }
        [
            "merge-base",
            "--is-ancestor",
            "--end-of-options",
            one,
            other,
        ] => {
            let find = |text: &&str| known.iter().find(|commit| id(**commit) == **text);
            let code = match (find(one), find(other)) {
                (Some(one), Some(other)) => i32::from(!repository.history(*other).contains(one)),
                _ => 128,
            };
            Ran {
                code,
                ..Ran::default()
            }
        }
        other => panic!("git is asked for {other:?}"),
    }
}

/// What a clone needs to work with the others.
type Join = fn(Story) -> Story;

/// As many histories of as many steps, each of its own numbers.
fn histories(seeds: std::ops::RangeInclusive<u64>, first: fn() -> Story, join: Join) {
    for seed in seeds {
        let mut team = Team::new(seed, 3, (first(), join));
        for _ in 0..30 {
            team.step();
        }
    }
}

#[test]
fn with_shared_records() {
    histories(1..=24, Story::new, shared);
}

#[test]
fn with_shared_records_and_marks() {
    histories(61..=63, || Story::new().marks(), shared);
}

#[test]
fn with_marks_alone() {
    histories(69..=71, || Story::new().marks(), |story| story);
}
