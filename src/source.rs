//! Where the code comes from, if not from this machine's folders: an address, an image.

pub mod download;
pub mod image;
pub mod transfer;
