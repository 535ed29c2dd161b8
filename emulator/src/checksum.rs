//! The checksum of code and objects.

use crc::{CRC_64_XZ, Crc};

const CRC: Crc<u64> = Crc::<u64>::new(&CRC_64_XZ);

/// The CRC-64/XZ of the bytes as an unsigned decimal number, as `codeChecksum` and
/// `x-oss-hash-crc64ecma` carry it.
pub fn checksum(bytes: &[u8]) -> String {
    CRC.checksum(bytes).to_string()
}

#[cfg(test)]
mod tests {
    use super::checksum;

    #[test]
    fn the_checksum_is_crc_64_xz() {
        assert_eq!(checksum(b"123456789"), "11051210869376104954");
        assert_eq!(checksum(b""), "0");
        let empty_zip = [b"PK\x05\x06".as_slice(), &[0; 18]].concat();
        assert_eq!(checksum(&empty_zip), "2220831586920633690");
    }
}
