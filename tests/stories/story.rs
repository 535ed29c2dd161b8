//! A working copy and the commands that run in it.

use std::cell::{Cell, RefCell};
use std::collections::BTreeMap;
use std::pin::Pin;
use std::rc::Rc;

use fc_guard::error::Outcome;
use fc_guard::inputs::Inputs;
use fc_guard::journal::Journal;
use fc_guard::paths::join;
use fc_guard::ports::{Process, ProgramError, Programs, Ran, Wait, World};
use fc_guard::run::{Ended, run};
use fc_guard::turn::Hook;
use serde_json::{Value, json};

use crate::cloud::{
    ACCOUNT, Cloud, Fate, HOST, Line, Meddler, Moments, OWNER, Socket, Weather, Wire,
};
use crate::console::Console;
use crate::memory::{Memory, Node};
use crate::person::Person;
use crate::services_file;
use crate::told::Told;
use crate::yaml::{Fn, yaml};

/// The folder of `s.yaml`.
pub(crate) const HOME: &str = "/home/a/app";

/// Switches the mark of deploys off where it is `off`.
const MARK: &str = "FC_GUARD_MARK";

/// A working copy of a project, and the cloud that it is deployed to.
pub(crate) struct Story {
    pub cloud: Rc<Cloud>,
    pub files: Memory,
    pub env: RefCell<BTreeMap<String, String>>,
    /// With what the runs sign: id and secret.
    pub key: Cell<(&'static str, &'static str)>,
    /// The environment that `s env default` has chosen, of which no component is told.
    pub default_env: Cell<Option<&'static str>>,
    /// Whether the shim knows which one that is, or that there is none.
    pub knows_default: Cell<bool>,
    /// What git answers, where no run says otherwise.
    repository: RefCell<Option<Program>>,
    next: RefCell<Next>,
}

/// What holds for the next run only.
#[derive(Default)]
struct Next {
    person: Option<Rc<Person>>,
    meddler: Option<Meddler>,
    /// The request at which somebody presses Ctrl-C.
    interrupt: Option<usize>,
    docker: Option<Program>,
    git: Option<Program>,
    moments: Option<Moments>,
    /// Whether the CLI calls the command as an action of another one.
    action: bool,
    /// The command for which the CLI does so, where it tells.
    caller: Option<String>,
    /// Where in the deploy of another component the command is called.
    hook: Option<Hook>,
}

/// What a program of the machine does.
type Program = Rc<dyn std::ops::Fn(&[&str]) -> Ran>;

impl Story {
    /// The usual project, not deployed yet, with an empty cloud.
    pub(crate) fn new() -> Story {
        Story::in_weather(Weather::default())
    }

    pub(crate) fn in_weather(weather: Weather) -> Story {
        let story = Story::at(Cloud::new(weather), Memory::default());
        story.write(
            "code/index.py",
            "def handler(event, context):\n    return 'hello'\n",
        );
        story.yaml(&[Fn::demo()]);
        story
    }

    fn at(cloud: Rc<Cloud>, files: Memory) -> Story {
        let env = [
            ("FC_GUARD_LANG", "en".to_owned()),
            // Most stories count requests, and are about something else than who deployed last. Those about
            // the mark switch it on, see [`Story::marks`].
            (MARK, "off".to_owned()),
            ("FC_CLIENT_CUSTOM_ENDPOINT", format!("http://{HOST}")),
            ("FC_CODE_TEMP_OSS_ENDPOINT", format!("http://{HOST}")),
        ];
        let env = env.map(|(name, value)| (name.to_owned(), value));
        Story {
            cloud,
            files,
            env: RefCell::new(env.into()),
            key: Cell::new(OWNER),
            default_env: Cell::new(None),
            knows_default: Cell::new(true),
            repository: RefCell::default(),
            next: RefCell::default(),
        }
    }

    /// The usual project, deployed.
    pub(crate) fn deployed() -> Story {
        // Many a test begins there again and again.
        thread_local! {
            static DEPLOYED: Story = {
                let story = Story::new();
                story.s("deploy").ends("changed");
                story
            };
        }
        DEPLOYED.with(Story::forked)
    }

