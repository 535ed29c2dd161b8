//! The container image of a function: found on this machine, and pushed to its registry by the local
//! docker client, as upstream fc3 does.

use serde_json::Value;

use crate::error::{Error, Result};
use crate::model::desired::Desired;
use crate::ports::{ProgramError, Programs, Ran};
use crate::words;
use crate::words::Words;

/// The program, as it is found in the path of the machine.
const DOCKER: &str = "docker";

/// The docker client of this machine. It may repeat whatever it was told or has read, so what it says
/// goes through `mask` before anybody sees it.
#[derive(Clone, Copy)]
pub struct Docker<'a> {
    pub programs: &'a dyn Programs,
    pub mask: &'a dyn Fn(&str) -> String,
}

impl Docker<'_> {
    /// Runs the client to its end; what it prints is not shown.
    async fn run(&self, args: &[&str]) -> Result<Ran, ProgramError> {
        self.programs.run(DOCKER, args).await
    }

    /// The last line of what it complained about.
    fn complaint(&self, ran: &Ran) -> Words {
        let masked = (self.mask)(ran.stderr.trim());
        Words::same(masked.lines().last().unwrap_or_default())
    }

    /// What the machine says of a client that could not be run.
    fn cause(&self, cause: &str) -> Words {
        Words::same((self.mask)(cause))
    }
}

/// An image that this machine has and that is pushed when it is deployed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Image {
    /// By its public name: the name inside of a VPC is only known there.
    pub name: String,
    /// The digest of its configuration, which changes with every build that changes anything.
    pub id: String,
    /// Its size on this machine in bytes, where the docker client tells it.
    pub size: Option<u64>,
}

/// Where the image of a deploy comes from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ImageSource {
    /// From this machine, which pushes it.
    Local(Image),
    /// From its registry, if there is any image at all.
    Registry,
    /// From its registry, because no docker runs here that could push it: the image's name.
    NoDocker(String),
}

impl ImageSource {
    /// The image that is pushed.
    pub fn pushed(self) -> Option<Image> {
        match self {
            ImageSource::Local(image) => Some(image),
            ImageSource::Registry | ImageSource::NoDocker(_) => None,
        }
    }
}

/// The image that the project would push. Only one in a registry of Alibaba Cloud is pushed, and only by a
/// machine that has it. A machine on which no docker runs deploys the registry's, as upstream does: the
/// pipeline that only changes settings.
///
/// # Errors
/// A usage error where a docker runs, and it cannot say.
pub async fn find(docker: Docker<'_>, desired: &Desired) -> Result<ImageSource> {
    let settings = desired.settings().unwrap_or(&Value::Null);
    let image = settings["customContainerConfig"]["image"].as_str();
    let Some(name) = image.filter(|name| is_acr(name)).map(public_name) else {
        return Ok(ImageSource::Registry);
    };
    let args = ["image", "inspect", "--format", "{{.Id}} {{.Size}}", &name];
    match docker.run(&args).await {
        Ok(Ran {
            code: 0, stdout, ..
        }) => Ok(ImageSource::Local(inspected(name, &stdout))),
        // The client ends with 1 whatever was wrong, so only its words tell "not here" from "not able to
        // say".
        Ok(ran) if ran.stderr.to_ascii_lowercase().contains("no such image") => {
            Ok(ImageSource::Registry)
        }
        Ok(ran) if is_down(&ran.stderr) => Ok(ImageSource::NoDocker(name)),
        // A read that failed is no absence: the build that is here might be left unpushed without a word.
        Ok(ran) => Err(unusable(&name).because(docker.complaint(&ran))),
        Err(ProgramError::Missing) => Ok(ImageSource::NoDocker(name)),
        Err(ProgramError::Failed(cause)) => Err(unusable(&name).because(docker.cause(&cause))),
    }
}

/// Whether the docker client says that it reaches no daemon. One that it may not speak to does run.
fn is_down(complaint: &str) -> bool {
    // In the client's own words, on Unix and on Windows; it has no code for it.
    let complaint = complaint.to_ascii_lowercase();
    let words = [
        "cannot connect to the docker daemon",
        "error during connect",
    ];
    words.iter().any(|words| complaint.contains(words))
}

/// What the docker client said of it: the digest, and the size.
fn inspected(name: String, said: &str) -> Image {
    let mut words = said.split_whitespace();
    Image {
        name,
        id: words.next().unwrap_or_default().to_owned(),
        size: words.next().and_then(|size| size.parse().ok()),
    }
}

/// Puts the image into the function's settings, so that a new build under the same tag is a change
/// of the project.
pub fn note(desired: &mut Desired, image: &Image) {
    let settings = desired.settings_mut();
    let config = settings.and_then(|settings| settings.get_mut("customContainerConfig"));
    if let Some(Value::Object(config)) = config {
        config.insert("imageId".to_owned(), image.id.clone().into());
    }
}

