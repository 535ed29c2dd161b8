//! The checksum by which Function Compute tells one code package from another.

use crc::{CRC_64_XZ, Crc};

const CRC64: Crc<u64> = Crc::<u64>::new(&CRC_64_XZ);

/// The CRC-64/XZ of a code package as an unsigned decimal string.
#[must_use]
pub fn code_checksum(package: &[u8]) -> String {
    CRC64.checksum(package).to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn known_checksums() {
        let empty_zip = [&b"PK\x05\x06"[..], &[0; 18]].concat();
        assert_eq!(code_checksum(b"123456789"), "11051210869376104954");
        assert_eq!(code_checksum(b""), "0");
        assert_eq!(code_checksum(&empty_zip), "2220831586920633690");
    }
}
