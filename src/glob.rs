//! Globs as `.gitignore` and `driftPolicy` write them: `*`, `?`, `**`, `[a-z]`, `{a,b}`, and `\` before a letter
//! that is meant as it stands. What they mean is what the crate `globset` makes of them (a law holds the two
//! together); that one brings a whole engine for regular expressions, an eighth of the module.

mod parse;
#[cfg(test)]
mod tests;

pub use self::parse::GlobFault;

/// What a glob is held against.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Subject {
    /// A path: `*` and `?` end at a `/`, and ASCII letters match in either case.
    Path,
    /// The same where case counts.
    ExactPath,
    /// One name: `/` is a letter like any other, and case counts.
    Name,
}

/// A pattern that was understood.
#[derive(Clone, Debug)]
pub struct Glob {
    /// What the text must be, from its beginning to its end.
    tokens: Vec<Token>,
    /// What it is held against, which decides about `/` and about case.
    subject: Subject,
}

/// A part of a pattern. Texts are matched byte by byte, as git does it.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Token {
    /// This byte.
    Byte(u8),
    /// `?`
    Any,
    /// `*`
    Star,
    /// `**/` at the beginning: any folders, none included.
    Before,
    /// `/**/`: any folders in between.
    Between,
    /// `/**` at the end: whatever is below.
    Below,
    /// `[…]`
    Class(Class),
    /// `{…,…}`
    Either(Vec<Vec<Token>>),
}

/// The letters between brackets, byte by byte.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Class {
    /// Written with `!` or `^` at the beginning: all other letters.
    negated: bool,
    /// Both ends are part of it.
    ranges: Vec<(u8, u8)>,
}

impl Glob {
    /// Understands a pattern.
    ///
    /// # Errors
    ///
    /// A brace without its other half, a range that runs backwards, or a `\` with nothing behind it.
    pub fn parse(pattern: &str, subject: Subject) -> Result<Glob, GlobFault> {
        let tokens = parse::tokens(pattern)?;
        Ok(Glob { tokens, subject })
    }

    /// Whether the pattern is the whole text.
    pub fn matches(&self, text: &str) -> bool {
        let scan = Scan {
            text: text.as_bytes(),
            subject: self.subject,
        };
        let ends = scan.all(&self.tokens, vec![0]);
        // `**` alone is every path; as the beginning of a pattern it must end behind a slash.
        self.tokens == [Token::Before] || ends.last() == Some(&text.len())
    }

    /// Whether a path below that folder can match, as far as the folder tells.
    pub fn leads_below(&self, folder: &str) -> bool {
        let below = format!("{folder}/");
        let scan = Scan {
            text: below.as_bytes(),
            subject: self.subject,
        };
        scan.is_used_up(&self.tokens, vec![0])
    }
}

/// One text. Each step leads from all places that the pattern has come to, in ascending order, to all that
/// it can come to next, so that no pattern takes longer than its length times that of the text.
struct Scan<'t> {
    /// All of it; places are bytes, from 0 to its length.
    text: &'t [u8],
    subject: Subject,
}

