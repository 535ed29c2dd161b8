//! Where the code and the certificates come from, if not from this machine's folders: an address, an image, a
//! service.

mod certificate;
pub mod download;
pub mod image;
pub mod transfer;
