//! The compiler of the wasm entry point: the ordinary toolchain with one more target, or Debian's packages
//! where rustup can download nothing.

use std::env;
use std::ffi::OsString;
use std::path::Path;
use std::process::Command;
use std::process::Stdio;

use anyhow::Context;
use anyhow::Result;
use anyhow::bail;

use crate::command;
use crate::project::Project;

/// The target of the module: no system underneath it.
pub(crate) const TARGET: &str = "wasm32-unknown-unknown";

/// Set to `rustup` or `debian`, it leaves no choice; unset, whatever works first is taken.
const CHOICE: &str = "FC_GUARD_WASM_TOOLCHAIN";

/// The Debian packages that together can compile the standard library for wasm.
const PACKAGES: [&str; 4] = ["rustc-web", "cargo-web", "rust-web-src", "lld-19"];

/// What these packages install.
const DEBIAN_CARGO: &str = "/usr/bin/cargo";
const DEBIAN_RUSTC: &str = "/usr/bin/rustc";
const DEBIAN_LINKER: &str = "/usr/bin/wasm-ld-19";
const DEBIAN_SOURCE: &str = "/usr/lib/rustlib/src/rust/library/std/Cargo.toml";

/// A compiler that is installed and can make the wasm entry point.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Toolchain {
    /// The toolchain that runs everything else; it has the target's standard library.
    Ordinary,
    /// Debian's; it compiles the standard library from source each time the target folder is new.
    Debian,
}

impl Toolchain {
    /// Finds a compiler and installs it if need be.
    pub(crate) fn ready(project: &Project) -> Result<Toolchain> {
        match env::var(CHOICE).unwrap_or_default().as_str() {
            "" => either(project),
            "rustup" => ordinary(project),
            "debian" => debian(),
            other => bail!("{CHOICE} is `{other}`; set it to `rustup` or `debian`, or unset it"),
        }
    }

    /// The cargo of this toolchain, ready for `cargo rustc` with this target.
    pub(crate) fn rustc(self, project: &Project) -> Command {
        let mut cargo = match self {
            Toolchain::Ordinary => command::cargo(project.root()),
            Toolchain::Debian => debian_cargo(project),
        };
        cargo.args(["rustc", "--locked", "--target", TARGET]);
        // Debian ships the standard library for this target as sources only.
        if self == Toolchain::Debian {
            cargo.arg("-Zbuild-std=std,panic_abort");
            cargo.arg("-Zbuild-std-features=optimize_for_size");
        }
        cargo
    }
}

/// Takes what is there before anything is downloaded: offline, each failing download costs time.
fn either(project: &Project) -> Result<Toolchain> {
    if has_target(project, TARGET) {
        return Ok(Toolchain::Ordinary);
    }
    if has_debian() {
        return Ok(Toolchain::Debian);
    }
    ordinary(project).or_else(|why| {
        eprintln!("xtask: {why:#}; trying Debian's packages instead");
        debian()
    })
}

/// The toolchain at work here, with the target added by rustup if it is missing.
fn ordinary(project: &Project) -> Result<Toolchain> {
    target(project, TARGET)?;
    Ok(Toolchain::Ordinary)
}

/// Makes sure that the toolchain at work here has that target.
pub(crate) fn target(project: &Project, target: &str) -> Result<()> {
    if has_target(project, target) {
        return Ok(());
    }
    eprintln!("xtask: the target {target}");
    rustup(project, &["target", "add", target])
}

/// Installs what the checks need and the smallest toolchains lack.
pub(crate) fn components(project: &Project) -> Result<()> {
    for (component, subcommand) in [("rustfmt", "fmt"), ("clippy", "clippy")] {
        let mut cargo = command::cargo(project.root());
        if !command::answers(cargo.args([subcommand, "--version"])) {
            rustup(project, &["component", "add", component])?;
        }
    }
    Ok(())
}

/// Runs rustup in the project, so that it takes the toolchain of the project.
fn rustup(project: &Project, args: &[&str]) -> Result<()> {
    command::run(
        Command::new("rustup")
            .args(args)
            .current_dir(project.root()),
    )
}

/// Asks the compiler rather than rustup: a toolchain that rustup did not install may have it too.
fn has_target(project: &Project, target: &str) -> bool {
    let mut rustc = Command::new("rustc");
    rustc.args(["--print", "target-libdir", "--target", target]);
    rustc.current_dir(project.root());
    command::read(&mut rustc).is_ok_and(|folder| Path::new(folder.trim()).is_dir())
}

/// Debian's toolchain, installed if it is missing.
fn debian() -> Result<Toolchain> {
    if !has_debian() {
        install_debian().with_context(|| {
            format!(
                "the wasm entry point needs the target {TARGET}: run `rustup target add {TARGET}`, or on \
                 Debian 12, as root, `apt-get install {}`",
                PACKAGES.join(" ")
            )
        })?;
    }
    Ok(Toolchain::Debian)
}

/// Whether all that is needed of Debian's packages is there.
fn has_debian() -> bool {
    [DEBIAN_CARGO, DEBIAN_RUSTC, DEBIAN_LINKER, DEBIAN_SOURCE]
        .iter()
        .all(|file| Path::new(file).exists())
}

/// Installs them, where apt is there and may.
fn install_debian() -> Result<()> {
    if !command::answers(Command::new("apt-get").arg("--version")) {
        bail!("there is no apt-get here");
    }
    eprintln!("xtask: Debian's {}", PACKAGES.join(", "));
    // A list of packages that is too old fails below with a clear message of apt's own.
    let _ = command::run(apt().arg("update"));
    command::run(
        apt()
            .args(["install", "--yes", "--no-install-recommends"])
            .args(PACKAGES),
    )?;
    if !has_debian() {
        bail!("the installed packages lack {DEBIAN_SOURCE} or another of their files");
    }
    Ok(())
}

/// An `apt-get` that asks nothing and says little.
fn apt() -> Command {
    let mut apt = Command::new("apt-get");
    apt.arg("--quiet=2");
    apt.env("DEBIAN_FRONTEND", "noninteractive");
    // What it unpacks is of no interest; what goes wrong comes on stderr.
    apt.stdout(Stdio::null());
    apt
}

/// Debian's cargo, held to Debian's compiler and linker.
fn debian_cargo(project: &Project) -> Command {
    let mut cargo = command::cargo_at(Path::new(DEBIAN_CARGO), project.root());
    // Cargo would otherwise find the proxy of rustup first, whose compiler does not fit this source.
    cargo.env("RUSTC", DEBIAN_RUSTC);
    // Compiling the standard library is still an unstable feature of cargo.
    cargo.env("RUSTC_BOOTSTRAP", "1");
    cargo.env(linker_variable(), DEBIAN_LINKER);
    // The toolchain that started us leads its own libraries into every child.
    cargo.env_remove("LD_LIBRARY_PATH");
    cargo
}

/// The variable by which cargo takes another linker for the target.
fn linker_variable() -> OsString {
    let target = TARGET.to_uppercase().replace('-', "_");
    format!("CARGO_TARGET_{target}_LINKER").into()
}
