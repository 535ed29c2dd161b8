//! The command as it was typed, for the commands that messages suggest: whoever pastes one decides
//! about no more than what was shown, in the same project.

mod elsewhere;
mod flags;

pub use self::flags::{DECIDES, LETS_SLIPS, PARTS, ROLLBACK, ROOT, UNVERIFIED, YES};
use self::flags::{DOMAIN_NAME, PROJECT, SCOPE, WRITES_BACK};
pub(crate) use self::flags::{OURS_WITH_VALUE, WITH_VALUE};

/// A command with its arguments.
#[derive(Clone, Debug, Default)]
pub struct Typed {
    /// The resource's name in `s.yaml`, if the CLI told it.
    resource: Option<String>,
    /// The command itself: `deploy`.
    verb: String,
    /// As in the inputs, the CLI's own flags among them.
    args: Vec<String>,
    /// Whether words among the arguments name parts of the resource ([`PARTS`]).
    names_parts: bool,
    /// Whether the file is of edition 1.0.0 or 2.0.0, in which variables are named without quotes.
    names_bare: bool,
    /// The names of the resources of `s.yaml`, where somebody looked.
    resources: Vec<String>,
    /// Those of them that speak of what another one returned.
    referring: Vec<String>,
    /// How the native program was called, where no CLI was.
    by_hand: Option<CalledByHand>,
    /// Whether another component deploys, which has no other command of ours.
    is_hooked: bool,
}

/// The native program by itself, with the inputs of one resource.
#[derive(Clone, Debug)]
struct CalledByHand {
    /// The resource that the inputs are of.
    resource: Option<String>,
    /// The arguments that stand in the inputs, and come along with them.
    given: Vec<String>,
}

/// How the documentation calls the native program; which file the inputs come from it does not know.
const NATIVE: [&str; 2] = ["fc-guard", "< inputs.json"];

/// Commands of upstream's, which only Serverless Devs hands on to it.
const UPSTREAM: [&str; 3] = ["alias", "provision", "version"];

impl Typed {
    /// The command `verb` on a resource of `s.yaml`, with everything else that was typed.
    pub fn new(resource: Option<&str>, verb: &str, args: &[String]) -> Typed {
        Typed {
            resource: resource.map(str::to_owned),
            verb: verb.to_owned(),
            args: args.to_vec(),
            names_parts: false,
            names_bare: false,
            resources: Vec::new(),
            referring: Vec::new(),
            by_hand: None,
            is_hooked: false,
        }
    }

    /// The same for the native program by itself, where the first arguments stand in the inputs.
    #[must_use]
    pub fn by_hand(mut self, given: usize) -> Typed {
        self.by_hand = Some(CalledByHand {
            resource: self.resource.clone(),
            given: self.args.iter().take(given).cloned().collect(),
        });
        self
    }

    /// The same of a resource of FC 2.0: words that belong to no flag name parts of it.
    #[must_use]
    pub fn naming_parts(self, names_parts: bool) -> Typed {
        Typed {
            names_parts,
            ..self
        }
    }

    /// The same for a file of edition 1.0.0 or 2.0.0.
    #[must_use]
    pub fn naming_bare(self, names_bare: bool) -> Typed {
        Typed { names_bare, ..self }
    }

    /// How the file takes a value from a variable of the environment.
    pub fn variable(&self, name: &str) -> String {
        match self.names_bare {
            true => format!("${{env({name})}}"),
            false => format!("${{env('{name}')}}"),
        }
    }

    /// Whether words among the arguments name parts of the resource.
    pub fn names_parts(&self) -> bool {
        self.names_parts
    }

    /// How the native program is called for this command; `None` where only `s` can run it.
    fn called_by_hand(&self) -> Option<&CalledByHand> {
        let called = self.by_hand.as_ref();
        let is_same =
            |one: &&CalledByHand| self.resource.is_none() || one.resource == self.resource;
        called.filter(|one| is_same(one) && !UPSTREAM.contains(&self.verb.as_str()))
    }

    /// The same for those who know which resources there are, and which of them speak of others.
    #[must_use]
    pub fn knowing(mut self, resources: &[String], referring: &[String]) -> Typed {
        self.resources = resources.to_vec();
        self.referring = referring.to_vec();
        self
    }

    /// The names of the resources of `s.yaml`; none where nobody looked.
    pub fn resources(&self) -> &[String] {
        &self.resources
    }