    /// The same, whose deploys leave a mark on the function.
    pub(crate) fn marks(self) -> Story {
        self.env.borrow_mut().remove(MARK);
        self
    }

    /// A copy of this working copy, its records included, on the same cloud.
    pub(crate) fn copied(&self) -> Story {
        let copy = Story::at(Rc::clone(&self.cloud), self.files.fork());
        *copy.repository.borrow_mut() = self.repository.borrow().clone();
        match self.env.borrow().contains_key(MARK) {
            true => copy,
            false => copy.marks(),
        }
    }

    /// The same world once more: another story that goes on from here by itself.
    pub(crate) fn forked(&self) -> Story {
        let story = Story::at(self.cloud.fork(), self.files.fork());
        story.env.borrow_mut().clone_from(&self.env.borrow());
        *story.repository.borrow_mut() = self.repository.borrow().clone();
        story
    }

    /// What a colleague or a pipeline has: the same files without any record.
    pub(crate) fn cloned(&self) -> Story {
        let clone = self.copied();
        clone.forget();
        clone
    }

    /// Loses all records.
    pub(crate) fn forget(&self) {
        self.files.delete(&format!("{HOME}/.s"));
    }

    /// The files of `.s/fc-guard/` that hold a record, by name.
    pub(crate) fn records(&self) -> BTreeMap<String, String> {
        let folder = format!("{HOME}/.s/fc-guard/");
        let all = self.files.all();
        let record = |(path, node): (&String, &Node)| {
            let name = path.strip_prefix(&folder)?;
            match node {
                Node::File { bytes, .. } if name.ends_with(".json") && !name.contains('/') => {
                    let text = String::from_utf8_lossy(bytes).into_owned();
                    Some((name.to_owned(), text))
                }
                _ => None,
            }
        };
        all.iter().filter_map(record).collect()
    }

    /// What the records say, but for how often each of them was written.
    pub(crate) fn remembered(&self) -> BTreeMap<String, Value> {
        let records = self.records().into_iter();
        let unnumbered = records.map(|(name, text)| {
            let mut record: Value = serde_json::from_str(&text).unwrap();
            record.as_object_mut().unwrap().remove("serial").unwrap();
            (name, record)
        });
        unnumbered.collect()
    }

    /// Writes a file of the project.
    pub(crate) fn write(&self, name: &str, text: &str) {
        self.files
            .write(&format!("{HOME}/{name}"), text.as_bytes(), false);
    }

    /// Replaces a text in a file, whose path is absolute.
    pub(crate) fn rewrite(&self, path: &str, old: &str, new: &str) {
        let all = self.files.all();
        let Some(Node::File { bytes, .. }) = all.get(path) else {
            panic!("{path} is no file");
        };
        let text = String::from_utf8_lossy(bytes).replace(old, new);
        self.files.write(path, text.as_bytes(), false);
    }

    #[track_caller]
    pub(crate) fn read(&self, name: &str) -> String {
        match self.files.all().get(&format!("{HOME}/{name}")) {
            Some(Node::File { bytes, .. }) => String::from_utf8_lossy(bytes).into_owned(),
            other => panic!("{name}: {other:?}"),
        }
    }

    pub(crate) fn yaml(&self, resources: &[Fn]) {
        self.write("s.yaml", &yaml(resources));
    }

    /// Puts a package into OSS, where `code` may point to it.
    pub(crate) fn put_object(&self, bucket: &str, name: &str, files: &[(&str, &str)]) {
        self.console().put_object(bucket, name, files);
    }

    /// The name of the newest backup.
    #[track_caller]
    pub(crate) fn newest_backup(&self) -> String {
        let told = self.s("restore");
        let line = told.said.lines().find(|line| line.contains(", before a "));
        let line = line.unwrap_or_else(|| panic!("no backup\n{}", told.transcript()));
        line.split_whitespace().next().unwrap().to_owned()
    }

    pub(crate) fn console(&self) -> Console {
        Console::new(&self.cloud)
    }

    /// A person sits at the terminal of the next run and presses these keys; see [`Person::pressing`].
    pub(crate) fn keys(&self, keys: &str) -> &Story {
        self.person(Person::pressing(keys))
    }

    /// Who sits at the terminal of the next run.
    pub(crate) fn person(&self, person: Person) -> &Story {
        self.next.borrow_mut().person = Some(Rc::new(person));
        self
    }

