//! The `s.yaml` of a story: an ordinary project, of which stories change what they are about.

/// The component as README tells everybody to write it.
pub(crate) const COMPONENT: &str = "${path('../fc-guard')}";

/// A project of one resource that is nothing but a domain, where `fc3-domain` was.
pub(crate) const SITE: &str = "edition: 3.0.0
name: app
access: default
resources:
  site:
    component: fc-guard
    props:
      region: cn-hangzhou
      domainName: demo.example.com
      protocol: HTTP
      routeConfig:
        routes:
          - {path: /*, functionName: demo}
";

/// One resource of the file. Everything else than what stands here is up to `more`.
#[derive(Clone, Debug)]
pub(crate) struct Fn {
    /// Its name in the file.
    pub name: String,
    pub function: String,
    pub region: String,
    pub runtime: String,
    pub memory: u32,
    pub timeout: u32,
    pub variables: Vec<(String, String)>,
    pub code: String,
    /// Methods of the http trigger; without any there is no trigger.
    pub methods: Vec<String>,
    /// Domain and path of the route; `None` for no custom domain.
    pub domain: Option<(String, String)>,
    /// Further lines of the props, indented by six.
    pub more: String,
}

impl Fn {
    /// A function with a variable, an http trigger and a domain of its own.
    pub(crate) fn named(name: &str, function: &str) -> Fn {
        Fn {
            name: name.to_owned(),
            function: function.to_owned(),
            region: "cn-hangzhou".to_owned(),
            runtime: "python3.10".to_owned(),
            memory: 512,
            timeout: 10,
            variables: vec![("LEVEL".to_owned(), "info-canary".to_owned())],
            code: "./code".to_owned(),
            methods: vec!["GET".to_owned()],
            domain: Some((format!("{function}.example.com"), "/*".to_owned())),
            more: String::new(),
        }
    }

    /// The usual one: resource `fn`, function `demo`.
    pub(crate) fn demo() -> Fn {
        Fn::named("fn", "demo")
    }

    /// Only the function: no trigger, no domain.
    pub(crate) fn bare(mut self) -> Fn {
        self.methods = Vec::new();
        self.domain = None;
        self
    }

    pub(crate) fn timeout(mut self, seconds: u32) -> Fn {
        self.timeout = seconds;
        self
    }

    pub(crate) fn memory(mut self, megabytes: u32) -> Fn {
        self.memory = megabytes;
        self
    }

    pub(crate) fn variable(mut self, name: &str, value: &str) -> Fn {
        self.variables.retain(|(known, _)| known != name);
        self.variables.push((name.to_owned(), value.to_owned()));
        self
    }

    pub(crate) fn methods(mut self, methods: &[&str]) -> Fn {
        self.methods = methods.iter().map(|one| (*one).to_owned()).collect();
        self
    }

    pub(crate) fn route(mut self, domain: &str, path: &str) -> Fn {
        self.domain = Some((domain.to_owned(), path.to_owned()));
        self
    }

    pub(crate) fn with(mut self, lines: &str) -> Fn {
        self.more.push_str(lines);
        self
    }

    fn text(&self) -> String {
        let Fn {
            name,
            function,
            region,
            runtime,
            memory,
            timeout,
            code,
            ..
        } = self;
        // An image has no code.
        let code = match code.is_empty() {
            true => String::new(),
            false => format!("      code: {code}\n"),
        };
        let mut text = format!(
            "  {name}:\n    component: {COMPONENT}\n    props:\n      region: {region}\n      functionName: {function}\n      runtime: {runtime}\n      handler: index.handler\n{code}      memorySize: {memory}\n      timeout: {timeout}\n"
        );
        if !self.variables.is_empty() {
            text.push_str("      environmentVariables:\n");
        }
        for (name, value) in &self.variables {
            text.push_str(&format!("        {name}: {value}\n"));
        }
        if !self.methods.is_empty() {
            let methods = self.methods.join(", ");
            text.push_str(&format!(
                "      triggers:\n        - triggerName: http\n          triggerType: http\n          triggerConfig:\n            authType: anonymous\n            methods: [{methods}]\n"
            ));
        }
        if let Some((domain, path)) = &self.domain {
            text.push_str(&format!(
                "      customDomain:\n        domainName: {domain}\n        protocol: HTTP\n        route:\n          path: {path}\n"
            ));
        }
        text.push_str(&self.more);
        text
    }
}

/// An `s.yaml` with these resources.
pub(crate) fn yaml(resources: &[Fn]) -> String {
    let mut text = "edition: 3.0.0\nname: app\naccess: default\nresources:\n".to_owned();
    for resource in resources {
        text.push_str(&resource.text());
    }
    text
}
