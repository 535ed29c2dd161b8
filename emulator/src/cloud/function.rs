//! Functions: created with the service's defaults, updated as a merge at the top level.

use serde_json::{Map, Value, json};

use super::models::{CREATE_FUNCTION, update_function};
use super::page::page;
use super::{Cloud, body, check_name, now, text};
use crate::error::{ApiError, Result};
use crate::http::{Request, Response};

/// What a list leaves out (the API's list shows a subset).
const NOT_LISTED: [&str; 6] = [
    "state",
    "stateReason",
    "stateReasonCode",
    "lastUpdateStatus",
    "lastUpdateStatusReason",
    "lastUpdateStatusReasonCode",
];

impl Cloud {
    pub(crate) fn create_function(&mut self, request: &Request) -> Result<Response> {
        let mut input = body(request, CREATE_FUNCTION)?;
        let name = text(&input, "functionName").unwrap_or_default().to_owned();
        check_name("functionName", &name, 64)?;
        if self.functions.contains_key(&name) {
            return Err(ApiError::exists("FunctionAlreadyExists", "function", &name));
        }
        check_required(&input)?;
        check_ranges(&input)?;
        let code = self.take_code(input.shift_remove("code").as_ref())?;
        let mut function = defaults(&input);
        function.extend(input);
        let (id, account, region) = (self.uuid(), &self.account, &self.region);
        let time = now();
        function.insert("functionId".to_owned(), id.into());
        let arn = format!("acs:fc:{region}:{account}:functions/{name}");
        function.insert("functionArn".to_owned(), arn.into());
        function.insert("createdTime".to_owned(), time.clone().into());
        function.insert("lastModifiedTime".to_owned(), time.into());
        let mut function = settled(function);
        self.set_code(&name, &mut function, code);
        self.functions.insert(name, Value::Object(function.clone()));
        Ok(Response::json(200, &Value::Object(function)))
    }

    pub(crate) fn get_function(&self, name: &str, request: &Request) -> Result<Response> {
        self.check_qualifier(request)?;
        Ok(Response::json(200, self.function(name)?))
    }

    pub(crate) fn update_function(&mut self, name: &str, request: &Request) -> Result<Response> {
        let mut function = self
            .function(name)?
            .as_object()
            .cloned()
            .unwrap_or_default();
        let mut input = body(request, update_function())?;
        let code = input.shift_remove("code");
        let code = match &code {
            Some(code) => self.take_code(Some(code))?,
            None => None,
        };
        function.extend(input);
        check_ranges(&function)?;
        function.insert("lastModifiedTime".to_owned(), now().into());
        let mut function = settled(function);
        self.set_code(name, &mut function, code);
        self.functions
            .insert(name.to_owned(), Value::Object(function.clone()));
        Ok(Response::json(200, &Value::Object(function)))
    }

    /// A function goes with its triggers only after they are gone (`FunctionNotEmpty`).
    pub(crate) fn delete_function(&mut self, name: &str) -> Result<Response> {
        self.function(name)?;
        if self.triggers.keys().any(|(function, _)| function == name) {
            let message = format!("function '{name}' has active triggers");
            return Err(ApiError::new(409, "FunctionNotEmpty", message));
        }
        self.functions.remove(name);
        self.packages.remove(name);
        Ok(Response::empty(204))
    }

    pub(crate) fn list_functions(&self, request: &Request) -> Result<Response> {
        let wanted = |name: &str| request.param(name);
        let (named, runtime) = (wanted("functionName"), wanted("runtime"));
        let fits = |name: &str, function: &Value| {
            let runtime_fits = runtime
                .as_deref()
                .is_none_or(|runtime| function["runtime"] == runtime);
            named.as_deref().is_none_or(|part| name.contains(part)) && runtime_fits
        };
        let functions = self
            .functions
            .iter()
            .filter(|(name, function)| fits(name, function))
            .map(|(name, function)| (name.as_str(), listed(function)));
        page(request, "functions", functions)
    }

    /// There are no versions and aliases here, so only the function itself can be asked for.
    pub(super) fn check_qualifier(&self, request: &Request) -> Result<()> {
        match request.param("qualifier").as_deref() {
            None | Some("LATEST") => Ok(()),
            Some(other) => {
                let message = format!("qualifier '{other}' does not exist");
                Err(ApiError::new(404, "VersionNotFound", message))
            }
        }
    }
}