    /// Somebody writes while the next run's question waits for the key of that number.
    pub(crate) fn meanwhile(&self, key: usize, happens: impl FnOnce(&Console) + 'static) -> &Story {
        let console = self.console();
        let next = self.next.borrow();
        let person = next.person.as_ref().expect("keys come first");
        person.meanwhile(key, move || happens(&console));
        drop(next);
        self
    }

    /// Looks at every request of the next run and decides what becomes of it.
    pub(crate) fn meddle(
        &self,
        meddler: impl FnMut(usize, &Line, &Console) -> Fate + 'static,
    ) -> &Story {
        self.next.borrow_mut().meddler = Some(Box::new(meddler));
        self
    }

    /// Somebody writes right before that request of the next run.
    pub(crate) fn before(
        &self,
        request: usize,
        happens: impl FnOnce(&Console) + 'static,
    ) -> &Story {
        let mut happens = Some(happens);
        self.meddle(move |number, _, console| {
            if number == request
                && let Some(happens) = happens.take()
            {
                happens(console);
            }
            Fate::Arrives
        })
    }

    /// What becomes of that request of the next run.
    pub(crate) fn fate(&self, request: usize, fate: Fate) -> &Story {
        self.meddle(move |number, _, _| match number == request {
            true => fate.clone(),
            false => Fate::Arrives,
        })
    }

    /// What becomes of every request of the next run with that method and that path; `*` at the end of
    /// the path stands for anything.
    pub(crate) fn every(&self, method: &'static str, path: &'static str, fate: Fate) -> &Story {
        self.meddle(move |_, line, _| match line.is(method, path) {
            true => fate.clone(),
            false => Fate::Arrives,
        })
    }

    /// Keeps every moment at which the next run sends a request.
    pub(crate) fn moments(&self) -> Moments {
        let moments = Moments::default();
        self.next.borrow_mut().moments = Some(Rc::clone(&moments));
        moments
    }

    /// Sets an environment variable for the runs to come.
    pub(crate) fn var(&self, name: &str, value: &str) {
        let mut env = self.env.borrow_mut();
        env.insert(name.to_owned(), value.to_owned());
    }

    /// A value with the variables of the environment put in that have a default, as the CLI does.
    fn with_stage(&self, value: &Value) -> Value {
        match value {
            Value::String(text) => with_variable(text, &self.env.borrow()).into(),
            Value::Array(items) => items.iter().map(|one| self.with_stage(one)).collect(),
            Value::Object(map) => {
                let each = map.iter();
                let each = each.map(|(name, one)| (name.clone(), self.with_stage(one)));
                Value::Object(each.collect())
            }
            other => other.clone(),
        }
    }

    /// Somebody presses Ctrl-C while the next run waits for the answer to that request.
    pub(crate) fn interrupt(&self, request: usize) -> &Story {
        self.next.borrow_mut().interrupt = Some(request);
        self
    }

    /// The next run is an action of another command.
    pub(crate) fn as_action(&self) -> &Story {
        self.next.borrow_mut().action = true;
        self
    }

    /// The same, where the CLI tells for which command; none where that is empty.
    pub(crate) fn as_action_of(&self, caller: &str) -> &Story {
        let caller = (!caller.is_empty()).then(|| caller.to_owned());
        self.next.borrow_mut().caller = caller;
        self.as_action()
    }

    /// The next run stands before the deploy of another component, or after it.
    pub(crate) fn as_hook(&self, hook: Hook) -> &Story {
        self.next.borrow_mut().hook = Some(hook);
        self
    }

    /// What docker does in the next run; otherwise there is none.
    pub(crate) fn docker(&self, runs: impl std::ops::Fn(&[&str]) -> Ran + 'static) -> &Story {
        self.next.borrow_mut().docker = Some(Rc::new(runs));
        self
    }

    /// What git does in the next run; otherwise there is none.
    pub(crate) fn git(&self, runs: impl std::ops::Fn(&[&str]) -> Ran + 'static) -> &Story {
        self.next.borrow_mut().git = Some(Rc::new(runs));
        self
    }

