//! Ids in the forms that the service gives them, from a seed that a test may choose.

use std::hash::{BuildHasher as _, Hasher as _, RandomState};

use crate::clock::Moment;

/// A stream of ids (SplitMix64: small, and good enough for ids that nobody has to guess).
#[derive(Clone, Debug)]
pub(crate) struct Ids(u64);

impl Ids {
    /// The same ids for the same seed; without one, other ids in every process.
    pub(crate) fn new(seed: Option<u64>) -> Ids {
        Ids(seed.unwrap_or_else(|| RandomState::new().build_hasher().finish()))
    }

    /// The next number of the stream.
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        mixed ^ (mixed >> 31)
    }

    /// `546959b5-ce1a-4991-8891-df7a02b25086`.
    pub(crate) fn uuid(&mut self) -> String {
        let (high, low) = (self.next(), self.next());
        format!(
            "{:08x}-{:04x}-4{:03x}-{:04x}-{:012x}",
            high >> 32,
            high >> 16 & 0xffff,
            high & 0xfff,
            low >> 48 & 0x3fff | 0x8000,
            low & 0xffff_ffff_ffff,
        )
    }

    /// `1-64e70cf1-5cbef92ea8fc8c42899cf5d1`: the time in seconds, then chance.
    pub(crate) fn request(&mut self, now: Moment) -> String {
        let (seconds, high, low) = (now.seconds(), self.next() >> 32, self.next());
        format!("1-{seconds:08x}-{high:08x}{low:016x}")
    }

    /// So many lower-case letters, as in the addresses of http triggers.
    pub(crate) fn letters(&mut self, count: usize) -> String {
        let letter = |ids: &mut Ids| char::from(b'a' + (ids.next() % 26) as u8);
        (0..count).map(|_| letter(self)).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::Ids;
    use crate::clock::Moment;

    #[test]
    fn a_seed_gives_the_same_ids_again() {
        let (mut one, mut two) = (Ids::new(Some(7)), Ids::new(Some(7)));
        assert_eq!(one.uuid(), two.uuid());
        assert_ne!(one.uuid(), one.uuid());
    }

    #[test]
    fn ids_have_the_forms_of_the_service() {
        let mut ids = Ids::new(Some(1));
        let uuid = ids.uuid();
        let lengths: Vec<usize> = uuid.split('-').map(str::len).collect();
        assert_eq!(lengths, [8, 4, 4, 4, 12]);
        let request = ids.request(Moment::from_seconds(0x64e7_0cf1));
        assert!(request.starts_with("1-64e70cf1-"), "{request}");
        assert_eq!(request.len(), 35);
        assert_eq!(ids.letters(10).len(), 10);
    }
}
