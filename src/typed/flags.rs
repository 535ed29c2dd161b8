//! The flags that are typed, by what they are to whoever suggests a command.

/// What the CLI itself takes a value for, and what of it says which project is meant.
pub(crate) const WITH_VALUE: [&str; 10] = [
    "-t",
    "--template",
    "-a",
    "--access",
    "--env",
    "--baseline-template",
    "-o",
    "--output",
    "--output-format",
    "--output-file",
];
/// The flags that every suggested command keeps: without them it would be about another project, account or
/// environment.
pub(super) const PROJECT: [&str; 9] = [
    "-t",
    "--template",
    "-a",
    "--access",
    "--env",
    "--baseline-template",
    "--skip-actions",
    "--state-offline",
    UNVERIFIED,
];

/// What decides about differences.
pub const DECIDES: [&str; 6] = [
    "--use-local",
    "--use-remote",
    "--merge",
    "--config",
    "--code",
    ROLLBACK,
];

/// Says that what is older here than online is deployed all the same.
pub const ROLLBACK: &str = "--rollback";

/// What says whether something is brought home.
pub(super) const WRITES_BACK: [&str; 2] = ["--write-back", "--no-write-back"];

/// Has Serverless Devs hand over references that it cannot resolve, as they are written.
pub const UNVERIFIED: &str = "--no-verify";

/// Says that no property of `s.yaml` is a slip of the pen.
pub const LETS_SLIPS: &str = "--allow-unknown";

/// What leaves out a part of the resource.
pub(super) const SCOPE: [&str; 6] = [
    "--function",
    "--trigger",
    "--async-invoke-config",
    "--type",
    "--trigger-name",
    DOMAIN_NAME,
];

/// Names a domain: of a resource whose words name parts one of several, else the root.
pub(super) const DOMAIN_NAME: &str = "--domain-name";

/// The words that name a part of a resource of FC 2.0.
pub const PARTS: [&str; 5] = ["all", "service", "function", "trigger", "domain"];

/// Flags of ours that take a value, or may take one.
pub(crate) const OURS_WITH_VALUE: [&str; 20] = [
    "--config",
    "--code",
    "--function",
    "--trigger",
    "--type",
    "--trigger-name",
    "--service-name",
    "--target-dir",
    "--region",
    "--function-name",
    DOMAIN_NAME,
    "--orphan",
    "--qualifier",
    "--plan-type",
    "--sub-command",
    "--report",
    "--format",
    "--html",
    "--disable-list-remote-eb-triggers",
    "--disable-list-remote-alb-triggers",
];

/// Answers to a confirmation; no message suggests one that the person has not seen.
pub const YES: [&str; 3] = ["-y", "--assume-yes", "--no-assume-yes"];

/// What says of another root than that of the file that it is meant.
pub const ROOT: [&str; 4] = ["--region", "--service-name", "--function-name", DOMAIN_NAME];
