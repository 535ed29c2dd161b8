//! `cargo xtask bench`: what a deploy costs, through the real `s` against the emulator, and how fast
//! code is packed. Times are measured here and asserted nowhere.
//!
//! Requests and chains are counted, and are the same in every run. Times are not, so they are medians of
//! several runs, in which the components take turns.

mod chain;
mod site;
mod zipping;

use std::fs;
use std::path::PathBuf;

use anyhow::Context;
use anyhow::Result;
use anyhow::bail;
use serde_json::Value;
use serde_json::json;

use self::site::Component;
use self::site::Cost;
use self::site::Site;
use crate::demo::Interrupted;
use crate::demo::interrupt::Interrupt;
use crate::project::Project;

/// The projects: how many functions each has.
const SIZES: [(usize, &str); 2] = [
    (1, "1 function, trigger, domain"),
    (50, "50 functions, triggers"),
];

/// The deploys of each project, with the timeout that the first function has.
const DEPLOYS: [(&str, u32); 3] = [("first", 10), ("no-op", 10), ("one field", 20)];

/// What the command line asks for.
#[derive(Debug)]
pub(crate) struct Options {
    /// The folder of another component that is measured in turn with ours.
    against: Option<PathBuf>,
    /// Where the figures go as JSON; stdout without it.
    json: Option<PathBuf>,
    /// How often each deploy is measured; large projects less often.
    runs: usize,
}

impl Options {
    /// Reads the arguments, before anything is built for them.
    pub(crate) fn parse(words: &[&str]) -> Result<Options> {
        let mut options = Options {
            against: None,
            json: None,
            runs: 5,
        };
        let mut words = words.iter();
        while let Some(word) = words.next() {
            let mut value = || {
                words
                    .next()
                    .with_context(|| format!("{word} needs a value"))
            };
            match *word {
                "--against" => options.against = Some(fs::canonicalize(value()?)?),
                "--json" => options.json = Some(value()?.into()),
                "--runs" => options.runs = value()?.parse().context("--runs needs a number")?,
                "--quick" => options.runs = 1,
                other => bail!("unknown argument {other}"),
            }
        }
        Ok(options)
    }
}

/// Measures all of it, prints a table and then JSON.
pub(crate) fn run(project: &Project, options: &Options) -> Result<()> {
    let interrupt = Interrupt::listen()?;
    let place = (project, &interrupt);
    let components = components(project, options);
    let mut rows = Vec::new();
    for (functions, about) in SIZES {
        rows.extend(deploys(place, &components, functions, about, options.runs)?);
    }
    let alone = alone(place, &components[0], options.runs)?;
    let packing = zipping::measure(place, &components[0], options.runs.min(3))?;
    print(&rows, &alone, &packing);
    let all = json!({
        "latencyMs": site::LATENCY, "runs": options.runs, "deploys": rows, "alone": alone, "packing": packing,
    });
    match &options.json {
        Some(file) => fs::write(file, format!("{all:#}\n")).context("cannot write the JSON")?,
        None => println!("\n{all}"),
    }
    Ok(())
}

/// Ours first, then the other one if there is one.
fn components(project: &Project, options: &Options) -> Vec<Component> {
    let ours = Component {
        name: "fc-guard",
        folder: project.root().to_owned(),
        flag: "--use-local",
    };
    let other = options.against.clone().map(|folder| Component {
        name: "other",
        folder,
        flag: "-y",
    });
    std::iter::once(ours).chain(other).collect()
}

/// The deploys of one project by every component in alternation.
fn deploys(
    place: (&Project, &Interrupt),
    components: &[Component],
    functions: usize,
    about: &str,
    runs: usize,
) -> Result<Vec<Value>> {
    // Many functions take long, and vary less.
    let runs = if functions > 1 { runs.min(2) } else { runs };
    let mut costs: Vec<Vec<Vec<Cost>>> = vec![vec![Vec::new(); DEPLOYS.len()]; components.len()];
    for run in 1..=runs {
        // In alternation, so that what else the machine does meets both alike.
        for (component, costs) in components.iter().zip(&mut costs) {
            eprintln!("xtask: {about}: {}, run {run} of {runs}", component.name);
            let site = Site::new(place, component, functions, site::LATENCY)?;
            if let Some(domain) = component
                .folder
                .parent()
                .map(|folder| folder.join("fc3-domain"))
                && domain.is_dir()
            {
                site.provide("fc3-domain", &domain)?;
            }
            match series(&site) {
                Ok(all) => costs
                    .iter_mut()
                    .zip(all)
                    .for_each(|(costs, cost)| costs.push(cost)),
                // Ours must not fail; that the other one does is a result, too.
                Err(error) if component.name == components[0].name || error.is::<Interrupted>() => {
                    return Err(error);
                }
                Err(error) => eprintln!("xtask: {error:#}"),
            }
        }
    }
    let rows = DEPLOYS.iter().enumerate().map(|(index, (deploy, _))| {
        let figures = |component: usize| summary(&costs[component][index]);
        let mut row = json!({"project": about, "deploy": deploy, "fcGuard": figures(0)});
        if costs.get(1).is_some_and(|other| !other[index].is_empty()) {
            let (ours, other) = (figures(0), figures(1));
            let ratio = |name: &str| other[name].as_f64().unwrap_or(0.0) / ours[name].as_f64().unwrap_or(1.0);
            row["ratio"] = json!({
                "requests": ratio("requests"), "chain": ratio("chain"), "wallSeconds": ratio("wallSeconds"), "memoryMb": ratio("memoryMb"),
            });
            row["other"] = other;
        }
        row
    });
    Ok(rows.collect())
}

