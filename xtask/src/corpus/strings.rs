//! Random strings: of a format, of a pattern, of a length.

use super::random::Random;
use regex_syntax::hir::{Class, Hir, HirKind};
use serde_json::{Map, Value, json};

/// A string for a schema that asks for one.
pub(super) fn string(flat: &Map<String, Value>, random: &mut Random) -> String {
    let size = |key| flat.get(key).and_then(Value::as_u64);
    let least = size("minLength").unwrap_or(0).min(100_000) as usize;
    let longest = size("maxLength").map_or(usize::MAX, |most| most as usize);
    let most = longest.min(least + 24);
    if let Some(pattern) = flat.get("pattern").and_then(Value::as_str) {
        for _ in 0..30 {
            match matching(pattern, least, random) {
                Some(text) if (least..=longest).contains(&text.chars().count()) => return text,
                Some(_) => {}
                None => break,
            }
        }
    }
    let format = flat.get("format").and_then(Value::as_str);
    match format.and_then(|format| formatted(format, random)) {
        Some(text) => text,
        None => {
            let length = least + random.below(most.saturating_sub(least) + 1);
            text(random, length, length)
        }
    }
}

/// The formats whose words the generator may read.
fn formatted(format: &str, random: &mut Random) -> Option<String> {
    let mut two = |low: i128, high: i128| format!("{:02}", random.integer(low, high));
    let date = format!(
        "{}-{}-{}",
        1_900 + two(0, 99).parse::<u32>().unwrap_or(0) * 2,
        two(1, 12),
        two(1, 28)
    );
    let clock = format!("{}:{}:{}", two(0, 23), two(0, 59), two(0, 59));
    let zones = ["Z", "+00:00", "+02:00", "-05:30", "-00:00"];
    let parts = ["", ".1", ".123", ".000001", ".123456789"];
    let zone = random.pick(&zones).copied().unwrap_or("Z");
    let part = random.pick(&parts).copied().unwrap_or("");
    let bits = (random.next(), random.next());
    Some(match format {
        "date-time" => format!("{date}T{clock}{part}{zone}"),
        "date" => date,
        "time" => format!("{clock}{part}{zone}"),
        "duration" => {
            (*random.pick(&["P1D", "PT36H", "P1Y2M3DT4H5M6S", "P2W", "PT0S"])?).to_owned()
        }
        "uuid" => format!(
            "{:08x}-{:04x}-4{:03x}-a{:03x}-{:012x}",
            bits.0 as u32,
            (bits.0 >> 32) as u16,
            bits.0 >> 52,
            bits.1 >> 52,
            bits.1 & 0xffff_ffff_ffff,
        ),
        "email" | "idn-email" => format!("user{}@example.com", random.below(1_000)),
        "uri" | "url" | "uri-reference" | "iri" => {
            format!("https://example.com/a{}?b=c%20d#e", random.below(1_000))
        }
        "uri-template" => format!("https://example.com/things/{}{{/id}}", random.below(100)),
        "iri-reference" => format!("/things/{}", random.below(100)),
        "relative-json-pointer" => "1/a".to_owned(),
        "hostname" | "idn-hostname" => format!("host{}.example.com", random.below(100)),
        "ipv4" | "ip" => format!("192.0.2.{}", random.below(256)),
        "ipv6" => format!("2001:db8::{:x}", random.below(65_536)),
        "byte" | "base64" => (*random.pick(&["", "aGk=", "aGVsbG8=", "/+8A"])?).to_owned(),
        "decimal" => (*random.pick(&[
            "0",
            "12.50",
            "-0.000000000000000001",
            "123456789012345678.90",
        ])?)
        .to_owned(),
        "int64" | "int32" | "uint64" | "integer" => random.below(100_000).to_string(),
        "json-pointer" => "/a/b~1c".to_owned(),
        "regex" => "^a+$".to_owned(),
        _ => return None,
    })
}

