//! The cloud of a story: the emulator, the time, and the wire between them and the working copies.
//!
//! Nothing here waits. A run that cannot go on is looked at again after every request that is under
//! way was answered, all of them in one round trip; where none is, the clock jumps to the moment for
//! which somebody sleeps.

use std::cell::{Cell, RefCell};
use std::pin::Pin;
use std::rc::{Rc, Weak};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicI64, Ordering};
use std::task::{Context, Poll, Wake, Waker};

use fc_emulator::{Config, Domains, Emulator, Hides, Key, Request as Asked};
use fc_guard::ports::{
    Clock, Method, Moved, Request, Response, Transport, TransportError, Wait, Watch,
};
use serde_json::Value;

use crate::console::Console;
use crate::person::Person;

pub(crate) const ACCOUNT: &str = "1234567890123456";
pub(crate) const OWNER: (&str, &str) = ("LTAI5tOwnerOfTheProject", "owner-secret-5f0c2a9b7e");
pub(crate) const CONSOLE: (&str, &str) = ("LTAI5tSomebodyElse", "console-secret-91d7c3e4a8");
/// May only read what a team has on record.
pub(crate) const READER: (&str, &str) = ("LTAI5tPullRequestJob", "reader-secret-2b8f60d1ce");
/// Where the emulator seems to listen.
pub(crate) const HOST: &str = "127.0.0.1:9000";

/// 2026-11-01T08:00:00Z, when every story begins.
const BEGIN: i64 = 1_793_520_000_000;
/// Milliseconds that a round trip takes.
const ROUND: i64 = 25;

/// Everything that several working copies share.
pub(crate) struct Cloud {
    pub emulator: Emulator,
    weather: Weather,
    time: Arc<AtomicI64>,
    nonces: Cell<u64>,
    waiting: RefCell<Vec<Weak<Slot>>>,
    /// Every run by its number, counted from 1.
    runs: RefCell<Vec<Weak<Wire>>>,
}

/// Something that a run waits for.
struct Slot {
    what: What,
    waker: RefCell<Option<Waker>>,
    answer: RefCell<Option<Answer>>,
    /// When a request goes on that is held up, and its answer if it has arrived already.
    held: RefCell<Option<(i64, Option<Answer>)>>,
}

type Answer = Result<Response, TransportError>;

enum What {
    Request(Request, Rc<Wire>),
    Moment(i64),
}

/// How an emulator of a story differs from the usual one. What stands in brackets is the line in the emulator's
/// table of guesses.
#[derive(Clone, Copy, Default)]
pub(crate) struct Weather {
    /// Whether replies carry ETags and If-Match is honoured (G1).
    pub etags: bool,
    /// Milliseconds until instances and images are there.
    pub settle: u64,
    /// Which secrets replies leave out (G2).
    pub hides: Hides,
    /// Whether the service has settings that the catalogue does not know (G3).
    pub newer: bool,
    /// Whether replies about configurations have a member that no request may carry (G44).
    pub revisions: bool,
    /// What the service does with custom domains (G26, G27, G28, G29).
    pub domains: Domains,
}

impl Cloud {
    pub(crate) fn new(weather: Weather) -> Rc<Cloud> {
        let time = Arc::new(AtomicI64::new(BEGIN));
        let emulator = Emulator::new(config(weather, &time)).unwrap();
        Cloud::with(weather, emulator, time, 0)
    }

    /// A cloud of its own that holds what this one holds now.
    pub(crate) fn fork(&self) -> Rc<Cloud> {
        let now = self.time.load(Ordering::Relaxed);
        let time = Arc::new(AtomicI64::new(now));
        let emulator = self.emulator.fork(config(self.weather, &time)).unwrap();
        Cloud::with(self.weather, emulator, time, self.nonces.get())
    }

    fn with(weather: Weather, emulator: Emulator, time: Arc<AtomicI64>, nonces: u64) -> Rc<Cloud> {
        Rc::new(Cloud {
            emulator,
            weather,
            time,
            nonces: Cell::new(nonces),
            waiting: RefCell::default(),
            runs: RefCell::default(),
        })
    }
}