/// The deploys one after the other.
fn series(site: &Site<'_>) -> Result<Vec<Cost>> {
    let deploy = |(_, timeout): &(&str, u32)| {
        site.write(*timeout)?;
        site.deploy()
    };
    DEPLOYS.iter().map(deploy).collect()
}

/// The median of every figure, and the range of the time.
fn summary(costs: &[Cost]) -> Value {
    let mut walls: Vec<f64> = costs.iter().map(|cost| cost.wall).collect();
    walls.sort_by(f64::total_cmp);
    let mut memories: Vec<f64> = costs.iter().map(|cost| cost.memory).collect();
    memories.sort_by(f64::total_cmp);
    let middle = walls.len() / 2;
    json!({
        "requests": costs.iter().map(|cost| cost.requests).max(),
        "chain": costs.iter().map(|cost| cost.chain).max(),
        "wallSeconds": walls[middle],
        "wallLeast": walls.first(),
        "wallMost": walls.last(),
        "memoryMb": memories[middle],
    })
}

/// The component without the CLI: loading, and each deploy of one function.
fn alone(place: (&Project, &Interrupt), ours: &Component, runs: usize) -> Result<Value> {
    let site = Site::new(place, ours, 1, site::LATENCY)?;
    let mut loads = Vec::new();
    let mut first = 0.0;
    let mut again = Vec::new();
    // The first run creates the function; only those after it have nothing to do.
    for run in 0..=runs {
        let figures = site.alone("deploy", "./code", &["--use-local"])?;
        let time = figures["commandMs"].as_f64().unwrap_or(0.0);
        loads.push(figures["loadMs"].as_f64().unwrap_or(0.0));
        if run == 0 {
            first = time;
        } else {
            again.push(time);
        }
    }
    let median = |times: &mut Vec<f64>| {
        times.sort_by(f64::total_cmp);
        times[times.len() / 2]
    };
    Ok(json!({"loadMs": median(&mut loads), "firstMs": first, "noOpMs": median(&mut again)}))
}

/// The figures as tables for people.
fn print(rows: &[Value], alone: &Value, packing: &Value) {
    println!("| project | deploy | component | requests | chain | s deploy | memory |");
    println!("|---|---|---|---|---|---|---|");
    for row in rows {
        for (name, key) in [
            ("fc-guard", "fcGuard"),
            ("other", "other"),
            ("ratio", "ratio"),
        ] {
            let figures = &row[key];
            if figures.is_null() {
                continue;
            }
            let number = |name: &str| figures[name].as_f64().unwrap_or(0.0);
            let (unit, unit_mb, digits) = if key == "ratio" {
                ("×", "×", 1)
            } else {
                (" s", " MB", 0)
            };
            println!(
                "| {} | {} | {name} | {:.digits$} | {:.digits$} | {:.2}{unit} | {:.digits$}{unit_mb} |",
                row["project"].as_str().unwrap_or_default(),
                row["deploy"].as_str().unwrap_or_default(),
                number("requests"),
                number("chain"),
                number("wallSeconds"),
                number("memoryMb"),
            );
        }
    }
    let figure = |name: &str| alone[name].as_f64().unwrap_or(0.0);
    println!(
        "\nThe component alone: loaded in {:.1} ms; first deploy {:.0} ms, no-op deploy {:.0} ms.\n",
        figure("loadMs"),
        figure("firstMs"),
        figure("noOpMs")
    );
    println!("| packing | zip -r | native | wasm | unchanged, native | unchanged, wasm |");
    println!("|---|---|---|---|---|---|");
    for row in packing.as_array().into_iter().flatten() {
        let time = |name: &str| row[name].as_f64().unwrap_or(0.0);
        let (zip, megabytes) = (time("zipMs"), time("megabytes"));
        let cell = |name: &str| {
            let time = time(name);
            format!(
                "{time:.0} ms, {:.0} MB/s, {:.1}×",
                megabytes / time * 1000.0,
                zip / time
            )
        };
        println!(
            "| {}, {megabytes:.0} MB | {zip:.0} ms | {} | {} | {:.0} ms | {:.0} ms |",
            row["tree"].as_str().unwrap_or_default(),
            cell("nativeMs"),
            cell("wasmMs"),
            time("nativeUnchangedMs"),
            time("wasmUnchangedMs"),
        );
    }
}
