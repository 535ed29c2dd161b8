//! The emulator as a whole: who asks, what for, and how it misbehaves.

use std::path::PathBuf;
use std::sync::{Mutex, MutexGuard, PoisonError};

use serde_json::Value;

use crate::cloud::Cloud;
use crate::error::ApiError;
use crate::fault::{Fault, Misbehaviour};
use crate::http::{Request, Response};
use crate::log::{Entry, Log};
use crate::route::{self, Door};
use crate::sign;

/// An access key that the emulator knows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Key {
    /// What the log calls it.
    pub name: String,
    pub id: String,
    pub secret: String,
    /// The STS token that must come with it.
    pub token: Option<String>,
}

/// How an emulator is set up.
#[derive(Clone, Debug)]
pub struct Config {
    pub account: String,
    /// The region in ARNs and addresses.
    pub region: String,
    pub keys: Vec<Key>,
    /// A file to which one JSON object a request is appended.
    pub log: Option<PathBuf>,
    /// Milliseconds that every reply is held back.
    pub latency: u64,
    /// Whether signatures must be fresh; off for recorded requests.
    pub check_time: bool,
}

impl Default for Config {
    fn default() -> Config {
        Config {
            account: "1234567890123456".to_owned(),
            region: "cn-hangzhou".to_owned(),
            keys: vec![Key {
                name: "owner".to_owned(),
                id: "test-ak".to_owned(),
                secret: "test-sk".to_owned(),
                token: None,
            }],
            log: None,
            latency: 0,
            check_time: true,
        }
    }
}

/// What comes of a request, and how its reply is to be spoiled.
#[derive(Clone, Debug)]
pub struct Answer {
    pub response: Response,
    pub misbehaviour: Option<Misbehaviour>,
}

/// Function Compute in memory.
#[derive(Debug)]
pub struct Emulator {
    pub config: Config,
    cloud: Mutex<Cloud>,
    faults: Mutex<Vec<Fault>>,
    log: Log,
}

impl Emulator {
    /// An empty cloud.
    ///
    /// # Errors
    /// When the log file cannot be opened.
    pub fn new(config: Config) -> std::io::Result<Emulator> {
        Ok(Emulator {
            cloud: Mutex::new(Cloud::new(&config.account, &config.region)),
            faults: Mutex::new(Vec::new()),
            log: Log::open(config.log.as_deref())?,
            config,
        })
    }

    /// Answers one request, without any misbehaviour.
    pub fn handle(&self, request: &Request) -> Response {
        self.answer(request).response
    }

    /// Answers one request and says how the reply is to be spoiled.
    pub fn answer(&self, request: &Request) -> Answer {
        if request.path.starts_with(CONTROL) {
            return Answer {
                response: self.control(request),
                misbehaviour: None,
            };
        }
        let (door, action) = route::find(request);
        let misbehaviour = self.misbehaviour(request);
        let key = self.authenticate(request, door);
        let response = match (&misbehaviour, &key) {
            (Some(Misbehaviour::Status(error)), _) => Err(error.clone()),
            (_, Ok(_)) => route::perform(&mut guard(&self.cloud), request, action),
            (_, Err(error)) => Err(error.clone()),
        };
        let response = self.reply(door, response);
        self.log.add(Entry::new(
            request,
            action,
            key.ok().as_deref(),
            response.status,
        ));
        Answer {
            response: match &misbehaviour {
                Some(fault) => fault.spoil(response),
                None => response,
            },
            misbehaviour,
        }
    }

    /// Adds a misbehaviour.
    pub fn fault(&self, fault: Fault) {
        guard(&self.faults).push(fault);
    }

    /// What was asked so far.
    pub fn requests(&self) -> Vec<Entry> {
        self.log.entries()
    }

    /// Who sent the request; the name of the key.
    fn authenticate(&self, request: &Request, door: Door) -> Result<String, ApiError> {
        let keys = &self.config.keys;
        match door {
            Door::Api => {
                let now = self
                    .config
                    .check_time
                    .then(|| jiff::Timestamp::now().as_second());
                sign::acs3::verify(request, keys, now).map(|key| key.name.clone())
            }
            Door::Api2016 => sign::fc::verify(request, keys).map(|key| key.name.clone()),
            Door::Oss => {
                let cloud = guard(&self.cloud);
                let resource = cloud.resource_of(request);
                if cloud.is_download(request) {
                    return Ok("download".to_owned());
                }
                sign::oss::verify(request, cloud.temporary_keys(), &resource)?;
                Ok("temporary".to_owned())
            }
        }
    }

    fn reply(&self, door: Door, result: Result<Response, ApiError>) -> Response {
        let id = guard(&self.cloud).next_id();
        let response = match (result, door) {
            (Ok(response), _) => response,
            (Err(error), Door::Api) => error.response(&id),
            (Err(error), Door::Api2016) => error.response_2016(),
            (Err(error), Door::Oss) => error.response_oss(&id),
        };
        response.with("x-fc-request-id", id)
    }

    fn misbehaviour(&self, request: &Request) -> Option<Misbehaviour> {
        let mut faults = guard(&self.faults);
        let fault = faults.iter_mut().find(|fault| fault.applies(request))?;
        Some(fault.strike())
    }

    fn control(&self, request: &Request) -> Response {
        match (request.method.as_str(), request.path.as_str()) {
            ("POST", "/__emulator__/faults") => match Fault::parse(&request.body) {
                Ok(fault) => {
                    self.fault(fault);
                    Response::json(200, &Value::Null)
                }
                Err(cause) => ApiError::invalid(cause).response("control"),
            },
            ("DELETE", "/__emulator__/faults") => {
                guard(&self.faults).clear();
                Response::json(200, &Value::Null)
            }
            ("GET", "/__emulator__/state") => Response::json(200, &guard(&self.cloud).state()),
            (method, path) => ApiError::no_route(method, path).response("control"),
        }
    }
}

/// Where tests tell the emulator to misbehave; not part of the cloud, not logged.
const CONTROL: &str = "/__emulator__/";

/// A panic in one request must not take the whole cloud down with it.
fn guard<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
