//! The emulator as a whole: who asks, what for, what comes of it, and how it goes wrong.

mod orders;

use std::io;
use std::sync::{Mutex, MutexGuard, PoisonError};

use serde_json::Value;

use crate::call::Call;
use crate::clock::Moment;
use crate::cloud::Cloud;
use crate::cloud::file;
use crate::config::Config;
use crate::control;
use crate::error::{ApiError, Result};
use crate::etag;
use crate::fault::{Delivery, Fault, Kind};
use crate::http::{Request, Response};
use crate::log::{Entry, Log};
use crate::route::{self, Found, Route};
use crate::service::Door;
use crate::shown;
use crate::sign;

/// Function Compute in memory.
#[derive(Debug)]
pub struct Emulator {
    /// Never changes, so it stands outside of the lock.
    config: Config,
    // One lock for everything, so that the log has the order in which requests took effect.
    inside: Mutex<Inside>,
}

/// What requests change.
#[derive(Debug)]
struct Inside {
    cloud: Cloud,
    /// In the order in which they were ordered; of several that fit, the first counts.
    faults: Vec<Fault>,
    log: Log,
}

/// A response, and how it leaves a server.
#[derive(Clone, Debug)]
pub struct Reply {
    pub response: Response,
    /// Anything but [`Delivery::Whole`] was ordered by a [`Fault`].
    pub delivery: Delivery,
}

impl Emulator {
    /// An empty cloud.
    ///
    /// # Errors
    /// When the log file cannot be opened.
    pub fn new(config: Config) -> io::Result<Emulator> {
        let inside = Inside {
            cloud: Cloud::new(&config.account, config.seed, config.settle),
            faults: Vec::new(),
            log: Log::open(config.log.as_deref())?,
        };
        Ok(Emulator {
            config,
            inside: Mutex::new(inside),
        })
    }

    /// A cloud of its own that holds what this one holds now, set up as `config` says, with an empty log
    /// and without faults.
    ///
    /// # Errors
    /// When the log file cannot be opened.
    pub fn fork(&self, config: Config) -> io::Result<Emulator> {
        let inside = Inside {
            // The ids go on from the same number, so that a fork answers as the original would.
            cloud: self.inside().cloud.clone(),
            faults: Vec::new(),
            log: Log::open(config.log.as_deref())?,
        };
        Ok(Emulator {
            config,
            inside: Mutex::new(inside),
        })
    }

    /// Answers one request. Faults that only a connection can show are ignored here.
    pub fn handle(&self, request: &Request) -> Response {
        self.reply(request).response
    }

    /// Answers one request, and says how the response is to be delivered.
    pub fn reply(&self, request: &Request) -> Reply {
        if request.path.starts_with(control::PREFIX) {
            return Reply {
                response: self.obey(request),
                delivery: Delivery::Whole,
            };
        }
        self.inside().reply(&self.config, request)
    }

    /// What was asked so far, in the order in which it took effect.
    pub fn log(&self) -> Vec<Entry> {
        self.inside().log.entries().to_vec()
    }

    /// Everything that the cloud holds: `account`, `functions` (with their triggers), `services` of FC 2.0 (with
    /// their functions), `customDomains`, the `buckets` that were declared, and the names and sizes of `objects`.
    pub fn state(&self) -> Value {
        self.inside().cloud.state()
    }

    /// How it is set up.
    pub(crate) fn config(&self) -> &Config {
        &self.config
    }