fn config(weather: Weather, time: &Arc<AtomicI64>) -> Config {
    let clock = Arc::clone(time);
    let key = |name: &str, (id, secret): (&str, &str)| Key {
        name: name.to_owned(),
        id: id.to_owned(),
        secret: secret.to_owned(),
        token: None,
    };
    Config {
        account: ACCOUNT.to_owned(),
        keys: vec![
            key("owner", OWNER),
            key("console", CONSOLE),
            key("reader", READER),
        ],
        grants: vec!["reader:read,list:team-state/shop/".parse().unwrap()],
        clock: fc_emulator::Clock::new(move || clock.load(Ordering::Relaxed)),
        seed: Some(1),
        settle: weather.settle,
        etags: weather.etags,
        hides: weather.hides,
        newer: weather.newer,
        revisions: weather.revisions,
        domains: weather.domains,
        ..Config::default()
    }
}

impl Cloud {
    /// Lets time pass.
    pub(crate) fn pass(&self, millis: i64) {
        self.time.fetch_add(millis, Ordering::Relaxed);
    }

    /// Gives a run its number.
    pub(crate) fn enter(&self, wire: &Rc<Wire>) -> u32 {
        let mut runs = self.runs.borrow_mut();
        runs.push(Rc::downgrade(wire));
        u32::try_from(runs.len()).unwrap()
    }

    /// Whether the run of that number has not ended and was not killed.
    pub(crate) fn runs(&self, pid: u32) -> bool {
        let runs = self.runs.borrow();
        let wire = runs.get(pid as usize - 1).and_then(Weak::upgrade);
        wire.is_some_and(|wire| !wire.killed.get())
    }

    /// Runs all of them side by side until each has ended or was killed. The one of number `n` begins
    /// `delays[n]` milliseconds after the first look.
    pub(crate) fn drive<T>(
        self: &Rc<Self>,
        mut tasks: Vec<Pin<Box<dyn Future<Output = T> + '_>>>,
        wires: &[Rc<Wire>],
    ) -> Vec<Option<T>> {
        let mut ended: Vec<Option<T>> = tasks.iter().map(|_| None).collect();
        let mut over: Vec<bool> = vec![false; tasks.len()];
        let woken = Arc::new(Woken::default());
        let waker = Waker::from(Arc::clone(&woken));
        let mut context = Context::from_waker(&waker);
        loop {
            woken.0.store(false, Ordering::Relaxed);
            for (index, task) in tasks.iter_mut().enumerate() {
                if over[index] {
                    continue;
                }
                if let Poll::Ready(end) = task.as_mut().poll(&mut context) {
                    (ended[index], over[index]) = (Some(end), true);
                }
            }
            if over.iter().all(|over| *over) {
                break;
            }
            // One that only let others go first has more to do before anything has to happen.
            if woken.0.load(Ordering::Relaxed) {
                continue;
            }
            self.go_on();
            for (index, wire) in wires.iter().enumerate() {
                over[index] |= wire.killed.get();
            }
            if over.iter().all(|over| *over) {
                break;
            }
        }
        // Whoever is killed clears nothing away.
        let killed = |index: usize| wires.get(index).is_some_and(|wire| wire.killed.get());
        for (index, task) in tasks.into_iter().enumerate() {
            if killed(index) {
                std::mem::forget(task);
            }
        }
        ended
    }

    /// Answers everything that is under way, or lets the time come for which somebody waits.
    fn go_on(self: &Rc<Self>) {
        let slots: Vec<Rc<Slot>> = self
            .waiting
            .borrow_mut()
            .drain(..)
            .filter_map(|slot| slot.upgrade())
            .collect();
        let (requests, moments): (Vec<_>, Vec<_>) =
            slots.into_iter().partition(|slot| slot.due() == i64::MAX);
        let first = moments.iter().map(|slot| slot.due()).min();
        if requests.is_empty() {
            let due = first.expect("a run waits for nothing that could come");
            let now = self.time.load(Ordering::Relaxed);
            self.time.store(now.max(due), Ordering::Relaxed);
        } else {
            self.pass(ROUND);
        }
        let mut wires: Vec<*const Wire> = Vec::new();
        for slot in requests {
            if let What::Request(request, wire) = &slot.what {
                if !wires.contains(&Rc::as_ptr(wire)) {
                    wires.push(Rc::as_ptr(wire));
                    wire.rounds.set(wire.rounds.get() + 1);
                }
                if wire.killed.get() {
                    continue;
                }
                match wire.exchange(self, request) {
                    (Some(answer), 0) => slot.wake(answer),
                    (answer, millis) => {
                        *slot.held.borrow_mut() = Some((self.now() + millis, answer));
                        self.waiting.borrow_mut().push(Rc::downgrade(&slot));
                    }
                }
            }
        }
        let now = self.time.load(Ordering::Relaxed);
        for slot in moments {
            match slot.due() <= now {
                true => slot.go_on(self),
                false => self.waiting.borrow_mut().push(Rc::downgrade(&slot)),
            }
        }
    }

