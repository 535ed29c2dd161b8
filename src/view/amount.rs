//! Numbers as people read them: sizes, counts, times and rates.
//!
//! Units are powers of 1024.

use crate::words;
use crate::words::Words;

/// A number of bytes.
pub fn size(bytes: u64) -> String {
    const KB: u64 = 1024;
    const MB: u64 = 1024 * KB;
    const GB: u64 = 1024 * MB;
    let in_units = |unit: u64| bytes as f64 / unit as f64;
    match bytes {
        0..KB => format!("{bytes} B"),
        KB..MB => format!("{:.1} KB", in_units(KB)),
        MB..GB => format!("{:.1} MB", in_units(MB)),
        GB.. => format!("{:.1} GB", in_units(GB)),
    }
}

/// A number of things, its thousands apart.
pub fn count(number: usize) -> String {
    let digits = number.to_string();
    let mut text = String::new();
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

/// So many settings.
pub fn settings(count: usize) -> Words {
    match count {
        1 => words!("1 setting", "1 项配置"),
        _ => words!("{count} settings", "{count} 项配置"),
    }
}

/// So many resources.
pub fn resources(count: usize) -> Words {
    match count {
        1 => words!("1 resource", "1 个资源"),
        _ => words!("{count} resources", "{count} 个资源"),
    }
}

/// So many differences.
pub fn differences(count: usize) -> Words {
    match count {
        1 => words!("1 difference", "1 处差异"),
        _ => words!("{count} differences", "{count} 处差异"),
    }
}

/// Those of these clauses that count anything, as one sentence says them.
pub fn all_of(clauses: Vec<(usize, Words)>) -> Words {
    let some = clauses.into_iter().filter(|(count, _)| *count > 0);
    // The last clause is joined by a word and not by a comma.
    let mut some: Vec<Words> = some.map(|(_, clause)| clause).collect();
    let Some(last) = some.pop() else {
        return Words::list(&[]);
    };
    let Words { en, zh } = last;
    let Words {
        en: before,
        zh: zh_before,
    } = Words::list(&some);
    match some.len() {
        0 => Words { en, zh },
        1 => words!("{before} and {en}", "{zh_before}，并{zh}"),
        _ => words!("{before}, and {en}", "{zh_before}，并{zh}"),
    }
}

/// How many hundredths of it are done; all of them where there is nothing to do.
pub fn percent(done: u64, all: u64) -> u64 {
    match all {
        0 => 100,
        // More than all is told where a file has grown since it was counted.
        _ => (done.min(all) as f64 * 100.0 / all as f64) as u64,
    }
}

/// A number of milliseconds, to the tenth of a second.
pub fn time(millis: u64) -> Words {
    let seconds = millis as f64 / 1000.0;
    match millis {
        // Tenths tell something only of what took seconds.
        0..60_000 => words!("{seconds:.1} s", "{seconds:.1} 秒"),
        _ => whole(millis),
    }
}

/// A number of milliseconds, to the second.
pub fn whole(millis: u64) -> Words {
    let (minutes, seconds) = (millis / 60_000, millis / 1000 % 60);
    match minutes {
        0 => words!("{seconds} s", "{seconds} 秒"),
        _ => words!(
            "{minutes} min {seconds:02} s",
            "{minutes} 分 {seconds:02} 秒"
        ),
    }
}

/// Bytes a second; `None` where nothing can be said of it yet.
pub fn rate(bytes: u64, millis: u64) -> Option<String> {
    if bytes == 0 || millis == 0 {
        return None;
    }
    let rate = bytes as f64 * 1000.0 / millis as f64;
    Some(format!("{}/s", size(rate as u64)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_read_well() {
        let sizes = [0, 1023, 1024, 50_462_720, 3 << 30].map(size);
        assert_eq!(sizes, ["0 B", "1023 B", "1.0 KB", "48.1 MB", "3.0 GB"]);
        let counts = [0, 999, 1000, 20_000, 1_234_567].map(count);
        assert_eq!(counts, ["0", "999", "1,000", "20,000", "1,234,567"]);
        let shares = [(0, 0), (1, 3), (2, 2), (5, 3)].map(|(done, all)| percent(done, all));
        assert_eq!(shares, [100, 33, 100, 100]);
        let times = [3_140, 59_999, 60_000, 125_900].map(|millis| time(millis).en);
        assert_eq!(times, ["3.1 s", "60.0 s", "1 min 00 s", "2 min 05 s"]);
        assert_eq!(whole(12_900).zh, "12 秒");
        assert_eq!(whole(125_900).zh, "2 分 05 秒");
        assert_eq!(rate(3 << 20, 1500).as_deref(), Some("2.0 MB/s"));
        assert_eq!(rate(0, 1500), None);
        assert_eq!(rate(7, 0), None);
    }
}
