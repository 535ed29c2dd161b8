//! Secrets of addresses: the user and the password before the host, a signature or token in the query.

use percent_encoding::percent_decode_str;

use crate::model::arguments;
use crate::model::secrecy;

/// Those of every address in a text, as they stand there and as they are meant.
pub(super) fn secrets(text: &str) -> impl Iterator<Item = String> {
    let ends = |c: char| c.is_whitespace() || "\"'`<>".contains(c);
    let words = text.split(ends);
    words.flat_map(of_address).flat_map(|secret| {
        let decoded = percent_decode_str(secret).decode_utf8().ok();
        let decoded = decoded.filter(|decoded| decoded != secret);
        [Some(secret.to_owned()), decoded.map(String::from)]
            .into_iter()
            .flatten()
    })
}

/// The secrets of one address as they stand there: user and password, the password and its pieces, and what
/// the query has under the name of a secret.
fn of_address(word: &str) -> Vec<&str> {
    let Some((_, rest)) = word.split_once("://") else {
        return Vec::new();
    };
    let mut found = Vec::new();
    let mut place = rest;
    if let Some(login) = secrecy::login(rest) {
        found.push(login);
        let password = login.split_once(':').map(|(_, password)| password);
        let marks = ['/', '?', '#'];
        found.extend(password);
        // Where nobody has encoded its marks, whoever reads the address quotes pieces of it.
        let pieces = password.filter(|one| one.contains(marks));
        found.extend(pieces.into_iter().flat_map(|one| one.split(marks)));
        place = &rest[login.len()..];
    }
    let address = place.split('#').next().unwrap_or_default();
    let (_, query) = address.split_once('?').unwrap_or((address, ""));
    let pairs = query.split('&').filter_map(|pair| pair.split_once('='));
    found.extend(pairs.filter_map(|(name, value)| arguments::is_secret(name).then_some(value)));
    found
}

#[cfg(test)]
mod tests {
    #[test]
    fn of_an_address_only_its_secrets() {
        let text = "code from http://u:p%40w@h:81/a?Expires=1&Signature=a%2Fb&security-token=t#x=y";
        let found: Vec<String> = super::secrets(text).collect();
        assert_eq!(
            found,
            ["u:p%40w", "u:p@w", "p%40w", "p@w", "a%2Fb", "a/b", "t"]
        );
        assert_eq!(super::secrets("https://h/a@b?c=d see").count(), 0);
        let marked: Vec<String> = super::secrets("https://u:pw/x?y@h/a").collect();
        assert_eq!(marked, ["u:pw/x?y", "pw/x?y", "pw", "x", "y"]);
    }
}
