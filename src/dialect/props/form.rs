//! Texts that have to look a certain way.

use super::problem::{Fault, Sort};
use crate::model::auto::is_auto;
use crate::words;

/// A function's name (API document: 1 to 64 letters, digits, `_` and `-`). A name taken over from
/// FC 2.0 is written `service$function`, and its service may have up to 128 letters.
pub(in crate::dialect) fn function_name(text: &str) -> Result<(), Fault> {
    let fits = match text.split_once('$') {
        Some((service, function)) => is_name(service, 128) && is_name(function, 64),
        None => is_name(text, 64),
    };
    fits.then_some(()).ok_or_else(|| name(64))
}

/// A trigger's name (API document: as a function's, up to 128).
pub(in crate::dialect) fn trigger_name(text: &str) -> Result<(), Fault> {
    is_name(text, 128).then_some(()).ok_or_else(|| name(128))
}

/// A name of FC 2.0. Upstream only warns of one that begins otherwise, and leaves it to the service.
pub(in crate::dialect) fn older_name(text: &str) -> Result<(), Fault> {
    if is_name(text, 128) || !has_letters(text, 128) {
        return trigger_name(text);
    }
    let wrong = words!(
        "begins with a digit or -, which the service may refuse",
        "以数字或 - 开头，服务端可能拒绝"
    );
    let remedy = words!(
        "a name that begins with a letter or _ is always taken",
        "以字母或 _ 开头的名称总能被接受"
    );
    Err(Fault::new(wrong, remedy).of(Sort::Doubtful))
}

fn is_name(text: &str, most: usize) -> bool {
    has_letters(text, most) && !text.starts_with(|c: char| c.is_ascii_digit() || c == '-')
}

/// Whether it is as long as a name may be, and has no other letters than names have.
fn has_letters(text: &str, most: usize) -> bool {
    let is_letter = |c: u8| c.is_ascii_alphanumeric() || matches!(c, b'_' | b'-');
    (1..=most).contains(&text.len()) && text.bytes().all(is_letter)
}

fn name(most: usize) -> Fault {
    Fault::new(
        words!("is not a valid name", "名称不合法"),
        words!(
            "write 1 to {most} letters, digits, _ and -, with a letter or _ first",
            "请使用 1 到 {most} 个字母、数字、_ 或 -，并以字母或 _ 开头"
        ),
    )
}

/// A text that says something.
pub(in crate::dialect) fn filled(text: &str) -> Result<(), Fault> {
    (!text.trim().is_empty())
        .then_some(())
        .ok_or_else(|| Fault::new(words!("is empty", "值为空"), words!("fill it in", "请填写")))
}

/// A role: its name, its ARN, or empty for none.
pub(in crate::dialect) fn role(text: &str) -> Result<(), Fault> {
    // A short name is completed with the account later, see `role_arn`.
    if is_role_arn(text) || !text.contains([':', '/', ' ']) {
        return Ok(());
    }
    Err(Fault::new(
        words!(
            "is neither a role's name nor its ARN",
            "既不是角色名称，也不是角色 ARN"
        ),
        words!(
            "write the name, or acs:ram::ACCOUNT:role/NAME",
            "请填写角色名称，或 acs:ram::ACCOUNT:role/NAME"
        ),
    ))
}

/// Whether a text is a role's ARN, in the form that upstream takes for one.
pub(in crate::dialect) fn is_role_arn(text: &str) -> bool {
    let text = text.to_ascii_lowercase();
    let rest = text.strip_prefix("acs:ram::");
    rest.and_then(|rest| rest.split_once(":role/"))
        .is_some_and(|(account, name)| {
            !name.is_empty() && !account.is_empty() && account.bytes().all(|c| c.is_ascii_digit())
        })
}

/// The ARN of something in the cloud.
pub(in crate::dialect) fn arn(text: &str) -> Result<(), Fault> {
    text.starts_with("acs:").then_some(()).ok_or_else(|| {
        Fault::new(
            words!("is not an ARN", "不是 ARN"),
            words!("write acs:SERVICE:REGION:…", "请写成 acs:SERVICE:REGION:…"),
        )
    })
}

