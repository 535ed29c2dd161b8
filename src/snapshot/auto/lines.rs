//! The lines that say the same as `auto`, for a person to fill in: as upstream sets them, with what the file wishes
//! (`auto|mountDir=/mnt/data`) or names beside it.

use serde_json::Value;

use crate::model::auto::is_auto;
use crate::model::resource::Resource;
use crate::plain::line;

/// The lines of a setting of a function in which `wanted` stands.
pub(super) fn written(name: &str, wanted: &Value, function: &Resource) -> String {
    let said = Said(wanted);
    let (name_of, region) = (line(function.name()), line(&function.region));
    match name {
        "logConfig" => block(name, said.logs()),
        "vpcConfig" if function.service().is_some() => block(name, said.network("vswitchIds")),
        "vpcConfig" => block(name, said.network("vSwitchIds")),
        "nasConfig" if function.service().is_some() => {
            let point = vec![
                "serverAddr: <….nas.aliyuncs.com>".to_owned(),
                format!("nasDir: {}", said.or("nasDir", &format!("/{name_of}"))),
                format!("fcDir: {}", said.or("fcDir", "/mnt/nas")),
            ];
            let owner = ["userId: 10003", "groupId: 10003", "mountPoints:"].map(str::to_owned);
            block(name, owner.into_iter().chain(item(point)).collect())
        }
        "nasConfig" => {
            let folder = said.or("nasDir", &format!("/{name_of}"));
            let point = vec![
                format!("serverAddr: <….nas.aliyuncs.com>:{folder}"),
                format!(
                    "mountDir: {}",
                    said.or("mountDir", &format!("/mnt/{name_of}"))
                ),
            ];
            let owner = ["userId: 0", "groupId: 0", "mountPoints:"].map(str::to_owned);
            block(name, owner.into_iter().chain(item(point)).collect())
        }
        "ossMountConfig" => {
            let mut point = vec![
                "bucketName: <bucket>".to_owned(),
                format!("endpoint: http://oss-{region}-internal.aliyuncs.com"),
                format!("mountDir: {}", said.or("mountDir", "/mnt/<bucket>")),
            ];
            let wishes = ["bucketPath", "readOnly"].into_iter();
            let wishes = wishes.filter_map(|one| Some(format!("{one}: {}", said.part(one)?)));
            point.extend(wishes);
            let points = ["mountPoints:".to_owned()].into_iter();
            block(name, points.chain(item(point)).collect())
        }
        // A trigger of FC 2.0 has its role under another name in the file than in the API.
        _ => format!("role: acs:ram::{}:role/NAME", line(&function.account)),
    }
}

/// What the file says of a setting that is `auto`.
struct Said<'v>(&'v Value);

impl Said<'_> {
    /// A part that it names: a wish, or what stands in a block of which another part is `auto`.
    fn part(&self, name: &str) -> Option<String> {
        if let Some(text) = self.0.as_str() {
            let mut wishes = text.split('|').skip(1);
            // As upstream reads it, only what stands between the first two signs counts.
            let wish = wishes.find_map(|one| {
                let (key, value) = one.split_once('=')?;
                (key.trim() == name).then_some(value)
            })?;
            return Some(line(wish.split('=').next()?.trim()));
        }
        let value = self.0.get(name).filter(|value| !is_auto(value))?;
        Some(line(value.as_str().unwrap_or(&value.to_string())))
    }

    fn or(&self, name: &str, usual: &str) -> String {
        self.part(name).unwrap_or_else(|| usual.to_owned())
    }

    /// The parts of `logConfig`, with the metrics and the rule that upstream sets.
    fn logs(&self) -> Vec<String> {
        let parts = [
            ("project", Some("<SLS project>")),
            ("logstore", Some("<SLS logstore>")),
            ("enableInstanceMetrics", Some("true")),
            ("enableRequestMetrics", Some("true")),
            ("enableLlmMetrics", None),
            ("logBeginRule", Some("DefaultRegex")),
        ];
        let parts = parts.into_iter().filter_map(|(name, usual)| {
            let value = self.part(name).or(usual.map(str::to_owned))?;
            Some(format!("{name}: {value}"))
        });
        parts.collect()
    }

    /// The parts of `vpcConfig`, with the name that the switches have there.
    fn network(&self, name: &str) -> Vec<String> {
        let given = self.0.get(name).and_then(Value::as_array);
        let given = given.into_iter().flatten().filter(|one| !is_auto(one));
        let mut switches: Vec<String> = given.filter_map(Value::as_str).map(line).collect();
        if switches.is_empty() {
            switches.push("<vsw-…>".to_owned());
        }
        let parts = [
            format!("vpcId: {}", self.or("vpcId", "<vpc-…>")),
            format!("securityGroupId: {}", self.or("securityGroupId", "<sg-…>")),
            format!("{name}:"),
        ];
        let switches = switches.into_iter().map(|one| format!("  - {one}"));
        parts.into_iter().chain(switches).collect()
    }
}