fn listed(function: &Value) -> Value {
    let mut function = function.clone();
    if let Some(map) = function.as_object_mut() {
        map.retain(|name, _| !NOT_LISTED.contains(&name.as_str()));
    }
    function
}

fn check_required(input: &Map<String, Value>) -> Result<()> {
    if text(input, "runtime").is_none_or(str::is_empty) {
        return Err(ApiError::invalid("Runtime is required but not provided"));
    }
    if text(input, "handler").is_none_or(str::is_empty) {
        return Err(ApiError::invalid("Handler is required but not provided"));
    }
    let container = matches!(
        text(input, "runtime"),
        Some("custom-container" | "micro-sandbox")
    );
    match (container, input.contains_key("code")) {
        (false, false) => Err(ApiError::invalid("code is required but not provided")),
        (true, true) => Err(ApiError::invalid(
            "Either ossBucketName/ossObjectName or zipFile must be set",
        )),
        _ => Ok(()),
    }
}

/// Ranges of the API document.
fn check_ranges(function: &Map<String, Value>) -> Result<()> {
    let in_range = |name: &str, least: i64, most: i64, step: i64| match function.get(name) {
        None | Some(Value::Null) => Ok(()),
        Some(value) => match value.as_i64() {
            Some(number) if (least..=most).contains(&number) && number % step == 0 => Ok(()),
            _ => Err(ApiError::invalid(format!("{name} is invalid: {value}"))),
        },
    };
    in_range("memorySize", 128, 32768, 64)?;
    in_range("timeout", 1, 86400, 1)?;
    in_range("instanceConcurrency", 1, 200, 1)?;
    if let Some(disk) = function
        .get("diskSize")
        .filter(|disk| **disk != 512 && **disk != 10240)
    {
        return Err(ApiError::invalid(format!("diskSize is invalid: {disk}")));
    }
    if let Some(cpu) = function
        .get("cpu")
        .filter(|cpu| cpu.as_f64().is_none_or(|cpu| !(0.05..=16.0).contains(&cpu)))
    {
        return Err(ApiError::invalid(format!("cpu is invalid: {cpu}")));
    }
    let text_or_absent = |name: &str| function.get(name).is_none_or(Value::is_string);
    for name in [
        "sessionAffinityConfig",
        "disableInjectCredentials",
        "role",
        "description",
    ] {
        if !text_or_absent(name) {
            return Err(ApiError::invalid(format!("{name} must be a string")));
        }
    }
    check_variables(function.get("environmentVariables"))
}

fn check_variables(variables: Option<&Value>) -> Result<()> {
    let Some(variables) = variables else {
        return Ok(());
    };
    let Some(map) = variables.as_object() else {
        return Err(ApiError::invalid("environmentVariables must be a map"));
    };
    match map.iter().find(|(_, value)| !value.is_string()) {
        Some((name, _)) => Err(ApiError::invalid(format!(
            "environment variable '{name}' must be a string"
        ))),
        None => Ok(()),
    }
}

/// What the service fills in where a function is created without it.
fn defaults(input: &Map<String, Value>) -> Map<String, Value> {
    let memory = input
        .get("memorySize")
        .and_then(Value::as_f64)
        .unwrap_or(512.0);
    // The document asks for one to four GB of memory a CPU, in steps of 0.05 CPU.
    let cpu = if memory <= 512.0 {
        0.35_f64.min(memory / 1024.0)
    } else {
        memory / 2048.0
    };
    let cpu = ((cpu * 20.0).floor() / 20.0).max(0.05);
    let defaults = json!({
        "description": "", "memorySize": 512, "cpu": cpu, "diskSize": 512, "timeout": 3,
        "instanceConcurrency": 1, "internetAccess": true, "role": "", "environmentVariables": {},
        "layers": [], "disableOndemand": false, "instanceIsolationMode": "SHARE",
        "sessionAffinity": "NONE", "resourceGroupId": "rg-acfmxyz0123456", "tags": [],
        "state": "Active", "lastUpdateStatus": "Successful",
    });
    match defaults {
        Value::Object(map) => map,
        _ => Map::new(),
    }
}

/// Layers are asked for by ARN and answered as objects.
fn settled(mut function: Map<String, Value>) -> Map<String, Value> {
    if let Some(layers) = function.get_mut("layers").and_then(Value::as_array_mut) {
        for layer in layers.iter_mut().filter(|layer| layer.is_string()) {
            *layer = json!({"arn": layer, "size": 421});
        }
    }
    function
}