    /// Whether a word stands among the arguments that belongs to no flag, such as the name of a resource.
    pub fn has_word(&self) -> bool {
        let groups = groups(&self.args);
        groups.iter().any(|group| is_word(group))
    }

    /// Whether it is about a part of the resource.
    pub fn names_part(&self) -> bool {
        let mut groups = groups(&self.args).into_iter();
        groups.any(|group| self.is_part(group))
    }

    /// The command without what names a part of the resource.
    #[must_use]
    pub fn on_whole(&self) -> Typed {
        let groups = groups(&self.args).into_iter();
        let args = groups.filter(|group| !self.is_part(group)).flatten();
        Typed {
            args: args.cloned().collect(),
            ..self.clone()
        }
    }

    fn is_part(&self, group: &[String]) -> bool {
        let flag = name(&group[0]);
        match is_word(group) {
            true => self.names_parts && PARTS.contains(&flag),
            // Elsewhere it names the root.
            false if flag == DOMAIN_NAME => self.names_parts,
            false => SCOPE.contains(&flag),
        }
    }

    /// Everything that was typed but the command and the resource's name.
    pub fn args(&self) -> &[String] {
        &self.args
    }

    /// Whether it is about one resource, by its name.
    pub fn is_of_one(&self) -> bool {
        self.resource.is_some()
    }

    /// The command itself: `deploy`.
    pub fn verb(&self) -> &str {
        &self.verb
    }

    /// The same command over the whole file.
    #[must_use]
    pub fn over_file(&self) -> Typed {
        Typed {
            resource: None,
            ..self.clone()
        }
    }

    /// The same command on a resource that stands among its arguments.
    pub fn on(&self, resource: &str) -> Typed {
        // Only a word of its own is the name: as the value of a flag (`-a prod`) the same word stays.
        let is_named = |group: &&[String]| group[0] == resource;
        let args = groups(&self.args).into_iter();
        let args = args.filter(|group| !is_named(group)).flatten();
        Typed {
            resource: Some(resource.to_owned()),
            args: args.cloned().collect(),
            ..self.clone()
        }
    }

    /// The same command in the turn of another resource.
    #[must_use]
    pub fn in_turn_of(&self, resource: &str) -> Typed {
        Typed {
            resource: Some(resource.to_owned()),
            ..self.clone()
        }
    }

    /// Whether a flag was typed.
    pub fn has(&self, flag: &str) -> bool {
        let groups = groups(&self.args);
        groups.iter().any(|group| name(&group[0]) == flag)
    }

    /// Whether a flag names what the command is about.
    pub fn names_root(&self) -> bool {
        let mut flags = ROOT.iter().filter(|flag| self.has(flag));
        flags.any(|flag| !(self.names_parts && *flag == DOMAIN_NAME))
    }

    /// The command by itself, as a sentence names it: `s deploy`.
    pub fn named(&self) -> String {
        let program = self.called_by_hand().map_or("s", |_| NATIVE[0]);
        format!("{program} {}", self.verb)
    }

    /// The command that shows its flags.
    pub fn help(&self) -> String {
        format!("{} -h", self.named())
    }

    /// The same command.
    pub fn again(&self) -> String {
        self.with("")
    }

    /// The same command with more flags, as they are typed. What it has already is not repeated.
    pub fn with(&self, flags: &str) -> String {
        // A removal or a restore that somebody agreed to beforehand is agreed to again.
        let kept = match self.verb.as_str() {
            "remove" | "restore" => self.clone(),
            _ => self.dropping(&YES),
        };
        let kept = kept.in_own_file();
        let by_hand = self.called_by_hand();
        let mut words = match by_hand {
            Some(_) => vec![NATIVE[0].to_owned()],
            None => vec!["s".to_owned()],
        };
        words.extend(
            self.resource
                .as_deref()
                .map(quoted)
                .filter(|_| by_hand.is_none()),
        );
        words.push(self.verb.clone());
        let given = by_hand.map_or(&[][..], |one| &one.given);
        let given = groups(given);
        // What stands in the inputs is said again by them.
        let typed = groups(&kept.args).into_iter();
        let typed = typed.filter(|group| !given.contains(group)).flatten();
        words.extend(typed.map(|word| quoted(word)));
        // In a run of one resource Serverless Devs knows nothing that another returned, and would stop. What
        // is new may be a flag to which the caller adds a value, so it comes last.
        let refers = |name: &String| self.referring.contains(name);
        let is_verified = by_hand.is_none() && !kept.has(UNVERIFIED);
        if self.resource.as_ref().is_some_and(refers) && is_verified {
            words.push(UNVERIFIED.to_owned());
        }
        let news = flags.split(' ').filter(|flag| !flag.is_empty());
        let news: Vec<String> = news.map(str::to_owned).collect();
        // A flag goes with its value or not at all, so that neither is taken for one that was typed before.
        let news = groups(&news).into_iter();
        let news = news.filter(|group| !kept.has(name(&group[0]))).flatten();
        words.extend(news.cloned());
        words.extend(by_hand.map(|_| NATIVE[1].to_owned()));
        words.join(" ")
    }

