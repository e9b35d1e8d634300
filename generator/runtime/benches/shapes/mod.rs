//! Four shapes of JSON, each as types of ours, as the same with derived serde code, and
//! as a text.

pub mod derived;
pub mod ours;

use crate::runtime::{DecodeError, from_json, to_json};
use serde::de::DeserializeOwned;

/// Values of one shape.
pub struct Shape {
    pub name: &'static str,
    pub text: String,
    pub decode: Decode<DecodeError>,
    pub decode_derived: Decode<serde_json::Error>,
}

type Decode<E> = fn(&[u8]) -> Result<Box<dyn Values>, E>;

/// Values that can be written again.
pub trait Values {
    fn encode(&self) -> String;
}

struct Ours<T>(T);

struct Derived<T>(T);

impl<T: crate::runtime::Wire> Values for Ours<T> {
    fn encode(&self) -> String {
        to_json(&self.0)
    }
}

impl<T: serde::Serialize> Values for Derived<T> {
    fn encode(&self) -> String {
        serde_json::to_string(&self.0).expect("a value is JSON")
    }
}

fn shape<O, D>(name: &'static str, items: impl Iterator<Item = String>) -> Shape
where
    O: crate::runtime::Wire + 'static,
    D: serde::Serialize + DeserializeOwned + 'static,
{
    let items: Vec<String> = items.collect();
    Shape {
        name,
        text: format!("[{}]", items.join(",")),
        decode: |text| Ok(Box::new(Ours(from_json::<Vec<O>>(text)?))),
        decode_derived: |text| Ok(Box::new(Derived(serde_json::from_slice::<Vec<D>>(text)?))),
    }
}

pub fn all() -> [Shape; 4] {
    [
        shape::<ours::Record, derived::Record>("flat records", (0..1000).map(record)),
        shape::<ours::Node, derived::Node>("deep nesting", (0..100).map(node)),
        shape::<ours::Post, derived::Post>("long strings with escapes", (0..200).map(post)),
        shape::<ours::Event, derived::Event>("arrays of unions", (0..2000).map(event)),
    ]
}

fn record(index: usize) -> String {
    let (amount, rate) = (index * 37, index % 100);
    format!(
        r#"{{"id":"rec_{index:08}","createdAt":17000000{index:05},"amount":{amount},"rate":{rate}.25,"livemode":true,"currency":"eur","customerId":"cus_{index:08}","description":"Monthly plan for customer {index}","parentId":null,"note":"a note","position":{index}}}"#
    )
}

fn node(index: usize) -> String {
    const DEPTH: usize = 40;
    let mut text = String::new();
    for depth in 0..DEPTH {
        text += &format!(
            r#"{{"name":"level {depth}","value":{depth},"leaves":[{{"x":{depth},"y":{index}}},{{"x":{depth},"y":2}}],"child":"#
        );
    }
    text + r#"{"name":"end","value":0,"leaves":[]}"# + &"}".repeat(DEPTH)
}

fn post(index: usize) -> String {
    const PARAGRAPH: &str = r#"The \"first\" line of a text.\nThe second line is somewhat longer than the first one, \u00e9t\u00e9 — as most are.\n\tA third one: C:\\temp\/x, and so on. "#;
    let body = PARAGRAPH.repeat(12);
    format!(r#"{{"id":{index},"title":"Post number {index}","body":"{body}"}}"#)
}

fn event(index: usize) -> String {
    match index % 3 {
        0 => format!(r#"{{"type":"created","id":"evt_{index:06}","at":{index}}}"#),
        1 => format!(
            r#"{{"type":"paid","id":"evt_{index:06}","amount":{index},"currency":"usd","method":"card"}}"#
        ),
        _ => format!(
            r#"{{"type":"failed","id":"evt_{index:06}","reason":"card declined","retry":false}}"#
        ),
    }
}
