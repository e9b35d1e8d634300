//! Bytes within JSON.

use crate::runtime::{Base64, Base64Url, from_json, to_json};

/// RFC 4648, section 10.
#[test]
fn vectors_of_the_rfc() {
    for (bytes, text) in [
        ("", ""),
        ("f", "Zg=="),
        ("fo", "Zm8="),
        ("foo", "Zm9v"),
        ("foobar", "Zm9vYmFy"),
    ] {
        let value = Base64::new(bytes);
        assert_eq!(to_json(&value), format!("{text:?}"));
        let url = to_json(&Base64Url::new(bytes));
        assert_eq!(url, format!("{:?}", text.trim_end_matches('=')));
        assert_eq!(from_json::<Base64>(to_json(&value).as_bytes()), Ok(value));
        assert_eq!(
            from_json::<Base64Url>(url.as_bytes()),
            Ok(bytes.as_bytes().into())
        );
    }
    assert_eq!(to_json(&Base64::new([0xfb, 0xff])), r#""+/8=""#);
    assert_eq!(to_json(&Base64Url::new([0xfb, 0xff])), r#""-_8""#);
}

#[test]
fn what_is_read_is_written_to_the_letter() {
    for text in [
        "Zg",
        "Zg==",
        "Zh==",
        "Zm 9v",
        r"Zm9v\r\nYmFy\r\n",
        "-_8",
        "+/8",
        "-_8=",
        "",
    ] {
        let json = format!("\"{text}\"");
        assert_eq!(
            to_json(&from_json::<Base64>(json.as_bytes()).unwrap()),
            json
        );
        assert_eq!(
            to_json(&from_json::<Base64Url>(json.as_bytes()).unwrap()),
            json
        );
    }
    let odd: Base64 = from_json(br#""Zh""#).unwrap();
    assert_eq!(odd.bytes(), Ok(b"f".to_vec()));
    assert_eq!(odd.as_str(), "Zh");
}

#[test]
fn what_is_no_base64_is_kept_and_has_no_bytes() {
    for text in ["Z", "Zg===", "Z=g=", "Zm9v!", "é"] {
        let json = format!("\"{text}\"");
        let value: Base64 = from_json(json.as_bytes()).unwrap();
        assert_eq!(to_json(&value), json);
        assert_eq!(
            value.bytes().unwrap_err().to_string(),
            format!("$: expected base64, found {text:?}")
        );
    }
    assert!(from_json::<Base64>(b"1").is_err());
    assert_eq!(
        format!("{:?}", Base64::new("secret")),
        "Base64(8 characters)"
    );
}

#[test]
fn small_integers() {
    assert_eq!(from_json::<Vec<u8>>(b"[0,255]"), Ok(vec![0, 255]));
    assert_eq!(from_json::<i8>(b"-128.0"), Ok(-128));
    assert_eq!(to_json(&i16::MIN), "-32768");
    let error = from_json::<u16>(b"65536").unwrap_err().to_string();
    assert_eq!(
        error,
        "$: expected an integer from 0 of 16 bits, found 65536, which is out of range"
    );
}