    /// The command without these flags and their values.
    #[must_use]
    pub fn dropping(&self, flags: &[&str]) -> Typed {
        let mut args = Vec::new();
        // By groups, so that the value of a flag goes with it and does not stay behind as a word.
        for group in groups(&self.args) {
            if !flags.contains(&name(&group[0])) {
                args.extend_from_slice(group);
            }
        }
        Typed {
            args,
            ..self.clone()
        }
    }

    /// The command without what decides about differences.
    #[must_use]
    pub fn undecided(&self) -> Typed {
        self.dropping(&DECIDES)
    }

    /// The deploy of the same, which decides nothing yet.
    #[must_use]
    pub fn deploy(&self) -> Typed {
        match self.verb.as_str() {
            "deploy" => self.undecided().dropping(&WRITES_BACK),
            _ => self.in_project("deploy"),
        }
    }

    /// Another command on the same resource of the same project; `words` are typed as they are.
    pub fn other(&self, words: &str) -> String {
        let (verb, more) = words.split_once(' ').unwrap_or((words, ""));
        self.in_project(verb).with(more)
    }

    /// The command `verb` on the same resource, with what says which project is meant and nothing else.
    #[must_use]
    pub fn in_project(&self, verb: &str) -> Typed {
        // Scope and decisions are those of the command that was typed: another one does not take them over.
        // How the file is read belongs to the project, for whoever can be told so.
        let reads = ["deploy", "plan"].contains(&verb);
        let is_kept = |group: &&[String]| {
            let flag = name(&group[0]);
            PROJECT.contains(&flag) || (reads && flag == LETS_SLIPS)
        };
        let args = groups(&self.args).into_iter().filter(is_kept);
        Typed {
            verb: verb.to_owned(),
            args: args.flatten().cloned().collect(),
            ..self.clone()
        }
    }
}

/// The arguments, each flag together with its value.
fn groups(args: &[String]) -> Vec<&[String]> {
    let mut groups = Vec::new();
    let mut rest = args;
    while let Some(first) = rest.first() {
        let takes =
            WITH_VALUE.contains(&first.as_str()) || OURS_WITH_VALUE.contains(&first.as_str());
        // A flag that may stand alone takes no other flag for its value.
        let value = rest.get(1).is_some_and(|next| !next.starts_with('-'));
        let (group, others) = rest.split_at(if takes && value { 2 } else { 1 });
        groups.push(group);
        rest = others;
    }
    groups
}

/// Whether it is a word that belongs to no flag.
fn is_word(group: &[String]) -> bool {
    !group[0].starts_with('-')
}

/// The flag of `--flag=value`.
fn name(word: &str) -> &str {
    match word.starts_with('-') {
        true => word.split('=').next().unwrap_or(word),
        false => word,
    }
}

/// A word as a POSIX shell takes it. Commands stand in sentences as `'…'`, so there is no such quote around it.
fn quoted(word: &str) -> String {
    let plain = |c: char| c.is_alphanumeric() || "-_./=:@,".contains(c);
    if !word.is_empty() && word.chars().all(plain) {
        return word.to_owned();
    }
    let mut text = String::from("\"");
    for letter in word.chars() {
        match letter {
            '"' | '\\' | '$' | '`' => text.extend(['\\', letter]),
            // At a prompt it recalls an earlier command, between such quotes too.
            '!' => text.push_str("\"\\!\""),
            _ => text.push(letter),
        }
    }
    text.push('"');
    text
}

#[cfg(test)]
mod tests;
