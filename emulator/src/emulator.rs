//! The emulated cloud as one value.

use std::sync::{Mutex, PoisonError};

use serde_json::{Value, json};

use crate::bucket::is_oss;
use crate::config::{Config, Key};
use crate::control;
use crate::error::{ApiError, ApiResult};
use crate::fault::strike;
use crate::http::{Delivery, Request, Response};
use crate::journal::Journal;
use crate::operation::{Call, object};
use crate::route;
use crate::signature::Verifier;
use crate::state::State;

/// Function Compute in memory: give it requests, get responses.
#[derive(Debug)]
pub struct Emulator {
    config: Config,
    state: Mutex<State>,
    journal: Journal,
    seed: u64,
}

impl Emulator {
    /// An empty account. It fails only if the log file cannot be opened.
    ///
    /// # Errors
    /// The error of opening the log file.
    pub fn new(config: Config) -> std::io::Result<Self> {
        let journal = Journal::open(config.log.as_deref())?;
        let seed = config.clock.now().as_nanosecond().unsigned_abs() as u64;
        Ok(Self {
            config,
            state: Mutex::default(),
            journal,
            seed,
        })
    }

    /// Answers one request and writes its line into the log.
    #[must_use]
    pub fn handle(&self, request: &Request) -> Response {
        let mut state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(response) = control::answer(&mut state, request) {
            return response;
        }
        let task = Task::of(request);
        let key = match (&task, request.header("authorization")) {
            (Task::Unknown, None) => Err(ApiError::unsupported(&request.method, request.path())),
            _ => self.authenticate(&state, request),
        };
        let request_id = self.request_id(&mut state);
        let fault = strike(&mut state.faults, request);
        let refusal = fault.as_ref().and_then(|kind| kind.refusal(&request_id));
        let response = refusal.unwrap_or_else(|| {
            let result = key
                .clone()
                .and_then(|key| self.perform(&mut state, request, &task, key));
            let answer = task.respond(result, &request_id);
            match &fault {
                Some(kind) => kind.spoil(answer),
                None => answer,
            }
        });
        self.record(request, &task, key.ok().as_ref(), &response);
        response
    }

    /// Everything the account owns, as `GET /__emulator__/state` shows it.
    #[must_use]
    pub fn snapshot(&self) -> Value {
        self.state
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .snapshot()
    }

    fn authenticate(&self, state: &State, request: &Request) -> ApiResult<Key> {
        let granted = is_oss(request).then(|| state.grants.iter().map(|grant| grant.key.clone()));
        let mut keys = self.config.keys.clone();
        keys.extend(granted.into_iter().flatten());
        let verifier = Verifier {
            keys: &keys,
            clock: self.config.check_clock.then_some(self.config.clock),
        };
        verifier.verify(request)
    }

    fn perform(
        &self,
        state: &mut State,
        request: &Request,
        task: &Task,
        caller: Key,
    ) -> ApiResult<Response> {
        let mut call = Call {
            config: &self.config,
            state,
            request,
            names: task.names(),
            caller,
            seed: self.seed,
        };
        match task {
            Task::Api(found) => (found.handler)(&mut call),
            Task::Object(_) => object::carry_out(&mut call),
            Task::Unknown => Err(ApiError::unsupported(&request.method, request.path())),
        }
    }

    fn request_id(&self, state: &mut State) -> String {
        state.serial += 1;
        let second = self.config.clock.now().as_second();
        format!(
            "1-{second:08x}-{:024x}",
            self.seed.wrapping_add(state.serial)
        )
    }

    /// Writes the log line; a request that never gets an answer has no status.
    fn record(&self, request: &Request, task: &Task, key: Option<&Key>, response: &Response) {
        let silent = matches!(response.delivery, Delivery::Hang | Delivery::Close);
        self.journal.write(&json!({
            "time": self.config.clock.now().to_string(),
            "method": request.method,
            "path": request.target,
            "action": task.action(),
            "key": key.map(|key| &key.name),
            "status": (!silent).then_some(response.status),
        }));
    }
}

/// What a request asks for.
enum Task {
    Api(route::Found),
    Object(Option<&'static str>),
    Unknown,
}

impl Task {
    fn of(request: &Request) -> Self {
        if is_oss(request) {
            return Self::Object(object::action(&request.method));
        }
        route::find(&request.method, &request.segments()).map_or(Self::Unknown, Self::Api)
    }

    fn action(&self) -> Option<&'static str> {
        match self {
            Self::Api(found) => Some(found.action),
            Self::Object(action) => *action,
            Self::Unknown => None,
        }
    }

    fn names(&self) -> Vec<String> {
        match self {
            Self::Api(found) => found.names.clone(),
            _ => Vec::new(),
        }
    }

    /// Puts a result into the form of the service that was asked.
    fn respond(&self, result: ApiResult<Response>, request_id: &str) -> Response {
        let object = matches!(self, Self::Object(_));
        let response = result.unwrap_or_else(|error| match object {
            true => object::error_response(&error, request_id),
            false => Response::json(error.status, &error.body(request_id)),
        });
        let header = if object {
            "x-oss-request-id"
        } else {
            "x-fc-request-id"
        };
        response.with_header(header, request_id)
    }
}
