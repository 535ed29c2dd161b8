//! A world for tests: replies from a list, a clock that never waits.

use std::cell::{Cell, RefCell};
use std::collections::VecDeque;

use futures_util::FutureExt;
use futures_util::future::ready;
use serde_json::Value;

use super::{
    AddressLayout, Client, Codes, Credential, HostOrigin, Right, Service, Signature, Site,
    Vocabulary,
};
use crate::journal::Journal;
use crate::ports::{
    Clock, Entry, EntryKind, FileError, Files, Key, Moved, New, Process, ProgramError, Programs,
    Ran, Request, Response, Rights, Terminal, Transport, TransportError, Unattended, Wait, Watch,
    World,
};
use crate::words::Words;

/// 2026-01-02T03:04:05Z, the moment of the recorded requests.
pub(crate) const NOW: i64 = 1_767_323_045_000;

pub(crate) const SECRET: &str = "FixedAccessKeySecret0123456789ab";
pub(crate) const TOKEN: &str = "CAISFixedSecurityToken==";

/// Object storage at the address that the fake is given for it, as nobody here calls it yet.
pub(crate) static SERVICE: Service = Service {
    right: Right::Action("oss"),
    title: || Words::same("OSS"),
    origin: |site| site.storage.clone().expect("an address"),
    layout: AddressLayout::Bucket,
    signature: Signature::OssV4,
    codes: Codes {
        taken: &["FileAlreadyExists"],
        ..Codes::PLAIN
    },
    request_ids: &["x-oss-request-id"],
    way: || Words::same("go there"),
    vocabulary: &Vocabulary {
        secret: &[],
        mixed: &[],
        arguments: &[],
        property: |_| None,
    },
};

/// Answers each request with the next reply and keeps what it was asked.
#[derive(Default)]
pub(crate) struct Fake {
    replies: RefCell<VecDeque<Result<Response, TransportError>>>,
    pub(crate) requests: RefCell<Vec<Request>>,
    /// The waits between tries, in milliseconds.
    pub(crate) waits: RefCell<Vec<u64>>,
    nonces: Cell<u8>,
    journal: Journal,
}

impl Fake {
    pub(crate) fn new() -> Fake {
        Fake::default()
    }

    /// The next reply is this status with this JSON.
    pub(crate) fn json(self, status: u16, body: &Value) -> Fake {
        self.raw(status, &[], &body.to_string())
    }

    /// The next reply is an error with this code.
    pub(crate) fn refuse(self, status: u16, code: &str) -> Fake {
        let body = serde_json::json!({"Code": code, "Message": "m", "RequestId": "r-1"});
        self.json(status, &body)
    }

    pub(crate) fn raw(self, status: u16, headers: &[(&str, &str)], body: &str) -> Fake {
        let headers = headers
            .iter()
            .map(|(k, v)| ((*k).to_owned(), (*v).to_owned()))
            .collect();
        let response = Response {
            status,
            headers,
            body: body.as_bytes().to_vec(),
        };
        self.replies.borrow_mut().push_back(Ok(response));
        self
    }

    /// The next request is not answered.
    pub(crate) fn lose(self, error: TransportError) -> Fake {
        self.replies.borrow_mut().push_back(Err(error));
        self
    }

    pub(crate) fn client(&self) -> Client<'_> {
        self.client_at("http://127.0.0.1:8080", "http://127.0.0.1:8080")
    }

    pub(crate) fn client_at(&self, api: &str, oss: &str) -> Client<'_> {
        let credential = Credential {
            account: "1234567890123456".to_owned(),
            access_key_id: "LTAI5tFixedAccessKeyId00".to_owned(),
            access_key_secret: SECRET.to_owned(),
            security_token: Some(TOKEN.to_owned()),
        };
        self.client_with(credential, (api, oss))
    }

    /// A client with another key.
    pub(crate) fn client_of(&self, credential: Credential) -> Client<'_> {
        let address = "http://127.0.0.1:8080";
        self.client_with(credential, (address, address))
    }

    fn client_with(&self, credential: Credential, (api, oss): (&str, &str)) -> Client<'_> {
        let given = |address| Some(HostOrigin::parse(address, "test").expect("an address"));
        let site = Site {
            account: credential.account.clone(),
            region: "cn-hangzhou".to_owned(),
            inside: false,
            endpoint: given(api),
            secluded: true,
            storage: given(oss),
        };
        Client::new(self.world(), credential, site, |_| None).expect("a client")
    }

    pub(crate) fn world(&self) -> World<'_> {
        World {
            transport: self,
            files: self,
            terminal: self,
            clock: self,
            programs: self,
            journal: &self.journal,
        }
    }

    /// How many requests came in.
    pub(crate) fn sent(&self) -> usize {
        assert!(
            self.replies.borrow().is_empty(),
            "some replies were never asked for"
        );
        self.requests.borrow().len()
    }

    /// The request of that number, counted from 0.
    pub(crate) fn request(&self, number: usize) -> Request {
        self.requests.borrow()[number].clone()
    }
}

