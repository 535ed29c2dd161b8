//! Somebody else, with a key of their own.

use std::rc::Rc;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use fc_emulator::{Request, Response};
use fc_guard::package::Limits;
use fc_guard::ports::Clock as _;
use hmac::{Hmac, KeyInit as _, Mac as _};
use serde_json::{Value, json};
use sha1::Sha1;

use crate::caller::Caller;
use crate::cloud::{ACCOUNT, CONSOLE, Cloud, HOST};

/// The console, or a colleague's program.
#[derive(Clone)]
pub(crate) struct Console {
    cloud: Rc<Cloud>,
}

impl Console {
    pub(crate) fn new(cloud: &Rc<Cloud>) -> Console {
        Console {
            cloud: Rc::clone(cloud),
        }
    }

    /// Milliseconds since 1970.
    pub(crate) fn now(&self) -> i64 {
        self.cloud.now()
    }

    /// Lets time pass.
    pub(crate) fn pass(&self, millis: i64) {
        self.cloud.pass(millis);
    }

    fn call(&self, method: &str, action: &str, path: &str, body: Option<&Value>) -> Response {
        let caller = Caller::new(CONSOLE.0, CONSOLE.1, self.cloud.now()).at(HOST);
        let body = body.map(|body| body.to_string().into_bytes());
        let request: Request = caller.signed(method, action, path, body.unwrap_or_default());
        self.cloud.emulator.handle(&request)
    }

    /// A call of FC 2.0 that must succeed; null where nothing is answered.
    #[track_caller]
    pub(crate) fn older(&self, method: &str, path: &str, body: &Value) -> Value {
        let caller = Caller::new(CONSOLE.0, CONSOLE.1, self.cloud.now()).at(HOST);
        let body = (!body.is_null()).then_some(body);
        // Without it no trigger of EventBridge is seen.
        let more = [("x-fc-enable-eventbridge-trigger", "enable")];
        let request = caller.fc2((method, &format!("/{path}")), &more, body);
        let response = self.cloud.emulator.handle(&request);
        let text = String::from_utf8_lossy(&response.body).into_owned();
        assert!(
            response.status < 300,
            "{method} {path}: {} {text}",
            response.status
        );
        serde_json::from_str(&text).unwrap_or_default()
    }

    /// Whether a call of FC 2.0 succeeds.
    pub(crate) fn tries_older(&self, method: &str, path: &str) -> bool {
        self.attempts(method, path, &Value::Null)
    }

    /// The same with a body.
    pub(crate) fn attempts(&self, method: &str, path: &str, body: &Value) -> bool {
        let caller = Caller::new(CONSOLE.0, CONSOLE.1, self.cloud.now()).at(HOST);
        let body = (!body.is_null()).then_some(body);
        let request = caller.fc2((method, &format!("/{path}")), &[], body);
        self.cloud.emulator.handle(&request).status < 300
    }

    /// Whether a call succeeded.
    pub(crate) fn tries(&self, method: &str, action: &str, path: &str, body: &Value) -> bool {
        let body = (!body.is_null()).then_some(body);
        self.call(method, action, path, body).status < 300
    }

    /// A call that must succeed.
    #[track_caller]
    pub(crate) fn does(&self, method: &str, action: &str, path: &str, body: &Value) -> Value {
        let body = (!body.is_null()).then_some(body);
        let response = self.call(method, action, path, body);
        let text = String::from_utf8_lossy(&response.body).into_owned();
        assert!(
            response.status < 300,
            "{action}: {} {text}",
            response.status
        );
        response.json()
    }

    /// Changes settings of a function.
    #[track_caller]
    pub(crate) fn change(&self, function: &str, body: Value) {
        let path = format!("/functions/{function}");
        self.does("PUT", "UpdateFunction", &path, &body);
    }

    /// Sets one variable and keeps the others.
    #[track_caller]
    pub(crate) fn set_variable(&self, function: &str, name: &str, value: &str) {
        let mut all = self.function(function)["environmentVariables"].clone();
        if !all.is_object() {
            all = json!({});
        }
        all[name] = json!(value);
        self.change(function, json!({"environmentVariables": all}));
    }