/// True of a string in one of the formats that only OpenAPI has.
pub(super) fn is_base64(text: &str) -> bool {
    let body = text.trim_end_matches('=');
    let known = |byte: u8| byte.is_ascii_alphanumeric() || b"+/-_".contains(&byte);
    text.len().is_multiple_of(4) && text.len() - body.len() < 3 && body.bytes().all(known)
}

/// Text with characters that are easily lost.
pub(super) fn text(random: &mut Random, least: usize, most: usize) -> String {
    const LETTERS: &[char] = &[
        'a', 'b', 'c', 'x', 'Y', 'Z', '0', '7', ' ', '_', '-', '.', '/', '"', '\\', '\n', 'é', 'ß',
        '漢', '🦀', '\u{1}', '<', '&', '%', '\u{2028}',
    ];
    let plain = random.chance(0.6);
    let length = least + random.below(most - least + 1);
    let letters = if plain { &LETTERS[..8] } else { LETTERS };
    (0..length).filter_map(|_| random.pick(letters)).collect()
}

/// The name of a member that the schema doesn't name.
pub(super) fn key(random: &mut Random) -> String {
    match random.below(5) {
        0 => "type".to_owned(),
        1 => format!("Key {}", random.below(100)),
        2 => format!("clé-{}", random.below(100)),
        _ => format!("key_{}", random.below(1_000)),
    }
}

/// A string that a pattern finds; nothing where the pattern says what this
/// can't make, such as what follows.
pub(super) fn matching(pattern: &str, least: usize, random: &mut Random) -> Option<String> {
    let hir = regex_syntax::parse(pattern).ok()?;
    let mut text = String::new();
    write(&hir, least, random, &mut text)?;
    Some(text)
}

fn write(hir: &Hir, least: usize, random: &mut Random, text: &mut String) -> Option<()> {
    match hir.kind() {
        HirKind::Empty | HirKind::Look(_) => {}
        HirKind::Literal(literal) => text.push_str(std::str::from_utf8(&literal.0).ok()?),
        HirKind::Class(Class::Unicode(class)) => {
            // The validator's `\d` and `\w` are those of ECMA-262: ASCII.
            let plain: Vec<_> = class
                .ranges()
                .iter()
                .filter(|range| range.start() <= '~')
                .collect();
            let any: Vec<_> = class.ranges().iter().collect();
            let range = random.pick(if plain.is_empty() { &any } else { &plain })?;
            let (low, high) = (u32::from(range.start()), u32::from(range.end()));
            // A negated class begins with control characters.
            let low = if high >= 0x20 { low.max(0x20) } else { low };
            let high = if low <= 0x7e { high.min(0x7e) } else { high };
            text.push(char::from_u32(
                random.integer(low.into(), high.into()) as u32
            )?);
        }
        HirKind::Class(Class::Bytes(class)) => {
            let range = class.ranges().first()?;
            text.push(char::from(range.start()));
        }
        HirKind::Repetition(repetition) => {
            // Long enough for a `minLength` beside the pattern.
            let long = repetition.min + 4 + least.min(1_000) as u32;
            let most = repetition
                .max
                .unwrap_or(long)
                .min(long.max(repetition.min + 12));
            let times = random.integer(repetition.min.into(), most.into());
            for _ in 0..times {
                write(&repetition.sub, least, random, text)?;
            }
        }
        HirKind::Capture(capture) => write(&capture.sub, least, random, text)?,
        HirKind::Concat(parts) => {
            for part in parts {
                write(part, least, random, text)?;
            }
        }
        HirKind::Alternation(branches) => write(random.pick(branches)?, least, random, text)?,
    }
    Some(())
}

/// A value for a member that the document doesn't know.
pub(super) fn unknown(random: &mut Random) -> Value {
    let values = [
        json!("added"),
        json!(7),
        json!(null),
        json!(true),
        json!({ "added": [1, { "deep": "yes" }] }),
        json!([]),
    ];
    random.pick(&values).cloned().unwrap_or_default()
}