    /// What git answers from now on, in copies and clones, too; [`Story::git`] counts for more.
    pub(crate) fn repository(&self, runs: impl std::ops::Fn(&[&str]) -> Ran + 'static) -> &Story {
        *self.repository.borrow_mut() = Some(Rc::new(runs));
        self
    }

    /// Runs `s COMMAND`: over the whole file, or over one resource that is named before the command.
    pub(crate) fn s(&self, command: &str) -> Told {
        self.stage(command).perform()
    }

    /// Prepares `s COMMAND`, to be run beside others by [`together`].
    pub(crate) fn stage(&self, command: &str) -> Stage<'_> {
        let next = self.next.take();
        let wire = Rc::new(Wire::default());
        *wire.meddler.borrow_mut() = next.meddler;
        *wire.moments.borrow_mut() = next.moments;
        let person = next.person.unwrap_or_default();
        *wire.person.borrow_mut() = Some(Rc::clone(&person));
        let pid = self.cloud.enter(&wire);
        Stage {
            story: self,
            command: command.to_owned(),
            person,
            socket: Socket {
                cloud: Rc::clone(&self.cloud),
                wire,
            },
            interrupt: next.interrupt,
            machine: Machine {
                cloud: Rc::clone(&self.cloud),
                pid,
                docker: next.docker,
                git: next.git.or_else(|| self.repository.borrow().clone()),
            },
            action: next.action,
            caller: next.caller,
            hook: next.hook,
            before: self.files.all(),
            delay: 0,
        }
    }
}

/// One `s` command that is about to run.
pub(crate) struct Stage<'s> {
    story: &'s Story,
    command: String,
    person: Rc<Person>,
    socket: Socket,
    interrupt: Option<usize>,
    machine: Machine,
    action: bool,
    caller: Option<String>,
    hook: Option<Hook>,
    before: BTreeMap<String, Node>,
    delay: u64,
}

/// How the resources of one command ended.
#[derive(Default)]
struct Course {
    ends: Vec<(String, Ended)>,
}

