//! Pages as they come up in life, and a few things that do not.

use std::rc::Rc;

use crate::snapshot::Part;
use serde_json::{Value, json};

use super::SCRIPT_IN;
use crate::drift::{Difference, Drift, ResourceDrift, Standing, Verdict};
use crate::model::fields::find;
use crate::model::path::Path;
use crate::model::resource::{Kind, Resource};
use crate::page::{BothPackages, CodeFile, Page};
use crate::state::record::KeptPath;
use crate::words::{Lang, Words};

/// What a page is made from.
pub(super) struct Sample {
    pub drift: Drift,
    pub orphans: Vec<Resource>,
    pub strangers: Vec<Resource>,
    pub left_behind: Vec<Words>,
    pub ends: Vec<String>,
    pub code: BothPackages,
}

impl Default for Sample {
    fn default() -> Sample {
        Sample {
            drift: everything(Vec::new()),
            orphans: Vec::new(),
            strangers: Vec::new(),
            left_behind: Vec::new(),
            ends: Vec::new(),
            code: BothPackages::default(),
        }
    }
}

impl Sample {
    pub(super) fn page(&self, lang: Lang) -> Page<'_> {
        Page {
            lang,
            function: "image-resizer",
            region: "cn-hangzhou",
            account: "1234567890123456",
            at: "2026-03-09T08:15:30Z",
            drift: &self.drift,
            orphans: &self.orphans,
            strangers: &self.strangers,
            left_behind: &self.left_behind,
            asks_behind: !self.left_behind.is_empty(),
            ends: &self.ends,
            code: (!self.code.files.is_empty()).then_some(&self.code),
            number: 0,
        }
    }
}

fn everything(resources: Vec<ResourceDrift>) -> Drift {
    Drift {
        resources,
        rules: Vec::new(),
    }
}

pub(super) fn resource(kind: Kind, name: &str) -> Resource {
    Resource::of_function(
        "1234567890123456".to_owned(),
        "cn-hangzhou".to_owned(),
        "image-resizer".to_owned(),
    )
    .sibling(kind, name)
}

/// A setting that went from one value to another on the side that the verdict blames.
pub(super) fn difference(path: &str, verdict: Verdict, [old, new]: [Value; 2]) -> Difference {
    let path = path
        .split('.')
        .fold(Path::default(), |path, name| path.key(name));
    let (online, yours) = match verdict {
        Verdict::Remote | Verdict::Along => (&new, &old),
        Verdict::Local | Verdict::Conflict | Verdict::Unknown | Verdict::Older => (&old, &new),
        Verdict::Standing => (&old, &new),
        Verdict::Agreed | Verdict::Settled => (&new, &new),
    };
    let kept = (verdict == Verdict::Standing).then(|| KeptPath {
        path: path.to_string(),
        since: Some("2026-03-07T20:00:00Z".to_owned()),
        by: Some("Li Wei".to_owned()),
        deploy: None,
    });
    let known = (verdict != Verdict::Unknown).then(|| old.clone());
    Difference {
        verdict,
        sent: known.clone(),
        seen: known,
        live: Some(online.clone()),
        desired: Some(yours.clone()),
        field: find(Kind::Function.fields(&Value::Null), path.top()),
        owner: None,
        stood: kept.clone(),
        kept,
        path,
        is_recorded: verdict != Verdict::Unknown,
        is_colleagues: false,
    }
}

fn conflict(path: &str, [old, online, yours]: [Value; 3]) -> Difference {
    Difference {
        live: Some(online),
        ..difference(path, Verdict::Conflict, [old, yours])
    }
}

fn standing(
    kind: Kind,
    name: &str,
    standing: Standing,
    differences: Vec<Difference>,
) -> ResourceDrift {
    let online = matches!(standing, Standing::Found | Standing::Deployed);
    ResourceDrift {
        part: Rc::new(Part::bare(resource(kind, name))),
        resource: resource(kind, name),
        standing,
        modified: online.then(|| "2026-03-08T22:41:07Z".to_owned()),
        recorded: None,
        differences,
        kept: Vec::new(),
        released: Vec::new(),
        console: Vec::new(),
        ruled: Vec::new(),
        hidden: Vec::new(),
        interrupted: None,
        code: None,
    }
}

pub(super) fn file(path: &str, online: Option<&[u8]>, yours: Option<&[u8]>) -> CodeFile {
    CodeFile {
        path: path.to_owned(),
        online: online.map(<[u8]>::to_vec),
        yours: yours.map(<[u8]>::to_vec),
        difference: None,
    }
}

pub(super) fn clean() -> Sample {
    let mut sample = Sample::default();
    sample.drift.resources = vec![
        standing(
            Kind::Function,
            "image-resizer",
            Standing::Deployed,
            Vec::new(),
        ),
        standing(Kind::Trigger, "http", Standing::Deployed, Vec::new()),
    ];
    sample
}

