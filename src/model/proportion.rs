//! What the service documents of how memory, CPU and disk go together: one to four GB of memory a CPU,
//! and one of two sizes of disk beside any of them.

use serde_json::Value;

/// How much of a proportion is lost where a CPU comes as a 32-bit float.
const CLOSE: f64 = 1e-4;

/// Whether the service keeps one setting whatever becomes of the other.
pub fn independent(one: &str, other: &str) -> bool {
    let with_disk =
        |disk: &str, size: &str| disk == "diskSize" && ["memorySize", "cpu"].contains(&size);
    with_disk(one, other) || with_disk(other, one)
}

/// Whether the value of one setting is known to be possible beside that of the other, so that the service
/// has no reason to change it.
pub fn fits((one, value): (&str, &Value), (other, beside): (&str, &Value)) -> bool {
    let ratio = |memory: &Value, cpu: &Value| {
        let (memory, cpu) = (number(memory)?, number(cpu)?);
        Some(memory / 1024.0 / cpu)
    };
    let ratio = match (one, other) {
        ("cpu", "memorySize") => ratio(beside, value),
        ("memorySize", "cpu") => ratio(value, beside),
        // Of any other pair nothing is documented but that the disk stands for itself.
        _ => return independent(one, other),
    };
    ratio.is_some_and(|ratio| (1.0 - CLOSE..=4.0 + CLOSE).contains(&ratio))
}

fn number(value: &Value) -> Option<f64> {
    let text = || value.as_str()?.parse().ok();
    value.as_f64().or_else(text)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn what_is_documented_is_known_and_nothing_else() {
        let beside = |cpu: f64, memory: u32| {
            let (cpu, memory) = (json!(cpu), json!(memory));
            let both = [
                fits(("cpu", &cpu), ("memorySize", &memory)),
                fits(("memorySize", &memory), ("cpu", &cpu)),
            ];
            assert_eq!(both[0], both[1]);
            both[0]
        };
        assert!(beside(0.35, 512) && beside(0.35, 1024) && beside(0.5, 2048));
        assert!(beside(f64::from(0.35_f32), 512) && beside(1.0, 1024));
        assert!(!beside(0.35, 2048) && !beside(2.0, 1024) && !beside(0.0, 512));
        let any = json!(1);
        assert!(fits(("diskSize", &any), ("memorySize", &any)));
        assert!(fits(("cpu", &any), ("diskSize", &any)));
        assert!(!fits(("cpu", &any), ("gpuConfig", &any)));
        assert!(!fits(("diskSize", &any), ("runtime", &any)));
        assert!(!fits(("cpu", &json!("x")), ("memorySize", &any)));
    }
}