    fn wait(&self, what: What) -> Wait<'static, Answer> {
        let slot = Rc::new(Slot {
            what,
            waker: RefCell::default(),
            answer: RefCell::default(),
            held: RefCell::default(),
        });
        self.waiting.borrow_mut().push(Rc::downgrade(&slot));
        Box::pin(std::future::poll_fn(move |context| {
            match slot.answer.borrow_mut().take() {
                Some(answer) => Poll::Ready(answer),
                None => {
                    *slot.waker.borrow_mut() = Some(context.waker().clone());
                    Poll::Pending
                }
            }
        }))
    }
}

/// Whether somebody wants to be looked at again.
#[derive(Default)]
struct Woken(AtomicBool);

impl Wake for Woken {
    fn wake(self: Arc<Self>) {
        self.0.store(true, Ordering::Relaxed);
    }
}

impl Slot {
    fn due(&self) -> i64 {
        let held = self.held.borrow().as_ref().map(|(due, _)| *due);
        match self.what {
            What::Moment(due) => due,
            What::Request(..) => held.unwrap_or(i64::MAX),
        }
    }

    /// The time has come for which it was waiting.
    fn go_on(&self, cloud: &Rc<Cloud>) {
        let held = self.held.take().and_then(|(_, answer)| answer);
        match (&self.what, held) {
            (_, Some(answer)) => self.wake(answer),
            (What::Request(request, wire), None) => {
                self.wake(wire.meets(cloud, request, &Fate::Arrives));
            }
            (What::Moment(_), None) => self.wake(Ok(Response::default())),
        }
    }

    fn wake(&self, answer: Answer) {
        *self.answer.borrow_mut() = Some(answer);
        if let Some(waker) = self.waker.borrow_mut().take() {
            waker.wake();
        }
    }
}

impl Clock for Cloud {
    fn now(&self) -> i64 {
        self.time.load(Ordering::Relaxed)
    }

    fn nonce(&self) -> [u8; 16] {
        use sha2::Digest as _;
        self.nonces.set(self.nonces.get() + 1);
        let digest = sha2::Sha256::digest(self.nonces.get().to_be_bytes());
        std::array::from_fn(|index| digest[index])
    }

    fn sleep(&self, millis: u64) -> Wait<'_, ()> {
        let due = self.now() + i64::try_from(millis).unwrap();
        let woken = self.wait(What::Moment(due));
        Box::pin(async move {
            let _ = woken.await;
        })
    }
}

/// What becomes of one request.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Fate {
    /// What should.
    Arrives,
    /// It never arrives: the connection breaks before the service has it.
    Dropped,
    /// There is no connection at all.
    NoConnection,
    /// It does, and the answer comes that many milliseconds later.
    Late(i64),
    /// It takes effect, and the answer is that many milliseconds on its way, while others go on.
    Slow(i64),
    /// It arrives that many milliseconds later, while others go on.
    Held(i64),
    /// It takes effect, and the connection breaks before the answer is there.
    Lost,
    /// It takes effect, and no answer comes in time.
    Timeout,
    /// It takes effect, and half of the answer's body is missing.
    Half,
    /// It takes effect, and something else is answered.
    AnsweredWith(u16, String),
    /// It takes effect, and the answer's body is changed on its way.
    Garbled(Garbling),
    /// It has no effect, and this is answered.
    RefusedWith(u16, String),
    /// The run's process is killed before the service has it.
    KilledBefore,
    /// It takes effect, and the process is killed before the answer is there.
    KilledAfter,
}

/// How a body is changed: at that place (in thousandths of its length) so many bytes are replaced.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Garbling {
    pub place: usize,
    pub length: usize,
    pub bytes: Vec<u8>,
}