pub(super) fn drift() -> Sample {
    let mut function = standing(
        Kind::Function,
        "image-resizer",
        Standing::Deployed,
        settings(),
    );
    function.kept = vec![
        difference(
            "instanceConcurrency",
            Verdict::Standing,
            [json!(10), json!(1)],
        ),
        difference(
            "logConfig.logBeginRule",
            Verdict::Standing,
            [json!("DefaultRegex"), json!("None")],
        ),
    ];
    let payload = [
        "size: 256\nformat: webp\nquality: 80\n",
        "size: 512\nformat: webp\nquality: 80\nstrip: true\n",
    ];
    let trigger = vec![
        difference(
            "triggerConfig.cronExpression",
            Verdict::Remote,
            [json!("0 0 4 * * *"), json!("0 */10 * * * *")],
        ),
        difference(
            "triggerConfig.payload",
            Verdict::Remote,
            payload.map(Value::from),
        ),
    ];
    let domain = vec![difference(
        "protocol",
        Verdict::Unknown,
        [json!("HTTP"), json!("HTTP,HTTPS")],
    )];
    Sample {
        drift: everything(vec![
            function,
            standing(Kind::Trigger, "nightly", Standing::Deployed, trigger),
            standing(Kind::Trigger, "oss-upload", Standing::Deleted, Vec::new()),
            standing(Kind::Trigger, "http", Standing::Deployed, Vec::new()),
            standing(
                Kind::CustomDomain,
                "img.example.com",
                Standing::Found,
                domain,
            ),
            standing(Kind::AsyncInvokeConfig, "LATEST", Standing::New, Vec::new()),
            standing(
                Kind::ConcurrencyConfig,
                "LATEST",
                Standing::Deployed,
                Vec::new(),
            ),
        ]),
        orphans: vec![resource(Kind::Trigger, "old-timer")],
        strangers: vec![resource(Kind::Trigger, "mns-debug")],
        left_behind: Vec::new(),
        ends: vec![
            "s resizer deploy --write-back".to_owned(),
            "s resizer deploy --config local".to_owned(),
        ],
        code: BothPackages { files: files() },
    }
}

fn settings() -> Vec<Difference> {
    let sealed = |digest: &str| json!({ "$sealed": digest });
    let layers = |version: u8| {
        let layer =
            |name: &str| format!("acs:fc:cn-hangzhou:official:layers/{name}/versions/{version}");
        json!([layer("Nodejs20"), layer("Sharp"), layer("Puppeteer")])
    };
    let mut added = difference(
        "environmentVariables.SENTRY_DSN",
        Verdict::Local,
        [Value::Null, sealed("41bc00")],
    );
    (added.sent, added.seen, added.live) = (None, None, None);
    let mut rewritten = difference(
        "customDNS.searches",
        Verdict::Remote,
        [json!(["a.internal"]), json!(["b.internal"])],
    );
    rewritten.sent = Some(json!(["A.internal"]));
    vec![
        conflict(
            "description",
            [
                json!("Resizes images\nand writes them to OSS.\nOwner: media team\n"),
                json!(
                    "Resizes images\nand writes them to OSS.\nOwner: platform team\nOn call: +86 571 0000\n"
                ),
                json!("Resizes and crops images\nand writes them to OSS.\nOwner: media team\n"),
            ],
        ),
        conflict("memorySize", [json!(512), json!(2048), json!(1024)]),
        difference(
            "environmentVariables.API_TOKEN",
            Verdict::Remote,
            [sealed("9f3a77"), sealed("c07e12")],
        ),
        rewritten,
        added,
        difference(
            "handler",
            Verdict::Remote,
            [json!("index.handler"), json!(SCRIPT_IN)],
        ),
        difference("timeout", Verdict::Remote, [json!(60), json!(300)]),
        difference("layers", Verdict::Local, [layers(3), layers(4)]),
        difference(
            "runtime",
            Verdict::Local,
            [json!("nodejs18"), json!("nodejs20")],
        ),
        difference(
            "vpcConfig.securityGroupId",
            Verdict::Agreed,
            [json!("sg-bp1a"), json!("sg-bp1b")],
        ),
    ]
}

fn files() -> Vec<CodeFile> {
    let handler = include_str!("handler.txt");
    let online = handler
        .replace("const QUALITY = 80;", "const QUALITY = 95;")
        .replace(
            "    fit: 'inside',\n    withoutEnlargement: true,\n",
            "    fit: 'cover',\n",
        );
    let readme = "# Image resizer\n\nResizes what is uploaded.\n";
    let text = |text: &'static str| Some(text.as_bytes());
    let mut files = vec![
        file(
            "src/handler.js",
            Some(online.as_bytes()),
            Some(handler.as_bytes()),
        ),
        file(
            "src/lib/formats/index.js",
            text("exports.formats = ['jpeg', 'png'];\n"),
            text("exports.formats = ['jpeg', 'png', 'webp', 'avif'];\n"),
        ),
        file(
            "src/lib/crop.js",
            None,
            text("// 裁剪图片\nexports.crop = (image, box) => image.extract(box);\n"),
        ),
        file("src/debug.js", text("console.log(process.env);\n"), None),
        file(
            "assets/watermark.png",
            Some(&[0x89, 0x50, 0x4E, 0x47, 0, 1, 2]),
            Some(&[0x89, 0x50, 0x4E, 0x47, 0, 1, 2, 3, 4]),
        ),
        file(
            "config/.env.production",
            text("TOKEN=canary-1\n"),
            text("TOKEN=canary-2\n"),
        ),
        file(
            "README.md",
            text(readme),
            text("# Image resizer\n\nResizes what is uploaded."),
        ),
        file("<script>alert(1)</script>.js", None, text("alert(1);\n")),
    ];
    files.extend((0..14).map(|number| {
        file(
            &format!("node_modules/sharp/lib/part-{number}.js"),
            text("1\n"),
            text("1\n"),
        )
    }));
    files
}