impl Scan<'_> {
    /// Where a list of tokens can have come to from these places.
    fn all(&self, tokens: &[Token], from: Vec<usize>) -> Vec<usize> {
        let mut places = from;
        for token in tokens {
            // No place is left, so nothing can match any more.
            if places.is_empty() {
                break;
            }
            places = self.step(token, places);
        }
        places
    }

    /// Whether some of these tokens can take all that is left of the text, whatever the others take.
    fn is_used_up(&self, tokens: &[Token], from: Vec<usize>) -> bool {
        let is_end = |places: &[usize]| places.last() == Some(&self.text.len());
        let mut places = from;
        for token in tokens {
            let is_within = match token {
                // The end may lie in the middle of a branch.
                Token::Either(branches) => branches
                    .iter()
                    .any(|branch| self.is_used_up(branch, places.clone())),
                Token::Byte(_)
                | Token::Any
                | Token::Star
                | Token::Before
                | Token::Between
                | Token::Below
                | Token::Class(_) => false,
            };
            if is_within || is_end(&places) {
                return true;
            }
            places = self.step(token, places);
        }
        is_end(&places)
    }

    /// Where one token can have led to from these places.
    fn step(&self, token: &Token, from: Vec<usize>) -> Vec<usize> {
        match token {
            Token::Byte(byte) => self.one(from, |seen| self.is_same(seen, *byte)),
            Token::Any => self.one(from, |seen| !self.is_end(seen)),
            Token::Class(class) => self.one(from, |seen| self.holds(class, seen)),
            Token::Star => self.star(&from),
            Token::Before => self.before(from),
            Token::Between => self.between(&from),
            Token::Below => self.below(&from),
            Token::Either(branches) => self.either(branches, &from),
        }
    }

    /// The places one byte further on, of those whose byte fits.
    fn one(&self, mut from: Vec<usize>, is_hit: impl Fn(u8) -> bool) -> Vec<usize> {
        from.retain_mut(|place| {
            let is_hit = self.text.get(*place).is_some_and(|seen| is_hit(*seen));
            *place += 1;
            is_hit
        });
        from
    }

    /// Any number of bytes, to the end of the step of a path.
    fn star(&self, from: &[usize]) -> Vec<usize> {
        let mut ends = Vec::new();
        for place in from {
            // Places ascend: what the star before reached has all the ends of this one already.
            if ends.last().is_none_or(|end| end < place) {
                let rest = self.text[*place..].iter();
                let length = rest.take_while(|seen| !self.is_end(**seen)).count();
                ends.extend(*place..=place + length);
            }
        }
        ends
    }

    /// Where it is, and behind every slash from there on.
    fn before(&self, mut from: Vec<usize>) -> Vec<usize> {
        let first = from.first().copied().unwrap_or_default();
        from.extend(self.behind_slashes(first));
        from.sort_unstable();
        // Sorted and without doubles, as every step leaves its places and takes them.
        from.dedup();
        from
    }

    /// Behind every slash from the first one that stands at a place.
    fn between(&self, from: &[usize]) -> Vec<usize> {
        let first = self.first_slash(from);
        first.map_or_else(Vec::new, |first| self.behind_slashes(first).collect())
    }

    /// Everything behind that slash.
    fn below(&self, from: &[usize]) -> Vec<usize> {
        let first = self.first_slash(from);
        first.map_or_else(Vec::new, |first| (first + 1..=self.text.len()).collect())
    }

    /// Where any of the branches can have come to.
    fn either(&self, branches: &[Vec<Token>], from: &[usize]) -> Vec<usize> {
        let mut ends = Vec::new();
        let mut said = branches.iter().filter(|branch| !is_nothing(branch));
        // `{}` and `{,}` say nothing, and are as if they were not there.
        if said.clone().next().is_none() {
            return from.to_vec();
        }
        said.by_ref()
            .for_each(|branch| ends.extend(self.all(branch, from.to_vec())));
        ends.sort_unstable();
        ends.dedup();
        ends
    }

    /// The first of these places at which there is a `/`.
    fn first_slash(&self, from: &[usize]) -> Option<usize> {
        let mut from = from.iter().copied();
        from.find(|place| self.text.get(*place) == Some(&b'/'))
    }

    /// Where the names behind each `/` begin, from that place on.
    fn behind_slashes(&self, first: usize) -> impl Iterator<Item = usize> {
        let places = (first..).zip(&self.text[first..]);
        places.filter_map(|(place, seen)| (*seen == b'/').then_some(place + 1))
    }

    /// Whether a wildcard stops there.
    fn is_end(&self, seen: u8) -> bool {
        self.subject != Subject::Name && seen == b'/'
    }

    /// Whether a byte of the text is one of the pattern.
    fn is_same(&self, seen: u8, byte: u8) -> bool {
        match self.subject {
            Subject::Path => seen.eq_ignore_ascii_case(&byte),
            Subject::ExactPath | Subject::Name => seen == byte,
        }
    }

    /// Whether a class has a byte.
    fn holds(&self, class: &Class, seen: u8) -> bool {
        let is_in = |seen: u8| {
            let mut ranges = class.ranges.iter();
            ranges.any(|(from, to)| (*from..=*to).contains(&seen))
        };
        let is_in = match self.subject {
            // A range of letters is given in one case and is meant in both.
            Subject::Path => is_in(seen.to_ascii_lowercase()) || is_in(seen.to_ascii_uppercase()),
            Subject::ExactPath | Subject::Name => is_in(seen),
        };
        is_in != class.negated
    }
}

/// Whether a branch of braces says nothing: such a branch does not count.
fn is_nothing(tokens: &[Token]) -> bool {
    tokens.iter().all(|token| match token {
        Token::Either(branches) => branches.iter().all(|branch| is_nothing(branch)),
        Token::Byte(_)
        | Token::Any
        | Token::Star
        | Token::Before
        | Token::Between
        | Token::Below
        | Token::Class(_) => false,
    })
}