/// Nothing here ever has to wait, so one poll is all.
pub(crate) fn done<T>(future: impl Future<Output = T>) -> T {
    future.now_or_never().expect("nothing to wait for")
}

/// The request's header of that name.
pub(crate) fn header<'r>(request: &'r Request, name: &str) -> Option<&'r str> {
    let mut all = request
        .headers
        .iter()
        .filter(|(key, _)| key.eq_ignore_ascii_case(name));
    let found = all.next().map(|(_, value)| value.as_str());
    assert!(all.next().is_none(), "{name} is there twice");
    found
}

impl Transport for Fake {
    fn send<'a>(
        &'a self,
        request: Request,
        watch: Option<Watch<'a>>,
    ) -> Wait<'a, Result<Response, TransportError>> {
        let sent = request.body.len() as u64;
        self.requests.borrow_mut().push(request);
        let reply = self
            .replies
            .borrow_mut()
            .pop_front()
            .expect("no reply is left");
        if let (Some(watch), Ok(reply)) = (watch, &reply) {
            let received = reply.body.len() as u64;
            watch(Moved {
                sent,
                received,
                expected: Some(received),
            });
        }
        Box::pin(ready(reply))
    }
}

impl Clock for Fake {
    fn now(&self) -> i64 {
        NOW
    }

    fn nonce(&self) -> [u8; 16] {
        self.nonces.set(self.nonces.get() + 1);
        [self.nonces.get(); 16]
    }

    fn sleep(&self, millis: u64) -> Wait<'_, ()> {
        self.waits.borrow_mut().push(millis);
        Box::pin(ready(()))
    }
}

impl Files for Fake {
    fn read(&self, _: &str) -> Result<Option<Vec<u8>>, FileError> {
        panic!("a call reads no file")
    }

    fn replace(&self, _: &str, _: &[u8]) -> Result<(), FileError> {
        panic!("a call writes no file")
    }

    fn claim(&self, _: &str, _: &[u8]) -> Result<bool, FileError> {
        panic!("a call writes no file")
    }

    fn rewrite(&self, _: &str, _: &[u8]) -> Result<(), FileError> {
        panic!("no file of the person's own is written here")
    }

    fn create(&self, _: &str, _: New<'_>, _: Rights) -> Result<(), FileError> {
        panic!("a call creates no file")
    }

    fn remove(&self, _: &str) -> Result<(), FileError> {
        panic!("a call removes no file")
    }

    fn rename(&self, _: &str, _: &str) -> Result<(), FileError> {
        panic!("a call renames nothing")
    }

    fn remove_folder(&self, _: &str) -> Result<(), FileError> {
        panic!("a call removes no folder")
    }

    fn list(&self, _: &str) -> Result<Option<Vec<Entry>>, FileError> {
        panic!("a call lists no folder")
    }

    fn kind(&self, _: &str) -> Result<Option<EntryKind>, FileError> {
        panic!("a call looks at no file")
    }
}

impl Terminal for Fake {
    fn write(&self, text: &str) {
        panic!("a call says nothing, yet: {text}")
    }

    fn attended(&self) -> bool {
        false
    }

    fn shown(&self) -> bool {
        false
    }

    fn styled(&self) -> bool {
        false
    }

    fn width(&self) -> usize {
        80
    }

    fn height(&self) -> usize {
        24
    }

    fn listen(&self, _: bool) {}

    fn forget(&self) -> Wait<'_, ()> {
        Box::pin(ready(()))
    }

    fn key(&self) -> Wait<'_, Result<Key, Unattended>> {
        Box::pin(ready(Err(Unattended)))
    }
}

impl Programs for Fake {
    fn own(&self) -> Process {
        Process {
            pid: 1,
            host: "laptop".to_owned(),
            space: None,
        }
    }

    fn runs(&self, _: u32) -> Option<bool> {
        panic!("a call asks for no program")
    }

    fn run<'a>(&'a self, _: &'a str, _: &'a [&'a str]) -> Wait<'a, Result<Ran, ProgramError>> {
        panic!("a call runs no program")
    }

    fn run_within<'a>(
        &'a self,
        _: u32,
        _: &'a str,
        _: &'a [&'a str],
    ) -> Wait<'a, Result<Option<Ran>, ProgramError>> {
        panic!("a call runs no program")
    }
}
