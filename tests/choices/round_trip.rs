//! A value with every chosen type, read and written.

use chosen::runtime::{from_json, to_json};
use chosen::types::{Release, ReleaseEither, ReleaseStage};

const RELEASE: &str = concat!(
    r#"{"id":"67e55044-10b1-426f-9247-bb680e5fe0c8","at":"2026-01-31T12:00:00.500+02:00","#,
    r#""ends":null,"days":["2026-01-31","0001-12-01"],"home":"https://example.com/a?b=c","#,
    r#""host":"10.0.0.1","version":"1.2.3-rc.1","copies":7,"lines":{"start":1,"end":2},"#,
    r#""more":null,"labels":{"z":"67e55044-10b1-426f-9247-bb680e5fe0c8","#,
    r#""a":"67e55044-10b1-426f-9247-bb680e5fe0c8"},"plain":"yesterday","stage":"final","#,
    r#""either":{"start":3,"end":4}}"#,
);

#[test]
fn chosen_types_are_read_and_written() {
    let release: Release = from_json(RELEASE.as_bytes()).unwrap();
    assert_eq!(to_json(&release), RELEASE);
    assert_eq!(release.at.timestamp_subsec_millis(), 500);
    assert_eq!(release.lines, 1..2);
    assert_eq!(release.version.major, 1);
    assert_eq!(release.plain.as_deref(), Some("yesterday"));
    assert_eq!(release.either, Some(ReleaseEither::Span(3..4)));
    assert!(ReleaseStage::Alpha < ReleaseStage::Final);
    let made = Release::new(release.id, release.at, release.version.clone(), 1..2);
    let made = made.host([10, 0, 0, 1].into()).ends(None).copies(7.try_into().unwrap());
    assert!(to_json(&made).contains(r#""host":"10.0.0.1","version":"1.2.3-rc.1","copies":7"#));
}

#[test]
fn what_no_chosen_type_takes_is_an_error_with_its_place() {
    for (was, is, error) in [
        ("2026-01-31T12:00:00.500+02:00", "2026-01-31", "$.at: expected an instant"),
        ("0001-12-01", "0001-12-1", "$.days[1]: expected a date"),
        ("67e55044-", "67e5504-", "$.id: expected a UUID"),
        ("https://example.com/a?b=c", "/a", "$.home: expected a URL"),
        ("10.0.0.1", "10.0.0.256", "$.host: expected a value of `core::net::ip_addr::Ipv4Addr`"),
        (":7,", ":0,", "$.copies: expected a value of `core::num::"),
        ("\"start\":1", "\"start\":-1", "$.lines: expected a value of `core::ops::range::Range<u32>`: "),
    ] {
        assert!(RELEASE.contains(was), "{was}");
        let text = RELEASE.replacen(was, is, 1);
        let found = from_json::<Release>(text.as_bytes()).unwrap_err().to_string();
        assert!(found.starts_with(error), "{found}");
    }
}

#[cfg(feature = "mock")]
#[test]
fn samples_have_chosen_types() {
    use chosen::runtime::{RawJson, Sample};

    let sample = Release::sample();
    assert_eq!(sample.lines, 1..2);
    let text: RawJson = to_json(&sample).parse().unwrap();
    assert_eq!(text.decode::<Release>().unwrap(), sample);
}