/// The lines of an entry of a list.
fn item(lines: Vec<String>) -> impl Iterator<Item = String> {
    let sign = |index: usize| if index == 0 { "  - " } else { "    " };
    let lines = lines.into_iter().enumerate();
    lines.map(move |(index, line)| format!("{}{line}", sign(index)))
}

/// A block, each line of it where it stands below a text that stands in by four columns.
fn block(name: &str, lines: Vec<String>) -> String {
    let lines = lines.iter().map(|line| format!("\n      {line}"));
    format!("{name}:{}", lines.collect::<String>())
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn lines(name: &str, wanted: &Value) -> String {
        let function =
            Resource::of_function("12".to_owned(), "cn-beijing".to_owned(), "demo".to_owned());
        written(name, wanted, &function)
    }

    #[test]
    fn what_upstream_sets_stands_in_them() {
        let log = lines("logConfig", &json!("auto"));
        for part in [
            "enableInstanceMetrics: true",
            "enableRequestMetrics: true",
            "logBeginRule: DefaultRegex",
        ] {
            assert!(log.contains(part), "{log}");
        }
        assert!(!log.contains("enableLlmMetrics"), "{log}");
        let nas = lines("nasConfig", &json!("auto"));
        assert!(
            nas.contains(
                "\n        - serverAddr: <….nas.aliyuncs.com>:/demo\n          mountDir: /mnt/demo"
            ),
            "{nas}"
        );
        let oss = lines("ossMountConfig", &json!("auto"));
        assert!(
            oss.contains("endpoint: http://oss-cn-beijing-internal.aliyuncs.com"),
            "{oss}"
        );
        assert_eq!(lines("role", &json!("auto")), "role: acs:ram::12:role/NAME");
    }

    #[test]
    fn what_the_file_wishes_stands_in_them() {
        let oss = lines(
            "ossMountConfig",
            &json!("auto|mountDir=/mnt/a|readOnly=true|rules=[]"),
        );
        assert!(
            oss.contains("mountDir: /mnt/a\n          readOnly: true"),
            "{oss}"
        );
        assert!(
            !oss.contains("rules") && !oss.contains("bucketPath"),
            "{oss}"
        );
        let nas = lines("nasConfig", &json!("auto|nasDir=/b|mountDir=/home/b"));
        assert!(nas.contains(">:/b\n          mountDir: /home/b"), "{nas}");
        let log = lines(
            "logConfig",
            &json!("AUTO|enableRequestMetrics=false|enableLlmMetrics=true"),
        );
        assert!(log.contains("enableRequestMetrics: false"), "{log}");
        assert!(log.contains("enableLlmMetrics: true"), "{log}");
        let vpc =
            json!({"vpcId": "vpc-1", "securityGroupId": "auto", "vSwitchIds": ["vsw-1", "vsw-2"]});
        let vpc = lines("vpcConfig", &vpc);
        assert!(
            vpc.contains("vpcId: vpc-1\n      securityGroupId: <sg-…>"),
            "{vpc}"
        );
        assert!(
            vpc.ends_with("vSwitchIds:\n        - vsw-1\n        - vsw-2"),
            "{vpc}"
        );
    }
}