/// Runs commands side by side; each begins that many milliseconds after the first.
pub(crate) fn together(stages: Vec<(u64, Stage<'_>)>) -> Vec<Told> {
    let stages: Vec<Stage<'_>> = stages
        .into_iter()
        .map(|(delay, stage)| Stage { delay, ..stage })
        .collect();
    let wires: Vec<Rc<Wire>> = stages
        .iter()
        .map(|one| Rc::clone(&one.socket.wire))
        .collect();
    let cloud = Rc::clone(&stages[0].story.cloud);
    let courses: Vec<RefCell<Course>> = stages.iter().map(|_| RefCell::default()).collect();
    let tasks = stages.iter().zip(&courses);
    let tasks: Vec<Pin<Box<dyn Future<Output = ()> + '_>>> = tasks
        .map(|(stage, course)| Box::pin(stage.run(course)) as Pin<Box<dyn Future<Output = ()>>>)
        .collect();
    cloud.drive(tasks, &wires);
    let told = stages.iter().zip(courses);
    told.map(|(stage, course)| stage.told(course.into_inner()))
        .collect()
}

impl Stage<'_> {
    /// Its number among the programs of the machine.
    pub(crate) fn pid(&self) -> u32 {
        self.machine.pid
    }

    fn perform(self) -> Told {
        together(vec![(0, self)]).remove(0)
    }

    /// What the shim does with one command: resource after resource, until one is refused.
    async fn run(&self, course: &RefCell<Course>) {
        use fc_guard::ports::Clock as _;
        if self.delay > 0 {
            self.story.cloud.sleep(self.delay).await;
        }
        let words: Vec<&str> = self.command.split_whitespace().collect();
        let resources = self.resources();
        let one = resources
            .iter()
            .position(|(name, _)| words.first() == Some(&name.as_str()));
        let (chosen, words) = match one {
            Some(index) => (&resources[index..=index], &words[1..]),
            None => (&resources[..], &words[..]),
        };
        let argv: Vec<String> = self.command.split_whitespace().map(str::to_owned).collect();
        let (mut earlier, mut wrote) = (Vec::new(), Vec::new());
        let (mut seen, mut claimed) = (Value::Null, Value::Null);
        for (name, resource) in chosen {
            let resource = &with_outputs(&self.story.with_stage(resource), &course.borrow().ends);
            let mut inputs = self.inputs(name, resource, words);
            self.person.may_be_asked(inputs.attended());
            inputs.argv.clone_from(&argv);
            inputs.hands_on = true;
            inputs.action = self.action;
            inputs.caller.clone_from(&self.caller);
            inputs.hook = self.hook;
            let default = self.story.default_env.get().map(str::to_owned);
            inputs.default_env = self.story.knows_default.get().then_some(default);
            inputs.surveyed = !seen.is_null();
            inputs.seen = seen[name].clone();
            inputs.earlier.clone_from(&earlier);
            inputs.claimed.clone_from(&claimed);
            inputs.variables = self.variables();
            inputs.wrote.clone_from(&wrote);
            let journal = Journal::default();
            let ended = run(self.world(&journal), &inputs, Box::pin(self.stopped())).await;
            wrote.clone_from(&ended.wrote);
            if !ended.seen.is_null() {
                seen = ended.seen.clone();
            }
            if !ended.claimed.is_null() {
                claimed.clone_from(&ended.claimed);
            }
            earlier.extend(ended.found.clone());
            let failed = ended.message.is_some();
            course.borrow_mut().ends.push((name.clone(), ended));
            if failed {
                break;
            }
        }
    }

    /// The project's file, as `-t` names it.
    fn file(&self) -> &str {
        let mut words = self.command.split_whitespace();
        words.find(|word| ["-t", "--template"].contains(word));
        words.next().unwrap_or("s.yaml")
    }

    /// The resources of the project's file in their order.
    fn resources(&self) -> Vec<(String, Value)> {
        let text = self.story.read(self.file());
        // Generated documents are JSON, in which a text may have any character.
        let json = serde_json::from_str(&text).ok();
        let document: Value = json
            .map_or_else(|| yaml_serde::from_str(&text), Ok)
            .unwrap_or_else(|error| panic!("{error} in\n{text:?}"));
        // Files of edition 1.0.0 name it in a list, too.
        let listed = document["extends"][0].as_str();
        let document = match document["extend"].as_str().or(listed) {
            Some(name) => {
                let mut lower: Value = yaml_serde::from_str(&self.story.read(name)).unwrap();
                overlay(&mut lower, document);
                lower
            }
            None => document,
        };
        let older = services_file::resolved(&document, &self.story.env.borrow());
        let resources = older.unwrap_or_else(|| document["resources"].clone());
        let resources = resources.as_object().unwrap();
        let pair = |(name, resource): (&String, &Value)| {
            let mut resource = resource.clone();
            overlay(
                &mut resource["props"],
                self.overlays()["resources"][name].clone(),
            );
            (name.clone(), resource)
        };
        resources.iter().map(pair).collect()
    }

    /// What the environment of this command lays over the file.
    fn overlays(&self) -> Value {
        let command = self.command.replace("--env=", "--env ");
        let mut words = command.split_whitespace();
        words.find(|word| *word == "--env");
        let Some(name) = words.next().or(self.story.default_env.get()) else {
            return Value::Null;
        };
        // The CLI only warns of an environment that it does not find.
        let path = format!("{HOME}/env.yaml");
        if !self.story.files.all().contains_key(&path) {
            return Value::Null;
        }
        let document: Value = yaml_serde::from_str(&self.story.read("env.yaml")).unwrap();
        let all = document["environments"].as_array().unwrap();
        let chosen = all.iter().find(|one| one["name"] == name);
        chosen.map_or(Value::Null, |one| one["overlays"].clone())
    }

    /// What the file takes from variables of the environment that the story has set.
    fn with_environment(&self, props: &Value) -> Value {
        let set = self.story.env.borrow();
        let put = |text: String, (name, value): (&String, &String)| {
            let text = text.replace(&format!("${{env('{name}')}}"), value);
            // What only the CLI works out.
            text.replace(&format!("${{env('{name}') + ''}}"), value)
        };
        let text = set.iter().fold(props.to_string(), put);
        let text = text.replace("${config('AccountID')}", ACCOUNT);
        serde_json::from_str(&text).unwrap()
    }

    /// The variables that the project's files name, as the shim hands them over.
    fn variables(&self) -> BTreeMap<String, Option<String>> {
        let text = self.story.read(self.file());
        let set = self.story.env.borrow();
        let calls = text.split("env('").skip(1);
        let names = calls.filter_map(|call| Some(call.split_once('\'')?.0));
        names
            .chain(services_file::names(&text))
            .map(|name| (name.to_owned(), set.get(name).cloned()))
            .collect()
    }

    fn inputs(&self, name: &str, resource: &Value, words: &[&str]) -> Inputs {
        let (command, args) = words.split_first().unwrap();
        let (id, secret) = self.story.key.get();
        let value = json!({
            "command": command,
            "args": args,
            "props": self.with_environment(&resource["props"]),
            "cwd": HOME,
            "yaml": {"path": format!("{HOME}/{}", self.file())},
            "resource": {"name": name, "component": resolved(&resource["component"])},
            "credential": {
                "AccountID": ACCOUNT, "AccessKeyID": id, "AccessKeySecret": secret,
            },
            "env": *self.story.env.borrow(),
        });
        Inputs::parse(&value.to_string()).unwrap()
    }

    fn world<'a>(&'a self, journal: &'a Journal) -> World<'a> {
        World {
            transport: &self.socket,
            files: &self.story.files,
            terminal: &*self.person,
            clock: &*self.story.cloud,
            programs: &self.machine,
            journal,
        }
    }

    /// Ends when somebody presses Ctrl-C.
    fn stopped(&self) -> impl Future<Output = ()> {
        let wire = Rc::clone(&self.socket.wire);
        let at = self.interrupt;
        let seen = Cell::new(false);
        std::future::poll_fn(move |_| {
            let reached = at.is_some_and(|at| wire.sent.borrow().len() > at);
            match reached || seen.get() {
                true => {
                    seen.set(true);
                    std::task::Poll::Ready(())
                }
                false => std::task::Poll::Pending,
            }
        })
    }

    fn told(&self, course: Course) -> Told {
        let wire = &self.socket.wire;
        let mut said = self.person.heard();
        let mut worst: Option<Outcome> = None;
        let (mut document, mut results) = (None, Vec::new());
        let mut handed = Vec::new();
        for (name, ended) in course.ends {
            if let Some(message) = &ended.message {
                said.push_str(&format!("✖ [{name}] {message}\n"));
            }
            worst = worst.max(Some(ended.outcome));
            if let Some((_, text)) = ended.document {
                document = Some(text);
            }
            if !ended.handed.is_null() {
                handed.push((name.clone(), ended.handed));
            }
            if !ended.result.is_null() {
                results.push((name, ended.result));
            }
        }
        let worst = worst.filter(|_| !wire.killed.get());
        let unused = self.person.left();
        assert!(
            unused == 0 || worst.is_none(),
            "{unused} keys were not asked for by s {}:\n{said}",
            self.command
        );
        Told {
            command: self.command.clone(),
            word: worst.map_or("", Outcome::word).to_owned(),
            code: worst.map_or(137, Outcome::code),
            said,
            events: self.person.events(),
            results,
            handed,
            document,
            sent: wire.sent.take(),
            rounds: wire.rounds.get(),
            saved: differences(&self.before, &self.story.files.all()),
        }
    }
}

