//! Memory, CPU and disk: what fits together (API document).

use serde_json::{Map, Value};

use crate::dialect::props::problem::{Fault, Problems};
use crate::dialect::props::schema::{PropShape, Range, check};
use crate::model::path::Path;
use crate::words;

/// What the service gives, in MB and vCPUs, where the project does not say.
pub(super) const MEMORY: i64 = 512;
pub(super) const CPU: f64 = 0.35;
pub(super) const DISK: i64 = 512;

const MEMORIES: Range = Range {
    least: 128,
    most: 32768,
    step: 64,
};

const DISKS: [i64; 2] = [512, 10240];

/// Rounding of 32-bit floats, which the service calculates with.
const CLOSE: f64 = 1e-6;

/// Checks the sizes. Functions with a GPU have sizes of their own, greater than those documented, so
/// they are left to the service.
pub(super) fn check_sizes(props: &Map<String, Value>, path: &Path, problems: &mut Problems) {
    if props.contains_key("gpuConfig") {
        return;
    }
    let memory = props.get("memorySize");
    // Where the file says nothing, the default is what the CPU has to go with.
    match memory.map_or(Some(MEMORY), Value::as_i64) {
        Some(memory) if MEMORIES.contains(memory) => {
            check_cpu(props, memory, &path.key("cpu"), problems);
        }
        Some(memory) => {
            let path = path.key("memorySize");
            check(PropShape::Int(MEMORIES), &memory.into(), &path, problems);
        }
        None => {} // No number at all: the table says so.
    }
    check_disk(props, path, problems);
}

fn check_disk(props: &Map<String, Value>, path: &Path, problems: &mut Problems) {
    let disk = props.get("diskSize").and_then(Value::as_i64);
    if disk.is_some_and(|disk| !DISKS.contains(&disk)) {
        problems.add(
            &path.key("diskSize"),
            Fault::new(
                words!("must be 512 or 10240", "必须是 512 或 10240"),
                words!("write one of them", "请写其中之一"),
            ),
        );
    }
}

/// CPU comes in steps of 0.05, and goes with one to four times as many GB of memory.
fn check_cpu(props: &Map<String, Value>, memory: i64, path: &Path, problems: &mut Problems) {
    let Some(cpu) = props.get("cpu").and_then(Value::as_f64) else {
        return;
    };
    let steps = cpu * 20.0;
    if !(0.05..=16.0).contains(&cpu) || (steps - steps.round()).abs() > CLOSE {
        let wrong = words!(
            "must be a multiple of 0.05 from 0.05 to 16",
            "必须是 0.05 到 16 之间 0.05 的倍数"
        );
        let remedy = words!("write for example 0.5 or 1", "例如写成 0.5 或 1");
        problems.add(path, Fault::new(wrong, remedy));
        return;
    }
    let (least, most) = cpus(memory);
    if !(least - CLOSE..=most + CLOSE).contains(&cpu) {
        let wrong = words!("does not go with memorySize", "与 memorySize 不匹配");
        let remedy = words!(
            "write {least} to {most}, or change memorySize (1 to 4 GB for each vCPU)",
            "请填写 {least} 到 {most}，或调整 memorySize（每个 vCPU 对应 1 到 4 GB）"
        );
        problems.add(path, Fault::new(wrong, remedy));
    }
}

/// The least and the most vCPUs that go with that much memory, in steps of 0.05.
fn cpus(memory: i64) -> (f64, f64) {
    let steps_per_mb = 20.0 / 1024.0;
    let most = memory as f64 * steps_per_mb;
    let least = most / 4.0;
    (least.ceil().max(1.0) / 20.0, most.floor().min(320.0) / 20.0)
}

#[cfg(test)]
mod tests {
    use super::cpus;

    #[test]
    fn cpu_goes_with_memory() {
        assert_eq!(cpus(128), (0.05, 0.1));
        assert_eq!(cpus(512), (0.15, 0.5));
        assert_eq!(cpus(1024), (0.25, 1.0));
        assert_eq!(cpus(1536), (0.4, 1.5));
        assert_eq!(cpus(32768), (8.0, 16.0));
    }
}