    /// A panic in one request must not take the whole cloud down with it.
    fn inside(&self) -> MutexGuard<'_, Inside> {
        self.inside.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Inside {
    /// One request from who asks to what comes of it, under the lock.
    fn reply(&mut self, config: &Config, request: &Request) -> Reply {
        let now = config.clock.now();
        let found = self.find(request);
        let caller = self.caller(config, request, &found, now);
        let kind = self.misbehaviour(request);
        // A fault refuses before the signature is judged, as a service that is down does.
        let answer = match kind.as_ref().and_then(Kind::refusal) {
            Some(refusal) => Err(refusal),
            None => self.perform(config, request, &found, caller.clone(), now),
        };
        let mut response = self.render(request, found.door, answer, now);
        self.log.add(Entry {
            time: now.precise(),
            method: request.method.clone(),
            path: request.target(),
            action: action(request, found.route),
            key: caller.ok().flatten(),
            status: response.status,
        });
        // Only after the log: it has what the cloud answered, not what arrived.
        if let Some(kind) = &kind {
            let name = self.cloud.ids.letters(12);
            kind.spoil(&mut response, &name, gives_back(found.route));
        }
        Reply {
            response,
            delivery: kind.map_or(Delivery::Whole, |kind| kind.delivery()),
        }
    }

    /// What a request asks for. A file that a test has put somewhere hides whatever else would be there.
    fn find(&self, request: &Request) -> Found {
        let address = file::address(request);
        match request.method == "GET" && self.cloud.files.contains_key(&address) {
            true => route::file(address),
            false => route::find(request),
        }
    }

    /// The name of the key that signed the request; none for a download by address.
    fn caller(
        &self,
        config: &Config,
        request: &Request,
        found: &Found,
        now: Moment,
    ) -> Result<Option<String>> {
        let (keys, now) = (&config.keys, config.check_time.then_some(now));
        let key = match found.door {
            Door::Api => sign::acs3::verify(request, keys, now)?,
            Door::Legacy => sign::fc::verify(request, keys, now)?,
            Door::Oss => return self.cloud.admit(request, &found.names, keys, now),
            // Both signatures are taken; only the older one has no header.
            Door::Certificates if request.header("authorization").is_none() => {
                sign::rpc::verify(request, keys, now)?
            }
            Door::Certificates => sign::acs3::verify(request, keys, now)?,
            Door::Site => return Ok(None),
        };
        Ok(Some(key.name.clone()))
    }

    /// How this request goes wrong, if it does; one that is counted is counted by this.
    fn misbehaviour(&mut self, request: &Request) -> Option<Kind> {
        let mut faults = self.faults.iter_mut();
        faults.find(|fault| fault.fits(request)).map(Fault::strike)
    }

    /// What the operation answers, or why there is none.
    fn perform(
        &mut self,
        config: &Config,
        request: &Request,
        found: &Found,
        caller: Result<Option<String>>,
        now: Moment,
    ) -> Result<Response> {
        // Asked before the signature: what does not exist is told to anybody.
        let unknown = || match found.door {
            Door::Certificates => ApiError::no_action(),
            Door::Api | Door::Legacy | Door::Oss | Door::Site => {
                ApiError::no_route(&request.method, &request.path)
            }
        };
        let route = found.route.ok_or_else(unknown)?;
        let call = Call {
            request,
            names: found.names.clone(),
            now,
            region: region(request).unwrap_or(&config.region).to_owned(),
            // A download by address has no caller.
            caller: caller?.unwrap_or_default(),
            config,
        };
        match found.door {
            // They have no tags of this kind, and show what they have.
            Door::Site => return (route.run)(&mut self.cloud, &call),
            Door::Oss => {
                route::oss::check_query(request, route)?;
                self.cloud.enter(&call, route::oss::right(route)?)?;
                return (route.run)(&mut self.cloud, &call);
            }
            Door::Certificates => {
                check_query(request, route)?;
                return (route.run)(&mut self.cloud, &call);
            }
            Door::Legacy => {
                check_query(request, route)?;
                etag::check(&mut self.cloud, found.door, route, &call)?;
                let response = (route.run)(&mut self.cloud, &call)?;
                let response = etag::mark_fc2(route, response);
                return Ok(shown::of(config, route, &call, response));
            }
            Door::Api => {
                check_query(request, route)?;
                check_named(request, route)?;
            }
        }
        if config.etags {
            etag::check(&mut self.cloud, found.door, route, &call)?;
        }
        let mut response = (route.run)(&mut self.cloud, &call)?;
        if config.etags {
            // The tag is of what stands there, so that it moves with what is not shown, too.
            response = etag::mark(route, response);
        }
        Ok(shown::of(config, route, &call, response))
    }

    /// The answer as a response, with the id that each request gets.
    fn render(
        &mut self,
        request: &Request,
        door: Door,
        answer: Result<Response>,
        now: Moment,
    ) -> Response {
        let id = self.cloud.ids.request(now);
        let host = request.header("host").unwrap_or_default();
        let response = answer.unwrap_or_else(|error| error.response(door, &id, host));
        match door {
            Door::Api | Door::Legacy => response.with("x-fc-request-id", id),
            // The time that the service has is what its clients reckon with.
            Door::Oss => bodiless(request, response)
                .with("date", now.http())
                .with("x-oss-request-id", id),
            Door::Certificates => response.with("x-acs-request-id", id),
            Door::Site => response,
        }
    }
}

/// To a HEAD only the length of a body is told.
fn bodiless(request: &Request, mut response: Response) -> Response {
    if request.method != "HEAD" {
        return response;
    }
    let length = std::mem::take(&mut response.body).len();
    response.with("content-length", length.to_string())
}

/// Whether what is answered are bytes that somebody has put there.
fn gives_back(route: Option<&Route>) -> bool {
    route.is_some_and(|route| ["GetObject", "ReadFile"].contains(&route.action))
}

/// What the log calls it: the operation that was found, else the one that was asked for.
fn action(request: &Request, route: Option<&Route>) -> Option<String> {
    let named = route.map(|route| route.action);
    named.or(request.header("x-acs-action")).map(str::to_owned)
}

/// A parameter that the operation does not have is a mistake of the client's (G3).
fn check_query(request: &Request, route: &Route) -> Result<()> {
    let mut names = request.params().map(|(name, _)| name);
    let known = |name: &str| {
        route
            .query
            .iter()
            .any(|known| match known.strip_suffix('*') {
                Some(start) => name.starts_with(start),
                None => *known == name,
            })
    };
    match names.find(|name| !known(name)) {
        Some(name) => Err(ApiError::invalid(format!("unknown parameter '{name}'"))),
        None => Ok(()),
    }
}

/// The headers must name what the path means (G46); the service has two ways to say the same thing.
fn check_named(request: &Request, route: &Route) -> Result<()> {
    let given = |name| request.header(name).unwrap_or_default();
    let (action, version) = (given("x-acs-action"), given("x-acs-version"));
    if action == route.action && version == route::VERSION {
        return Ok(());
    }
    let message = format!(
        "x-acs-action '{action}' and x-acs-version '{version}' do not name the operation {} of {}",
        route.action,
        route::VERSION
    );
    Err(ApiError::invalid(message))
}

/// The region in a host of the form `fcv3.REGION.aliyuncs.com`, `ACCOUNT.REGION.fc.aliyuncs.com` or, in some
/// regions, `REGION.fc.aliyuncs.com`; the region may end in `-internal`.
fn region(request: &Request) -> Option<&str> {
    let host = request.header("host")?.split(':').next()?;
    let name = host.strip_suffix(".aliyuncs.com")?;
    let region = match name.strip_suffix(".fc") {
        // No region has a dot, so what stands behind one is the region.
        Some(name) => name.rsplit('.').next()?,
        None => name.strip_prefix("fcv3.")?,
    };
    Some(region.strip_suffix("-internal").unwrap_or(region))
}

#[cfg(test)]
mod tests {
    use super::region;
    use crate::http::Request;

    fn of(host: &str) -> Option<String> {
        let mut request = Request::new("GET", "/");
        request.headers.push(("Host".to_owned(), host.to_owned()));
        region(&request).map(str::to_owned)
    }

    #[test]
    fn the_host_names_the_region() {
        assert_eq!(
            of("fcv3.cn-shanghai.aliyuncs.com").as_deref(),
            Some("cn-shanghai")
        );
        assert_eq!(
            of("123.eu-west-1.fc.aliyuncs.com:443").as_deref(),
            Some("eu-west-1")
        );
        assert_eq!(
            of("123.cn-beijing-internal.fc.aliyuncs.com").as_deref(),
            Some("cn-beijing")
        );
        assert_eq!(
            of("me-central-1.fc.aliyuncs.com").as_deref(),
            Some("me-central-1")
        );
        assert_eq!(of("127.0.0.1:8080"), None);
    }
}