impl Garbling {
    pub(crate) fn garble(&self, body: &mut Vec<u8>) {
        let from = body.len() * self.place.min(1000) / 1000;
        let to = (from + self.length).min(body.len());
        body.splice(from..to, self.bytes.iter().copied());
    }
}

/// A request as stories see it.
#[derive(Clone, Debug)]
pub(crate) struct Line {
    pub method: String,
    /// Path and query without origin and version: `functions/demo`.
    pub path: String,
    /// The names of the settings in its body.
    pub keys: Vec<String>,
    /// That body, where it is JSON.
    pub body: serde_json::Value,
    /// The headers that it had.
    pub headers: Vec<(String, String)>,
    /// What was answered; 0 where nothing was.
    pub status: u16,
}

impl Line {
    /// Whether it changes something that is deployed.
    pub(crate) fn writes(&self) -> bool {
        // The certificate service is read by POST.
        self.method != "GET"
            && !["oss:", "cas:"]
                .iter()
                .any(|one| self.path.starts_with(one))
    }

    /// Whether it has that method and that path, its query aside; `*` at the end stands for anything.
    pub(crate) fn is(&self, method: &str, path: &str) -> bool {
        let own = self.path.split('?').next().unwrap_or_default();
        let fits = match path.strip_suffix('*') {
            Some(start) => own.starts_with(start),
            None => own == path,
        };
        self.method == method && fits
    }

    /// As transcripts tell it: `→ PUT functions/demo {timeout} 200`.
    fn told(&self) -> String {
        let keys = match self.keys.is_empty() {
            true => String::new(),
            false => format!(" {{{}}}", self.keys.join(", ")),
        };
        let answer = match self.status {
            0 => "without an answer".to_owned(),
            status => status.to_string(),
        };
        format!("→ {}{keys} {answer}", self.short())
    }

    /// `PUT functions/demo`.
    pub(crate) fn short(&self) -> String {
        format!("{} {}", self.method, self.path)
    }
}

/// Looks at every request before it goes out: its number in the run and what it asks.
pub(crate) type Meddler = Box<dyn FnMut(usize, &Line, &Console) -> Fate>;

/// What one run sends, and what is done to it on its way.
#[derive(Default)]
pub(crate) struct Wire {
    pub meddler: RefCell<Option<Meddler>>,
    pub sent: RefCell<Vec<Line>>,
    pub rounds: Cell<usize>,
    pub killed: Cell<bool>,
    /// Who sits at the terminal of the run.
    pub person: RefCell<Option<Rc<Person>>>,
    /// Where every moment at which a request goes out is kept.
    pub moments: RefCell<Option<Moments>>,
}

/// The moments of a run, in the order of its requests.
pub(crate) type Moments = Rc<RefCell<Vec<Moment>>>;

/// The cloud right before a request of a run, and that request.
pub(crate) struct Moment {
    pub before: Rc<Cloud>,
    request: Request,
}

impl Moment {
    /// What the request is answered in such a cloud.
    pub(crate) fn answer(&self, cloud: &Cloud) -> Response {
        deliver(cloud, &self.request)
    }
}

impl Wire {
    /// What is answered, if it has arrived, and in how many milliseconds it goes on.
    fn exchange(&self, cloud: &Rc<Cloud>, request: &Request) -> (Option<Answer>, i64) {
        let number = self.sent.borrow().len();
        if let Some(moments) = &*self.moments.borrow() {
            moments.borrow_mut().push(Moment {
                before: cloud.fork(),
                request: request.clone(),
            });
        }
        let fate = match self.meddler.borrow_mut().as_mut() {
            Some(meddler) => meddler(number, &line(request), &Console::new(cloud)),
            None => Fate::Arrives,
        };
        match fate {
            Fate::Slow(millis) => (Some(self.meets(cloud, request, &Fate::Arrives)), millis),
            Fate::Held(millis) => (None, millis),
            fate => (Some(self.meets(cloud, request, &fate)), 0),
        }
    }

    fn meets(&self, cloud: &Rc<Cloud>, request: &Request, fate: &Fate) -> Answer {
        let result = meet(cloud, request, fate);
        self.killed
            .set(matches!(fate, Fate::KilledBefore | Fate::KilledAfter) || self.killed.get());
        let mut line = line(request);
        line.status = result.as_ref().map_or(0, |response| response.status);
        if let Some(person) = &*self.person.borrow() {
            person.note(line.told());
        }
        self.sent.borrow_mut().push(line);
        result
    }
}