    /// Deploys a package with these files, packed as nobody here packs.
    #[track_caller]
    pub(crate) fn change_code(&self, function: &str, files: &[(&str, &str)]) {
        let code = json!({"zipFile": zipped(files)});
        self.change(function, json!({"code": code}));
    }

    /// Deploys a package of one small file: what somebody mends in a hurry.
    #[track_caller]
    pub(crate) fn hot_fix(&self, function: &str) {
        let text = "def handler(e, c):\n    return 'hotfix'\n";
        self.change_code(function, &[("index.py", text)]);
    }

    #[track_caller]
    pub(crate) fn create(&self, body: Value) {
        self.does("POST", "CreateFunction", "/functions", &body);
    }

    #[track_caller]
    pub(crate) fn delete(&self, function: &str) {
        let path = format!("/functions/{function}");
        self.does("DELETE", "DeleteFunction", &path, &Value::Null);
    }

    #[track_caller]
    pub(crate) fn create_trigger(&self, function: &str, body: Value) {
        let path = format!("/functions/{function}/triggers");
        self.does("POST", "CreateTrigger", &path, &body);
    }

    /// Changes a trigger; `triggerConfig` may be an object here.
    #[track_caller]
    pub(crate) fn change_trigger(&self, function: &str, trigger: &str, mut body: Value) {
        if body["triggerConfig"].is_object() {
            body["triggerConfig"] = json!(body["triggerConfig"].to_string());
        }
        let path = format!("/functions/{function}/triggers/{trigger}");
        self.does("PUT", "UpdateTrigger", &path, &body);
    }

    #[track_caller]
    pub(crate) fn delete_trigger(&self, function: &str, trigger: &str) {
        let path = format!("/functions/{function}/triggers/{trigger}");
        self.does("DELETE", "DeleteTrigger", &path, &Value::Null);
    }

    #[track_caller]
    pub(crate) fn create_domain(&self, body: Value) {
        self.does("POST", "CreateCustomDomain", "/custom-domains", &body);
    }

    #[track_caller]
    pub(crate) fn change_domain(&self, domain: &str, body: Value) {
        let path = format!("/custom-domains/{domain}");
        self.does("PUT", "UpdateCustomDomain", &path, &body);
    }

    #[track_caller]
    pub(crate) fn delete_domain(&self, domain: &str) {
        let path = format!("/custom-domains/{domain}");
        self.does("DELETE", "DeleteCustomDomain", &path, &Value::Null);
    }

    /// Adds a route, or another function's claim to a path.
    #[track_caller]
    pub(crate) fn add_route(&self, domain: &str, path: &str, function: &str) {
        let mut routes = self.routes(domain);
        routes.push(json!({"path": path, "functionName": function, "methods": ["GET"]}));
        self.change_domain(domain, json!({"routeConfig": {"routes": routes}}));
    }

    /// Puts tags on a function, or other values on those that it has.
    #[track_caller]
    pub(crate) fn tag(&self, function: &str, key: &str, value: &str) {
        let arn = format!("acs:fc:cn-hangzhou:{ACCOUNT}:functions/{function}");
        let body = json!({
            "ResourceId": [arn], "ResourceType": "FUNCTION", "Tag": [{"Key": key, "Value": value}],
        });
        self.does("POST", "TagResources", "/tags-v2", &body);
    }

    /// Takes a tag off a function, as fc3 does with those that its file does not have.
    #[track_caller]
    pub(crate) fn untag(&self, function: &str, key: &str) {
        let arn = format!("acs:fc:cn-hangzhou:{ACCOUNT}:functions/{function}");
        let list = |one: &str| encoded(&json!([one]).to_string());
        let (arn, key) = (list(&arn), list(key));
        let path = format!("/tags-v2?ResourceId={arn}&ResourceType=function&TagKey={key}");
        self.does("DELETE", "UntagResources", &path, &Value::Null);
    }