/// Pushes the image with the login that the docker client has.
///
/// # Errors
/// What the docker client says; nothing was deployed.
pub async fn push(docker: Docker<'_>, image: &Image) -> Result<()> {
    let Image { name, .. } = image;
    let cause = match docker.run(&["push", "--quiet", name]).await {
        Ok(Ran { code: 0, .. }) => return Ok(()),
        Ok(ran) => docker.complaint(&ran),
        Err(ProgramError::Missing) => return Err(missing(name)),
        Err(ProgramError::Failed(cause)) => docker.cause(&cause),
    };
    let registry = name.split('/').next().unwrap_or_default();
    Err(Error::local(words!(
        "cannot push the image {name}; nothing was deployed",
        "无法推送镜像 {name}；没有部署任何内容"
    ))
    .because(cause)
    .hint(words!(
        "log in with 'docker login {registry}', or push it elsewhere and deploy with --skip-push",
        "请执行 'docker login {registry}' 登录，或在其他机器上推送后使用 --skip-push 部署"
    )))
}

/// The digest under which its registry knows the image, `sha256:…`, once it was pushed. `None` where
/// the docker client does not say.
pub async fn digest(docker: Docker<'_>, image: &Image) -> Option<String> {
    let args = [
        "image",
        "inspect",
        "--format",
        "{{json .RepoDigests}}",
        &image.name,
    ];
    match docker.run(&args).await {
        Ok(Ran {
            code: 0, stdout, ..
        }) => digest_in(&stdout, &image.name),
        _ => None,
    }
}

/// The digest among those that the docker client lists, one for each registry that has the image.
fn digest_in(said: &str, name: &str) -> Option<String> {
    let digests: Vec<String> = serde_json::from_str(said.trim()).ok()?;
    // A colon before the last slash is that of a port.
    let repository = |name: &str| {
        let after_host = name.rfind('/').map_or(0, |slash| slash + 1);
        let tag = name[after_host..].find(':').map(|colon| after_host + colon);
        name[..tag.unwrap_or(name.len())].to_owned()
    };
    let of_this_repository = |one: &String| {
        let (place, digest) = one.split_once('@')?;
        (place == repository(name)).then(|| digest.to_owned())
    };
    digests.iter().find_map(of_this_repository)
}

/// Whether the image lies in a registry of Alibaba Cloud, the only ones that upstream pushes to.
fn is_acr(name: &str) -> bool {
    let registry = name.split('/').next().unwrap_or_default();
    registry.contains("registry") && registry.ends_with("aliyuncs.com")
}

/// The name under which the registry is reached from outside of Alibaba Cloud's networks.
fn public_name(name: &str) -> String {
    name.trim().replacen("registry-vpc", "registry", 1)
}

/// There is no docker client any more, and an image that this machine has to push.
fn missing(name: &str) -> Error {
    Error::usage(words!(
        "the docker client is needed to push the image {name}, and there is none on this machine",
        "推送镜像 {name} 需要 docker 客户端，但本机没有"
    ))
    .hint(skip())
}

/// The docker client is there and gives no answer, as where its daemon does not run.
fn unusable(name: &str) -> Error {
    Error::usage(words!(
        "the docker client cannot say whether it has the image {name}",
        "docker 客户端无法查询镜像 {name}"
    ))
    .hint(skip())
}

/// What to do where the client cannot be asked.
fn skip() -> Words {
    words!(
        "install and start docker, or push the image elsewhere and deploy with --skip-push",
        "请安装并启动 docker，或在其他机器上推送镜像后使用 --skip-push 部署"
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_daemon_that_does_not_run_is_told_from_one_that_refuses() {
        assert!(is_down(
            "Cannot connect to the Docker daemon at unix:///var/run/docker.sock. Is it running?"
        ));
        assert!(is_down(
            "error during connect: this error may indicate that the docker daemon is not running"
        ));
        for other in [
            "permission denied while trying to connect to the Docker daemon socket",
            "",
            "denied",
        ] {
            assert!(!is_down(other), "{other}");
        }
    }

    #[test]
    fn the_size_is_told_where_it_is_known() {
        for (said, size) in [
            ("sha256:ab 1024\n", Some(1024)),
            ("sha256:ab <no value>\n", None),
            ("sha256:ab\n", None),
        ] {
            let image = inspected("a".to_owned(), said);
            assert_eq!((image.id.as_str(), image.size), ("sha256:ab", size));
        }
    }

    #[test]
    fn the_digest_is_that_of_its_own_registry() {
        let said = r#"["docker.io/b@sha256:1","r.aliyuncs.com:5000/a/b@sha256:2"]"#;
        let found = |name: &str| digest_in(said, name);
        assert_eq!(
            found("r.aliyuncs.com:5000/a/b:1").as_deref(),
            Some("sha256:2")
        );
        assert_eq!(
            found("r.aliyuncs.com:5000/a/b").as_deref(),
            Some("sha256:2")
        );
        assert_eq!(found("r.aliyuncs.com:5000/a/c:1"), None);
        assert_eq!(digest_in("sha256:ab 1024", "a"), None);
    }

    #[test]
    fn only_alibabas_registries_are_pushed_to() {
        for name in [
            "registry.cn-hangzhou.aliyuncs.com/a/b:1",
            "registry-vpc.cn-hangzhou.aliyuncs.com/a/b",
            "x-registry.cn-hangzhou.cr.aliyuncs.com/a/b:1",
        ] {
            assert!(is_acr(name), "{name}");
        }
        for name in [
            "nginx",
            "docker.io/library/nginx:1",
            "registry.example.com/a",
        ] {
            assert!(!is_acr(name), "{name}");
        }
        assert_eq!(
            public_name("registry-vpc.cn-hangzhou.aliyuncs.com/registry-vpc/b"),
            "registry.cn-hangzhou.aliyuncs.com/registry-vpc/b"
        );
    }
}