fn line(request: &Request) -> Line {
    let (host, target) = parts(&request.url);
    Line {
        method: request.method.name().to_owned(),
        path: short(host, target),
        keys: keys(&request.body),
        body: serde_json::from_slice(&request.body).unwrap_or_default(),
        headers: request.headers.clone(),
        status: 0,
    }
}

fn meet(cloud: &Cloud, request: &Request, fate: &Fate) -> Answer {
    let broken = || TransportError::Broken("connection reset".to_owned());
    let effect = || deliver(cloud, request);
    match fate {
        Fate::Arrives | Fate::Slow(_) | Fate::Held(_) => Ok(effect()),
        Fate::Late(millis) => {
            let response = effect();
            cloud.pass(*millis);
            Ok(response)
        }
        Fate::Dropped | Fate::KilledBefore => Err(broken()),
        Fate::NoConnection => Err(TransportError::Connect("connection refused".to_owned())),
        Fate::Lost | Fate::KilledAfter => {
            effect();
            Err(broken())
        }
        Fate::Timeout => {
            effect();
            Err(TransportError::Timeout)
        }
        Fate::Half => {
            let mut response = effect();
            response.body.truncate(response.body.len() / 2);
            Ok(response)
        }
        Fate::Garbled(garbling) => {
            let mut response = effect();
            garbling.garble(&mut response.body);
            Ok(response)
        }
        Fate::AnsweredWith(status, body) => {
            effect();
            Ok(answer(*status, body))
        }
        Fate::RefusedWith(status, body) => Ok(answer(*status, body)),
    }
}

fn answer(status: u16, body: &str) -> Response {
    Response {
        status,
        headers: vec![("x-fc-request-id".to_owned(), "meddled".to_owned())],
        body: body.as_bytes().to_vec(),
    }
}

fn deliver(cloud: &Cloud, request: &Request) -> Response {
    let (host, target) = parts(&request.url);
    let mut asked = Asked::new(request.method.name(), target);
    asked.headers = request.headers.clone();
    asked.headers.push(("host".to_owned(), host.to_owned()));
    if matches!(request.method, Method::Post | Method::Put) {
        let length = request.body.len().to_string();
        asked.headers.push(("content-length".to_owned(), length));
    }
    asked.body = request.body.clone();
    let response = cloud.emulator.handle(&asked);
    Response {
        status: response.status,
        headers: response.headers,
        body: response.body,
    }
}

/// Host and target of an address.
fn parts(url: &str) -> (&str, &str) {
    let rest = url.split_once("://").map_or(url, |(_, rest)| rest);
    rest.find('/').map_or((rest, "/"), |at| rest.split_at(at))
}

fn short(host: &str, target: &str) -> String {
    match target.strip_prefix("/2023-03-30/") {
        Some(path) => path.to_owned(),
        None if target.starts_with("/2016-08-15/") => target[1..].to_owned(),
        None if host == "cas.aliyuncs.com" => "cas:".to_owned(),
        // The names of objects are made of chance.
        None => format!("oss: {}", host.split('.').next().unwrap_or_default()),
    }
}

fn keys(body: &[u8]) -> Vec<String> {
    let body: Value = serde_json::from_slice(body).unwrap_or_default();
    let keys = body.as_object().into_iter().flatten();
    keys.map(|(key, _)| key.clone()).collect()
}

/// The wire of one run, with the cloud at its other end.
pub(crate) struct Socket {
    pub cloud: Rc<Cloud>,
    pub wire: Rc<Wire>,
}

impl Transport for Socket {
    fn send<'a>(&'a self, request: Request, watch: Option<Watch<'a>>) -> Wait<'a, Answer> {
        let sent = request.body.len() as u64;
        let answer = self
            .cloud
            .wait(What::Request(request, Rc::clone(&self.wire)));
        Box::pin(async move {
            let answer = answer.await;
            if let (Some(watch), Ok(response)) = (watch, &answer) {
                let received = response.body.len() as u64;
                let expected = Some(received);
                watch(Moved {
                    sent,
                    received,
                    expected,
                });
            }
            answer
        })
    }
}