    /// Writes a configuration beside a function: `segment` and `action` as the API names them.
    #[track_caller]
    pub(crate) fn put_config(&self, function: &str, segment: &str, name: &str, body: Value) {
        let path = format!("/functions/{function}/{segment}");
        self.does("PUT", &format!("Put{name}"), &path, &body);
    }

    #[track_caller]
    pub(crate) fn delete_config(&self, function: &str, segment: &str, name: &str) {
        let path = format!("/functions/{function}/{segment}");
        self.does("DELETE", &format!("Delete{name}"), &path, &Value::Null);
    }

    /// Puts a package into OSS.
    #[track_caller]
    pub(crate) fn put_object(&self, bucket: &str, name: &str, files: &[(&str, &str)]) {
        let now = jiff::Timestamp::from_millisecond(self.cloud.now()).unwrap();
        let date = now.strftime("%a, %d %b %Y %H:%M:%S GMT").to_string();
        let text = format!("PUT\n\n\n{date}\n/{bucket}/{name}");
        let mac = Hmac::<Sha1>::new_from_slice(CONSOLE.1.as_bytes()).unwrap();
        let mac = mac.chain_update(text).finalize().into_bytes();
        let authorization = format!("OSS {}:{}", CONSOLE.0, STANDARD.encode(mac));
        let mut request = Request::new("PUT", &format!("/{bucket}/{name}"));
        request.headers = vec![
            ("host".to_owned(), HOST.to_owned()),
            ("date".to_owned(), date),
            ("authorization".to_owned(), authorization),
        ];
        request.body = packed(files);
        let response = self.cloud.emulator.handle(&request);
        let text = String::from_utf8_lossy(&response.body).into_owned();
        assert_eq!(response.status, 200, "{text}");
    }

    #[track_caller]
    pub(crate) fn bind_vpc(&self, function: &str, vpc: &str) {
        let path = format!("/functions/{function}/vpc-bindings");
        self.does("POST", "CreateVpcBinding", &path, &json!({"vpcId": vpc}));
    }

    /// Publishes a version and points an alias at it.
    #[track_caller]
    pub(crate) fn publish(&self, function: &str, alias: &str) {
        let path = format!("/functions/{function}/versions");
        let version = self.does("POST", "PublishFunctionVersion", &path, &json!({}));
        let body = json!({"aliasName": alias, "versionId": version["versionId"]});
        let path = format!("/functions/{function}/aliases");
        self.does("POST", "CreateAlias", &path, &body);
    }

    #[track_caller]
    pub(crate) fn change_group(&self, function: &str, group: &str) {
        let body = json!({"NewResourceGroupId": group, "ResourceId": function, "ResourceType": "function"});
        self.does("PUT", "ChangeResourceGroup", "/resource-groups", &body);
    }

    /// Puts a certificate into the certificate service, or another one under its id.
    pub(crate) fn certificate(&self, about: Value) {
        let certificate = serde_json::from_value(about).unwrap();
        self.cloud.emulator.certificate(certificate);
    }

    /// Puts a text at an address that belongs to nobody's service.
    pub(crate) fn file(&self, address: &str, status: u16, body: &str) {
        let about = json!({"address": address, "status": status, "body": body});
        self.cloud
            .emulator
            .file(serde_json::from_value(about).unwrap());
    }

    /// Puts a text into OSS.
    pub(crate) fn object(&self, bucket: &str, key: &str, text: &str) {
        self.cloud
            .emulator
            .object(bucket, key, text.as_bytes().to_vec());
    }

    /// Says that this digest stands behind the tag from now on.
    pub(crate) fn image(&self, image: &str, digest: &str) {
        let (image, digest) = (image.to_owned(), Some(digest.to_owned()));
        self.cloud
            .emulator
            .image(fc_emulator::Image { image, digest });
    }

    /// Whether there is no such domain any more.
    pub(crate) fn has_no_domain(&self, name: &str) -> bool {
        let path = format!("/custom-domains/{name}");
        !self.tries("GET", "GetCustomDomain", &path, &Value::Null)
    }

