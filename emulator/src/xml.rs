//! XML as OSS writes it.

/// What begins every document.
const HEAD: &str = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n";

/// A document whose root has that name.
pub(crate) fn document(root: &str, inner: &str) -> String {
    format!("{HEAD}{}\n", element(root, inner))
}

/// An element around others.
pub(crate) fn element(name: &str, inner: &str) -> String {
    format!("<{name}>{inner}</{name}>")
}

/// An element with a text.
pub(crate) fn text(name: &str, value: impl AsRef<str>) -> String {
    element(name, &escape(value.as_ref()))
}

/// A text that cannot be taken for markup.
fn escape(text: &str) -> String {
    let text = text.replace('&', "&amp;");
    text.replace('<', "&lt;").replace('>', "&gt;")
}

#[cfg(test)]
mod tests {
    use super::{document, text};

    #[test]
    fn a_text_is_no_markup() {
        let inner = text("Key", "<a> & b");
        let expected =
            "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<R><Key>&lt;a&gt; &amp; b</Key></R>\n";
        assert_eq!(document("R", &inner), expected);
    }
}