/// Lays one value over another: blocks are merged, everything else is replaced.
fn overlay(lower: &mut Value, upper: Value) {
    match (lower, upper) {
        (_, Value::Null) => {}
        (Value::Object(lower), Value::Object(upper)) => {
            for (name, value) in upper {
                overlay(lower.entry(name).or_insert(Value::Null), value);
            }
        }
        (lower, upper) => *lower = upper,
    }
}

/// A resource with the results of those before it put in where `${resources.NAME.output.…}` is the
/// whole of a value, as the CLI does.
fn with_outputs(value: &Value, ends: &[(String, Ended)]) -> Value {
    let output = |text: &str| {
        let chain = text.strip_prefix("${")?.strip_suffix('}')?;
        // In files of edition 1.0.0 the name stands alone.
        let chain = chain.strip_prefix("resources.").unwrap_or(chain);
        let (name, path) = chain.split_once(".output.")?;
        let path = path.replace('[', ".").replace(']', "");
        let (_, ended) = ends.iter().find(|(one, _)| one == name)?;
        let real = [&ended.real, &ended.result];
        let mut found = real.into_iter().map(|one| {
            let mut steps = path.split('.');
            steps
                .try_fold(one, |one: &Value, step| match step.parse::<usize>() {
                    Ok(index) => one.get(index),
                    Err(_) => one.get(step),
                })
                .cloned()
        });
        found.find_map(|found| found)
    };
    match value {
        Value::String(text) => output(text).unwrap_or_else(|| value.clone()),
        Value::Array(items) => items.iter().map(|one| with_outputs(one, ends)).collect(),
        Value::Object(map) => {
            let each = map
                .iter()
                .map(|(name, one)| (name.clone(), with_outputs(one, ends)));
            Value::Object(each.collect())
        }
        other => other.clone(),
    }
}

