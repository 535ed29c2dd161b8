//! Which calls of the service belong to a kind, as data. `clouds` sends them.

/// The calls of a kind.
#[derive(Clone, Copy, Debug)]
pub enum Calls {
    /// Each resource has an address of its own.
    Own(Own),
    /// Each is put at an address below its function.
    Put(Put),
    /// The entries of one list below the function come and go by calls of their own.
    Entries(Entries),
}

/// The calls about resources that have addresses of their own. Those are named after the action.
#[derive(Clone, Copy, Debug)]
pub struct Own {
    pub get: &'static str,
    pub create: &'static str,
    pub update: &'static str,
    pub delete: &'static str,
    /// The path below which they stand, and in which the function may have its place.
    pub below: &'static [PathSegment],
    /// The codes which say that there is none.
    pub absent: &'static [&'static str],
    /// Whether the headers go along that the project asks for.
    pub headers: bool,
}

impl Own {
    /// Of the headers that the project asks for those that go along.
    pub fn taken<'h>(&self, headers: &'h [(String, String)]) -> &'h [(String, String)] {
        match self.headers {
            true => headers,
            false => &[],
        }
    }
}

/// A step of a path.
#[derive(Clone, Copy, Debug)]
pub enum PathSegment {
    Text(&'static str),
    /// The name of the function.
    Function,
    /// The name of the service, where a generation has services.
    Service,
}

/// The calls about what is put at `functions/{function}/{segment}`.
#[derive(Clone, Copy, Debug)]
pub struct Put {
    pub list: &'static str,
    /// The list's path, and the property of its pages that holds the entries.
    pub all: (&'static str, &'static str),
    pub get: &'static str,
    pub put: &'static str,
    pub delete: &'static str,
    pub segment: &'static str,
    /// The code which says that there is none, where the service has one. Else it answers with an empty
    /// `functionArn`.
    pub absent: Option<&'static str>,
    /// The code which says that one is in the way: its function cannot go, or another kind not come, as
    /// long as it is there.
    pub in_the_way: Option<&'static str>,
}

/// The calls about the entries at `functions/{function}/{segment}`.
#[derive(Clone, Copy, Debug)]
pub struct Entries {
    pub list: &'static str,
    pub add: &'static str,
    pub remove: &'static str,
    pub segment: &'static str,
    /// The property of the list's reply that holds the entries, and the one that names a new one.
    pub names: (&'static str, &'static str),
    /// The code which says that there is no such entry.
    pub absent: &'static str,
}

impl Calls {
    /// The codes which say that what a call is about is not there.
    pub const fn absent(&self) -> &[&'static str] {
        match self {
            Calls::Own(calls) => calls.absent,
            Calls::Put(calls) => calls.absent.as_slice(),
            Calls::Entries(calls) => std::slice::from_ref(&calls.absent),
        }
    }

    /// The codes which say that such a resource is in the way of another call.
    pub const fn in_the_way(&self) -> &[&'static str] {
        match self {
            Calls::Put(calls) => calls.in_the_way.as_slice(),
            Calls::Own(_) | Calls::Entries(_) => &[],
        }
    }
}

/// The usual names of the actions about a configuration.
macro_rules! put {
    ($name:literal, $segment:literal, $all:expr, $absent:expr, $in_the_way:expr) => {
        $crate::model::kind::calls::Calls::Put($crate::model::kind::calls::Put {
            list: concat!("List", $name, "s"),
            all: $all,
            get: concat!("Get", $name),
            put: concat!("Put", $name),
            delete: concat!("Delete", $name),
            segment: $segment,
            absent: $absent,
            in_the_way: $in_the_way,
        })
    };
}

/// The usual names of the actions about a resource.
macro_rules! own {
    ($name:literal, $below:expr, $absent:expr, $headers:literal) => {
        $crate::model::kind::calls::Calls::Own($crate::model::kind::calls::Own {
            get: concat!("Get", $name),
            create: concat!("Create", $name),
            update: concat!("Update", $name),
            delete: concat!("Delete", $name),
            below: $below,
            absent: $absent,
            headers: $headers,
        })
    };
}

pub(super) use {own, put};
