//! The server's own account of why it said no.

use serde_json::Value;

use super::entity::element;
use super::service::Service;
use crate::ports::Response;
use crate::words;
use crate::words::Words;

/// Longer messages are cut: a server that quotes a whole request explains nothing by it.
const LONGEST: usize = 1000;

/// An error reply, taken apart. Each text may be missing, because proxies answer too.
#[derive(Clone, Debug)]
pub(super) struct Refusal {
    service: &'static Service,
    pub status: u16,
    /// The server's own word, on which decisions hang. It may hold what was sent.
    pub code: Option<String>,
    /// The same as it may be shown.
    shown_code: Option<String>,
    pub message: Option<String>,
    pub request_id: Option<String>,
    /// The RAM action that the key lacks, where the server says so.
    pub permission: Option<String>,
    /// How long the server wants to be left alone, in milliseconds.
    pub retry_after: Option<u64>,
}

/// What lies behind a refusal, as far as status and code tell.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum RefusalFault {
    /// Too many calls at once: the server did not look at this one.
    Busy,
    /// This machine's clock is too far off for a signature.
    Clock,
    /// The temporary credentials are over, or are no pair.
    Token,
    /// The access key is unknown, or its secret is another.
    Key,
    /// The access key may not do this.
    Permission,
    /// The server does not take a value that was sent.
    Value,
    /// The server itself failed.
    Server,
    /// Something answered that does not speak as the API does.
    Stranger,
    /// Whatever the code says.
    Other,
}

impl Refusal {
    /// Reads the JSON of the services (in its three spellings) or the XML of OSS.
    pub(super) fn parse(
        service: &'static Service,
        response: &Response,
        mask: impl Fn(&str) -> String,
    ) -> Refusal {
        let text = String::from_utf8_lossy(&response.body);
        // What is no JSON may be the XML of OSS, or the page of a proxy, of which every field stays absent.
        let json = serde_json::from_str::<Value>(&text).unwrap_or_default();
        let field = |names: &[&str]| {
            let in_json = names.iter().find_map(|name| json[*name].as_str());
            let in_xml = || names.iter().find_map(|name| element(&text, name));
            let found = in_json.map(str::to_owned).or_else(in_xml);
            found.filter(|value| !value.is_empty())
        };
        let message = field(&["Message", "message", "ErrorMessage", "errorMessage"]);
        let code = field(&["Code", "code", "ErrorCode", "errorCode"]);
        let request_id =
            field(&["RequestId", "requestId"]).or_else(|| request_id(service, response));
        let permission = json["AccessDeniedDetail"]["AuthAction"].as_str();
        let shown = |text: &str| tidy(&mask(text));
        Refusal {
            service,
            status: response.status,
            shown_code: code.as_deref().map(shown),
            code: code.as_deref().map(tidy),
            message: message.as_deref().map(shown),
            request_id: request_id.as_deref().map(shown),
            permission: permission.map(shown),
            // In milliseconds, unlike the usual header.
            retry_after: response
                .header("x-acs-retry-after")
                .and_then(|ms| ms.trim().parse().ok()),
        }
    }

    /// The codes are those of the services, of the gateway before them, and of OSS, which spell alike
    /// things apart: `SignatureNotMatch` and `SignatureDoesNotMatch`, `InvalidAccessKeyID` and
    /// `InvalidAccessKeyId.NotFound`, `InvalidTimeStamp.Expired` and `RequestTimeTooSkewed`.
    pub(super) fn fault(&self) -> RefusalFault {
        let code = self
            .code
            .as_deref()
            .unwrap_or_default()
            .to_ascii_lowercase();
        let says = |part: &str| code.contains(part);
        let any = |parts: &[&str]| parts.iter().any(|part| says(part));
        let codes = &self.service.codes;
        // The order decides: a code may say more than a status. A server that was too busy may answer 503 and
        // has done nothing, and what is wrong with clock, token or key comes with statuses that mean
        // something else, too.
        match self.status {
            429 => RefusalFault::Busy,
            _ if any(codes.busy) => RefusalFault::Busy,
            500.. => RefusalFault::Server,
            _ if says("timestamp") || says("timetooskewed") => RefusalFault::Clock,
            _ if says("securitytoken") => RefusalFault::Token,
            _ if says("signature") || says("accesskey") => RefusalFault::Key,
            // Every service gives a code; a proxy does not.
            _ if code.is_empty() => RefusalFault::Stranger,
            401 | 403 => RefusalFault::Permission,
            400 if any(codes.value) => RefusalFault::Value,
            _ => RefusalFault::Other,
        }
    }