fn differences(before: &BTreeMap<String, Node>, after: &BTreeMap<String, Node>) -> Vec<String> {
    let short = |path: &String| {
        path.strip_prefix(&format!("{HOME}/"))
            .unwrap_or(path)
            .to_owned()
    };
    let gone = before.keys().filter(|path| !after.contains_key(*path));
    let gone = gone.map(|path| format!("- {}", short(path)));
    let there = after
        .iter()
        .filter_map(|(path, node)| match before.get(path) {
            None => Some(format!("+ {}", short(path))),
            Some(old) if old != node => Some(format!("~ {}", short(path))),
            Some(_) => None,
        });
    gone.chain(there).collect()
}

/// The name of the machine on which all runs of a story take place.
pub(crate) const MACHINE: &str = "laptop";

/// Within which their numbers mean anything.
pub(crate) const SPACE: &str = "pid:[4026531836]";

struct Machine {
    cloud: Rc<Cloud>,
    pid: u32,
    docker: Option<Program>,
    git: Option<Program>,
}

impl Machine {
    fn ran(&self, program: &str, args: &[&str]) -> Result<Ran, ProgramError> {
        let program = match program {
            "docker" => &self.docker,
            "git" => &self.git,
            other => panic!("{other} is run"),
        };
        let ran = program.as_ref().map(|program| program(args));
        ran.ok_or(ProgramError::Missing)
    }
}

impl Programs for Machine {
    fn own(&self) -> Process {
        Process {
            pid: self.pid,
            host: MACHINE.to_owned(),
            space: Some(SPACE.to_owned()),
        }
    }

    fn runs(&self, pid: u32) -> Option<bool> {
        Some(self.cloud.runs(pid))
    }

    fn run<'a>(
        &'a self,
        program: &'a str,
        args: &'a [&'a str],
    ) -> Wait<'a, Result<Ran, ProgramError>> {
        Box::pin(std::future::ready(self.ran(program, args)))
    }

    fn run_within<'a>(
        &'a self,
        _: u32,
        program: &'a str,
        args: &'a [&'a str],
    ) -> Wait<'a, Result<Option<Ran>, ProgramError>> {
        Box::pin(std::future::ready(self.ran(program, args).map(Some)))
    }
}

fn with_variable(text: &str, env: &BTreeMap<String, String>) -> String {
    let found = || {
        let (before, rest) = text.split_once("${env('")?;
        let (name, rest) = rest.split_once("',")?;
        let rest = rest.trim_start().strip_prefix('\'')?;
        let (default, after) = rest.split_once("')}")?;
        let set = env.get(name).map(String::as_str);
        let value = set.filter(|value| !value.is_empty()).unwrap_or(default);
        Some(format!("{before}{value}{after}"))
    };
    match text.starts_with("${env('COMPONENT") {
        true => None,
        false => found(),
    }
    .unwrap_or_else(|| text.to_owned())
}

/// The component as Serverless Devs hands it over, which knows every function of an expression.
fn resolved(component: &Value) -> String {
    let text = component.as_str().unwrap();
    let argument = |start: &str| text.strip_prefix(start)?.strip_suffix("')}");
    let path = argument("${path('").map(|path| join(HOME, path));
    let unset = argument("${env('COMPONENT', '").map(str::to_owned);
    path.or(unset).unwrap_or_else(|| text.to_owned())
}
