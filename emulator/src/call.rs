//! A request on its way to an operation.

use crate::clock::Moment;
use crate::config::Config;
use crate::http::Request;

/// One request of a caller who is allowed to make it, on its way to an operation.
#[derive(Debug)]
pub(crate) struct Call<'a> {
    /// As it came; its signature has been checked.
    pub(crate) request: &'a Request,
    /// The parts of the path that stand where the route has `*`, decoded; of an object its bucket and
    /// its key, of a file its address.
    pub(crate) names: Vec<String>,
    /// One moment for the whole request, so that all that it writes has the same time.
    pub(crate) now: Moment,
    /// The region that the request's host names, else the emulator's.
    pub(crate) region: String,
    /// The name of the key that signed the request.
    pub(crate) caller: String,
    /// How the service is set up.
    pub(crate) config: &'a Config,
}

impl Call<'_> {
    /// One of [`Call::names`]; empty where the route has fewer.
    pub(crate) fn name(&self, index: usize) -> &str {
        self.names.get(index).map_or("", String::as_str)
    }

    /// A parameter of the query or of a form in the body, decoded; an empty one is none.
    pub(crate) fn field(&self, name: &str) -> Option<String> {
        let mut fields = self.request.fields().into_iter();
        fields
            .find(|(given, value)| given == name && !value.is_empty())
            .map(|(_, value)| value)
    }

    /// A parameter of the query, decoded; an empty one is none.
    pub(crate) fn param(&self, name: &str) -> Option<String> {
        self.request.param(name)
    }
}