/// The ARN of one version of a layer.
pub(in crate::dialect) fn layer(text: &str) -> Result<(), Fault> {
    let fits = text.starts_with("acs:fc:") && text.contains("/versions/");
    fits.then_some(()).ok_or_else(|| {
        Fault::new(
            words!("is not the ARN of a layer's version", "不是层版本的 ARN"),
            words!(
                "write acs:fc:REGION:ACCOUNT:layers/NAME/versions/NUMBER (ACCOUNT may be “official”)",
                "请写成 acs:fc:REGION:ACCOUNT:layers/NAME/versions/NUMBER（ACCOUNT 可为 official）"
            ),
        )
    })
}

/// The name of a domain, without protocol and path.
pub(in crate::dialect) fn domain_name(text: &str) -> Result<(), Fault> {
    let plain = |c: u8| c.is_ascii_alphanumeric() || matches!(c, b'-' | b'.' | b'*' | b'_');
    let fits = text.contains('.') && text.bytes().all(plain);
    (fits || is_auto(&text.into()))
        .then_some(())
        .ok_or_else(|| {
            Fault::new(
                words!("is not a domain name", "不是域名"),
                words!(
                    "write the name alone, as in www.example.com",
                    "请只写域名，例如 www.example.com"
                ),
            )
        })
}

/// The path of a route.
pub(in crate::dialect) fn route(text: &str) -> Result<(), Fault> {
    text.starts_with('/').then_some(()).ok_or_else(|| {
        Fault::new(
            words!("must start with /", "必须以 / 开头"),
            words!("write for example /*", "例如写成 /*"),
        )
    })
}

/// Any text at all.
pub(in crate::dialect) fn any(_: &str) -> Result<(), Fault> {
    Ok(())
}

/// A JSON object in a text.
pub(in crate::dialect) fn json(text: &str) -> Result<(), Fault> {
    let parsed: Result<serde_json::Map<String, serde_json::Value>, _> = serde_json::from_str(text);
    parsed.map(|_| ()).map_err(|_| {
        Fault::new(
            words!("is not a JSON object in a string", "不是 JSON 对象字符串"),
            words!("write for example '{{}}'", "例如写成 '{{}}'"),
        )
    })
}

/// The name of an environment variable (documentation: letters, digits and `_`, no digit first).
pub(in crate::dialect) fn variable(text: &str) -> Result<(), Fault> {
    let plain = text.bytes().all(|c| c.is_ascii_alphanumeric() || c == b'_');
    let fits = plain && !text.is_empty() && !text.starts_with(|c: char| c.is_ascii_digit());
    fits.then_some(()).ok_or_else(|| {
        Fault::new(
            words!("is not a valid name of a variable", "变量名不合法"),
            words!(
                "use letters, digits and _, with a letter first",
                "请只使用字母、数字和 _，并以字母开头"
            ),
        )
    })
}

/// The name of an HTTP header (RFC 9110, a token).
pub(in crate::dialect) fn header(text: &str) -> Result<(), Fault> {
    let token = |c: u8| c.is_ascii_alphanumeric() || b"!#$%&'*+-.^_`|~".contains(&c);
    let fits = !text.is_empty() && text.bytes().all(token);
    fits.then_some(()).ok_or_else(|| {
        Fault::new(
            words!(
                "is not the name of an HTTP header",
                "不是合法的 HTTP 头名称"
            ),
            words!("use letters, digits and -", "请只使用字母、数字和 -"),
        )
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_function_may_carry_the_name_of_its_old_service() {
        assert!(function_name("demo_1-x").is_ok());
        assert!(function_name("my-service$my_function").is_ok());
        let long = "a".repeat(65);
        for bad in [
            "", "1a", "-a", "a b", "a.b", "$a", "a$", "a$b$c", "函数", &long,
        ] {
            assert!(function_name(bad).is_err(), "{bad}");
        }
        assert!(trigger_name(&"a".repeat(128)).is_ok());
        assert!(trigger_name("a$b").is_err());
    }

    #[test]
    fn a_role_is_a_name_or_an_arn() {
        for good in [
            "",
            "MyRole",
            "acs:ram::123:role/r",
            "acs:ram::123:role/path/r",
        ] {
            assert!(role(good).is_ok(), "{good}");
        }
        for bad in [
            "acs:ram::123:user/u",
            "acs:ram:::role/r",
            "role/r",
            "my role",
        ] {
            assert!(role(bad).is_err(), "{bad}");
        }
    }

    #[test]
    fn a_domain_is_a_name_alone() {
        assert!(domain_name("*.example.com").is_ok());
        for bad in [
            "https://example.com",
            "example.com/a",
            "example.com:80",
            "example",
            "",
        ] {
            assert!(domain_name(bad).is_err(), "{bad}");
        }
    }
}
