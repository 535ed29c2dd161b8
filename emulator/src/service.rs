//! The services that are emulated.

/// Which service a request is for, and so how it is signed and how errors look.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Door {
    /// FC 3.0, version 2023-03-30.
    Api,
    /// FC 2.0, version 2016-08-15. Upstream's component for FC 3.0 asks it for the temporary bucket.
    Legacy,
    /// Objects. Their requests are told by their host or signature, not by a version.
    Oss,
    /// The certificate service, in RPC style: the path is the root, and a header or a parameter names the
    /// operation.
    Certificates,
    /// A file at an address of nobody's service.
    Site,
}