    /// Whether the call may have taken effect although it was refused.
    pub(super) fn leaves_doubt(&self) -> bool {
        self.fault() == RefusalFault::Server
    }

    /// `Code: message (HTTP 403, request id …)`.
    pub(super) fn words(&self) -> Words {
        let Refusal { status, .. } = self;
        let said = match (&self.shown_code, &self.message) {
            (Some(code), Some(message)) => Words::same(format!("{code}: {message}")),
            (Some(text), None) | (None, Some(text)) => Words::same(text.as_str()),
            (None, None) => words!("no error code in the reply", "响应中没有错误码"),
        };
        let Words { en, zh } = said;
        match &self.request_id {
            Some(id) => words!(
                "{en} (HTTP {status}, request id {id})",
                "{zh}（HTTP {status}，请求 ID {id}）"
            ),
            None => words!("{en} (HTTP {status})", "{zh}（HTTP {status}）"),
        }
    }
}

/// The request's id as the service writes it into the headers.
pub(super) fn request_id(service: &Service, response: &Response) -> Option<String> {
    let mut names = service.request_ids.iter();
    names.find_map(|name| response.header(name)).map(tidy)
}

/// One line without control characters, since it is going to a terminal.
fn tidy(text: &str) -> String {
    let line: String = text
        .chars()
        .map(|c| if c.is_control() { ' ' } else { c })
        .collect();
    match line.char_indices().nth(LONGEST) {
        Some((end, _)) => format!("{}…", &line[..end]),
        None => line,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::wire::fake::SERVICE;

    fn parse(status: u16, body: &str) -> Refusal {
        let body = body.as_bytes().to_vec();
        Refusal::parse(
            &SERVICE,
            &Response {
                status,
                body,
                ..Response::default()
            },
            str::to_owned,
        )
    }

    #[test]
    fn reads_every_spelling() {
        let bodies = [
            r#"{"Code":"C","Message":"m","RequestId":"r"}"#,
            r#"{"code":"C","message":"m","requestId":"r"}"#,
            r#"{"ErrorCode":"C","ErrorMessage":"m","RequestId":"r"}"#,
            "<Error><Code>&#67;</Code><Message>m</Message><RequestId>r</RequestId></Error>",
            "<?xml version=\"1.0\"?><Error><Code>C</Code><Message>m</Message><RequestId>r</RequestId></Error>",
        ];
        for body in bodies {
            assert_eq!(
                parse(403, body).words().en,
                "C: m (HTTP 403, request id r)",
                "{body}"
            );
        }
    }

    #[test]
    fn cut_json_has_no_code() {
        let refusal = parse(404, r#"{"Code":"NoSuchKey","Mess"#);
        assert_eq!(refusal.code, None);
        assert_eq!(refusal.words().en, "no error code in the reply (HTTP 404)");
    }

    #[test]
    fn shows_no_control_characters() {
        let refusal = parse(400, r#"{"Code":"C","Message":"a\u001b[31mb\nc"}"#);
        assert_eq!(refusal.message.as_deref(), Some("a [31mb c"));
    }

    #[test]
    fn cuts_long_messages() {
        let body = format!(r#"{{"Message":"{}"}}"#, "云".repeat(LONGEST + 1));
        let message = parse(400, &body).message.unwrap_or_default();
        assert_eq!(message.chars().count(), LONGEST + 1);
        assert!(message.ends_with('…'));
    }

    /// Decisions hang on what the server said; what is shown of it may hold no secret.
    #[test]
    fn masks_a_secret_in_everything_that_is_shown() {
        let body = r#"{"Code":"Throttling.hunter22","Message":"m hunter22","RequestId":"r-hunter22",
            "AccessDeniedDetail":{"AuthAction":"fc:hunter22"}}"#;
        let response = Response {
            status: 400,
            body: body.as_bytes().to_vec(),
            ..Response::default()
        };
        let mask = |text: &str| text.replace("hunter22", "•••");
        let refusal = Refusal::parse(&SERVICE, &response, mask);
        assert_eq!(refusal.fault(), RefusalFault::Busy);
        assert_eq!(refusal.code.as_deref(), Some("Throttling.hunter22"));
        let shown = refusal.words().en;
        assert_eq!(shown, "Throttling.•••: m ••• (HTTP 400, request id r-•••)");
        assert_eq!(refusal.permission.as_deref(), Some("fc:•••"));
    }
}
