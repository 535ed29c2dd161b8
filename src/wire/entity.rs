//! Letters as XML and HTML write them: `&amp;`, `&#38;`, `&#x26;`; and what stands in the elements of XML.

/// The longest of them, without `&` and `;`.
const LONGEST: usize = 8;

/// The letter that a text begins with, and how many bytes it takes there.
pub(super) fn first(text: &str) -> Option<(char, usize)> {
    let letter = text.chars().next()?;
    let spelled = || {
        let name = text.strip_prefix('&')?;
        let end = name.find(';').filter(|end| *end <= LONGEST)?;
        Some((named(&name[..end])?, end + 2))
    };
    spelled().or(Some((letter, letter.len_utf8())))
}

fn named(name: &str) -> Option<char> {
    match name {
        "amp" => return Some('&'),
        "lt" => return Some('<'),
        "gt" => return Some('>'),
        "quot" => return Some('"'),
        "apos" => return Some('\''),
        _ => (),
    }
    let number = name.strip_prefix('#')?;
    let code = match number.strip_prefix(['x', 'X']) {
        Some(hex) => u32::from_str_radix(hex, 16),
        None => number.parse(),
    };
    char::from_u32(code.ok()?)
}

/// The text that is meant.
pub(super) fn decoded(text: &str) -> String {
    let (mut meant, mut rest) = (String::new(), text);
    while let Some((letter, length)) = first(rest) {
        meant.push(letter);
        rest = &rest[length..];
    }
    meant
}

/// The text of the first `<name>` element. OSS's documents are flat, or lists of flat ones, so no XML reader
/// is due.
pub fn element(text: &str, name: &str) -> Option<String> {
    let (_, rest) = text.split_once(&format!("<{name}>"))?;
    let (inner, _) = rest.split_once(&format!("</{name}>"))?;
    Some(decoded(inner.trim()))
}

#[cfg(test)]
mod tests {
    use super::decoded;

    #[test]
    fn letters_that_are_spelled() {
        let text = "a&amp;b &lt;c&gt; &quot;d&apos; &#101;&#x66; & g &nothing; &#xFFFFFFFF;";
        assert_eq!(decoded(text), "a&b <c> \"d' ef & g &nothing; &#xFFFFFFFF;");
    }
}
