//! What may be said of a text in which Serverless Devs runs something: which expressions it holds. What
//! stands around them, and what they fall back to, may be a secret.

/// The expressions in a text, without literals and defaults: `${env('DB_HOST')}`.
pub fn spoken(text: &str) -> String {
    let (mut all, mut rest): (Vec<String>, &str) = (Vec::new(), text);
    while let Some((at, opening, closing)) = next(rest) {
        let inner = &rest[at + opening.len()..];
        let end = end(inner, closing);
        all.push(match opening {
            "${" => format!("${{{}}}", name(inner[..end].trim())),
            _ => format!("{opening} … {closing}"),
        });
        rest = inner[end..].strip_prefix(closing).unwrap_or_default();
    }
    match all.is_empty() {
        // Something is run, but what it is cannot be made out: then nothing of the text is said.
        true => "${…}".to_owned(),
        false => all.join(", "),
    }
}

/// Where the next expression begins, and its marks.
fn next(text: &str) -> Option<(usize, &'static str, &'static str)> {
    let marks = [("${", "}"), ("{{", "}}"), ("<%", "%>")];
    let found = marks.into_iter().filter_map(|(opening, closing)| {
        let at = text.find(opening)?;
        Some((at, opening, closing))
    });
    found.min_by_key(|(at, ..)| *at)
}

/// Where an expression ends: a mark within quotes does not end it.
fn end(inner: &str, closing: &str) -> usize {
    let mut quote = None;
    for (at, letter) in inner.char_indices() {
        match quote {
            Some(open) if letter == open => quote = None,
            None if inner[at..].starts_with(closing) => return at,
            None if matches!(letter, '\'' | '"' | '`') => quote = Some(letter),
            Some(_) | None => (),
        }
    }
    // It never ends, so all that is left may be a literal.
    inner.len()
}

/// What an expression reads: names with dots between them, or a variable of the environment. Of anything
/// else only how it begins is said.
fn name(inner: &str) -> String {
    let is_name =
        |letter: char| letter.is_alphanumeric() || matches!(letter, '_' | '.' | '-' | '[' | ']');
    let length = inner.find(|letter| !is_name(letter)).unwrap_or(inner.len());
    let (chain, rest) = inner.split_at(length);
    let rest = rest.trim_start();
    let is_begun = chain.starts_with(|letter: char| letter.is_alphabetic() || letter == '_');
    match (is_begun, rest.strip_prefix('(')) {
        (false, _) => "…".to_owned(),
        (true, _) if rest.is_empty() => chain.to_owned(),
        (true, None) => format!("{chain} …"),
        (true, Some(arguments)) => match variable(arguments).filter(|_| chain == "env") {
            Some(variable) => format!("env('{variable}')"),
            None => format!("{chain}(…)"),
        },
    }
}

/// The name of the variable that stands first among the arguments.
fn variable(arguments: &str) -> Option<&str> {
    let (variable, _) = quoted(arguments.trim_start())?;
    let is_plain = |letter: char| letter.is_ascii_alphanumeric() || letter == '_';
    (!variable.is_empty() && variable.chars().all(is_plain)).then_some(variable)
}

/// The text in quotes at the beginning, and what follows it.
pub fn quoted(arguments: &str) -> Option<(&str, &str)> {
    let quote = arguments.chars().next();
    let quote = quote.filter(|one| matches!(one, '\'' | '"'))?;
    arguments[1..].split_once(quote)
}

#[cfg(test)]
mod tests {
    use super::spoken;

    #[test]
    fn no_literal_and_no_default_is_said() {
        for (text, said) in [
            (
                "mysql://root:Canary@${env('DB_HOST')}/shop",
                "${env('DB_HOST')}",
            ),
            ("${env('K', 'Canary')}", "${env('K')}"),
            ("${ env(\"K\",\"Can}ary\") }-Canary", "${env('K')}"),
            ("${env('K') || 'Canary'}", "${env('K')}"),
            ("${vars.x || 'Canary'}", "${vars.x …}"),
            (
                "${resources.a.output.x}Canary${this.name}",
                "${resources.a.output.x}, ${this.name}",
            ),
            (
                "${resources.a.output.list[0].x}",
                "${resources.a.output.list[0].x}",
            ),
            ("${'Canary'}", "${…}"),
            ("${str('Canary')}", "${str(…)}"),
            ("${env(Canary)}", "${env(…)}"),
            ("Canary {{vars.x || 'Canary'}}", "{{ … }}"),
            ("<% 'Canary' %> ${vars.a", "<% … %>, ${vars.a}"),
            ("Canary", "${…}"),
        ] {
            assert_eq!(spoken(text), said, "{text}");
        }
    }
}