    /// Says that there is no such image in its registry.
    pub(crate) fn no_image(&self, image: &str) {
        let (image, digest) = (image.to_owned(), None);
        self.cloud
            .emulator
            .image(fc_emulator::Image { image, digest });
    }

    /// The functions and domains that still exist.
    pub(crate) fn left(&self) -> Value {
        let state = self.state();
        json!([state["functions"], state["customDomains"]])
    }

    /// Everything that the cloud holds, as the emulator tells it.
    pub(crate) fn state(&self) -> Value {
        self.cloud.emulator.state()
    }

    /// A function that must be online, with all that belongs to it.
    #[track_caller]
    pub(crate) fn function(&self, name: &str) -> Value {
        let function = self.state()["functions"][name].clone();
        assert!(function.is_object(), "function {name} is not online");
        function
    }

    pub(crate) fn has_function(&self, name: &str) -> bool {
        self.state()["functions"][name].is_object()
    }

    /// The configuration of a trigger; null where there is no such trigger.
    pub(crate) fn trigger(&self, function: &str, name: &str) -> Value {
        let trigger = &self.state()["functions"][function]["triggers"][name];
        let config = trigger["triggerConfig"].as_str();
        config.map_or(Value::Null, |text| serde_json::from_str(text).unwrap())
    }

    /// A custom domain; null where there is none.
    pub(crate) fn domain(&self, name: &str) -> Value {
        self.state()["customDomains"][name].clone()
    }

    pub(crate) fn routes(&self, domain: &str) -> Vec<Value> {
        let domain = self.domain(domain);
        let routes = domain["routeConfig"]["routes"].as_array().cloned();
        routes.unwrap_or_default()
    }

    /// The files of the code that is online, by path.
    #[track_caller]
    pub(crate) fn code(&self, function: &str) -> Vec<(String, String)> {
        let path = format!("/functions/{function}/code");
        let place = self.does("GET", "GetFunctionCode", &path, &Value::Null);
        let url = place["url"].as_str().unwrap();
        let rest = url.split_once("://").unwrap().1;
        let (host, target) = rest.split_once('/').unwrap();
        let mut request = Request::new("GET", &format!("/{target}"));
        request.headers.push(("host".to_owned(), host.to_owned()));
        let package = self.cloud.emulator.handle(&request);
        assert_eq!(package.status, 200);
        let files = fc_guard::package::files_in(&package.body, Limits::none()).unwrap();
        let text = |bytes: Vec<u8>| String::from_utf8_lossy(&bytes).into_owned();
        files
            .into_iter()
            .map(|(path, bytes)| (path, text(bytes)))
            .collect()
    }
}

/// A zip of these files in base64.
pub(crate) fn zipped(files: &[(&str, &str)]) -> String {
    STANDARD.encode(packed(files))
}

/// What the service says of a package with these files.
pub(crate) fn checksum(files: &[(&str, &str)]) -> String {
    fc_emulator::checksum(&packed(files))
}

/// A zip of these files: stored, with the times and in the order of no packer here.
fn packed(files: &[(&str, &str)]) -> Vec<u8> {
    use std::io::Write as _;

    let mut zip = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    let stored = zip::write::SimpleFileOptions::default()
        .compression_method(zip::CompressionMethod::Stored)
        .unix_permissions(0o644);
    for (path, text) in files.iter().rev() {
        zip.start_file(*path, stored).unwrap();
        zip.write_all(text.as_bytes()).unwrap();
    }
    zip.finish().unwrap().into_inner()
}

/// A text as it stands in a query.
fn encoded(text: &str) -> String {
    let is_plain = |byte: u8| byte.is_ascii_alphanumeric() || b"-_.~".contains(&byte);
    let encode = |byte: u8| match is_plain(byte) {
        true => char::from(byte).to_string(),
        false => format!("%{byte:02X}"),
    };
    text.bytes().map(encode).collect()
}
