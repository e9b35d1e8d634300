//! Growth of the time that unions take with the text, for shapes that are meant to
//! make it grow faster: three sizes of each, and the time per byte as a ratio to that
//! of the smallest. It should stay near 1.

#![allow(missing_docs, reason = "criterion's macros make public functions")]

use criterion::{BenchmarkId, Criterion, Throughput, criterion_group, criterion_main};
use std::cell::Cell;
use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::hint::black_box;
use std::time::{Duration, Instant};
use subscription_cancel::runtime::{
    DecodeError, Field, Fields, FromFields, Json, Marks, Slot, Trials, Wire, Writer, decode_object,
    from_json, unrecognized, variant,
};

const SIZES: [usize; 3] = [100_000, 1_000_000, 10_000_000];

/// Members that every branch can have, absent from most texts.
const OPTIONAL: [&str; 12] = [
    "id", "kind", "name", "amount", "currency", "created", "updated", "status", "notes", "owner",
    "items", "next",
];

/// A branch with these members, one of its own that must be there, and others of any kind.
/// Its number makes it a type of its own.
struct Open<const N: u8> {
    nested: Option<Vec<Any>>,
    rest: BTreeMap<String, Any>,
}

const REQUIRED: [&str; 4] = ["", "", "zz", "zzz"];

/// The fields of a branch: those that every one has, and the one that must be there.
const FIELDS: [&[Field]; 4] = [
    &fields::<13>(""),
    &fields::<13>(""),
    &fields::<14>("zz"),
    &fields::<14>("zzz"),
];

const fn fields<const COUNT: usize>(required: &'static str) -> [Field; COUNT] {
    // Not as required, which would be seen without reading an object.
    let mut fields = [Field::optional(required); COUNT];
    let mut index = 0;
    while index < OPTIONAL.len() {
        fields[index] = Field::optional(OPTIONAL[index]);
        index += 1;
    }
    fields[index] = Field::optional("nested");
    fields
}

impl<const N: u8> FromFields for Open<N> {
    fn from_fields(fields: &mut Fields<'_, '_>) -> Result<Self, DecodeError> {
        let (mut optional, mut required) = ([None::<f64>; OPTIONAL.len()], None::<bool>);
        let (mut nested, mut rest) = (None, BTreeMap::new());
        let mut slots: Vec<_> = optional
            .iter_mut()
            .map(|value| Slot::optional(value))
            .collect();
        slots.push(Slot::optional(&mut nested));
        if !REQUIRED[usize::from(N)].is_empty() {
            slots.push(Slot::required(&mut required));
        }
        slots.push(Slot::rest(&mut rest));
        fields.read(&[], &mut slots)?;
        fields.end();
        Ok(Self { nested, rest })
    }
}

impl<const N: u8> Wire for Open<N> {
    const FIELDS: &'static [Field] = FIELDS[N as usize];

    fn decode(json: Json<'_>) -> Result<Self, DecodeError> {
        decode_object(json)
    }

    fn encode(&self, out: &mut Writer) {
        black_box((self.nested.is_some(), self.rest.len()));
        out.null();
    }
}

/// A union of four such objects, a text, and a list of itself.
enum Any {
    A(Box<Open<0>>),
    B(Box<Open<1>>),
    C(Box<Open<2>>),
    D(Box<Open<3>>),
    Text(String),
    Items(Vec<Any>),
    Unrecognized,
}

impl Wire for Any {
    fn decode(json: Json<'_>) -> Result<Self, DecodeError> {
        let mut trials = Trials::default();
        trials.attempt::<Box<Open<3>>>(&json, Self::D);
        trials.attempt::<Box<Open<2>>>(&json, Self::C);
        trials.attempt::<Box<Open<1>>>(&json, Self::B);
        trials.attempt::<Box<Open<0>>>(&json, Self::A);
        trials.attempt::<String>(&json, Self::Text);
        trials.attempt::<Vec<Any>>(&json, Self::Items);
        match trials.best() {
            Some(best) => Ok(best),
            None => {
                black_box(unrecognized(&json));
                Ok(Self::Unrecognized)
            }
        }
    }

    fn encode(&self, out: &mut Writer) {
        match self {
            Self::A(open) => open.encode(out),
            Self::B(open) => open.encode(out),
            Self::C(open) => open.encode(out),
            Self::D(open) => open.encode(out),
            Self::Text(text) => out.string(text),
            Self::Items(items) => items.encode(out),
            Self::Unrecognized => out.null(),
        }
    }
}

/// An object that is read as two others, too.
struct Parts(Any, Box<Open<0>>);

impl FromFields for Parts {
    fn from_fields(fields: &mut Fields<'_, '_>) -> Result<Self, DecodeError> {
        fields.with();
        fields.read(&[], &mut [])?;
        let parts = Self(fields.part()?, fields.part()?);
        fields.end();
        Ok(parts)
    }
}

impl Wire for Parts {
    fn decode(json: Json<'_>) -> Result<Self, DecodeError> {
        decode_object(json)
    }

    fn encode(&self, out: &mut Writer) {
        self.0.encode(out);
        self.1.encode(out);
    }
}

/// As a webhook that is known by its shape.
struct ByShape(Option<Any>);

impl Wire for ByShape {
    fn decode(json: Json<'_>) -> Result<Self, DecodeError> {
        let mut trials = Trials::default();
        let mut marks = Marks::of(&json);
        marks.add(&OPTIONAL);
        marks.add(&REQUIRED);
        if marks.admits(&OPTIONAL) {
            trials.compare::<Box<Open<0>>>(&json, Any::A);
            trials.compare::<Box<Open<1>>>(&json, Any::B);
        }
        Ok(Self(trials.clear()))
    }

    fn encode(&self, out: &mut Writer) {
        black_box(self.0.is_some());
        out.null();
    }
}

/// Nothing but a value that one of several types must read.
struct Direct(Any);

impl Wire for Direct {
    fn decode(json: Json<'_>) -> Result<Self, DecodeError> {
        variant(json, Self)
    }

    fn encode(&self, out: &mut Writer) {
        self.0.encode(out);
    }
}

/// As many of something as it takes.
fn repeated(size: usize, open: &str, close: &str, item: impl Fn(&mut String, usize)) -> String {
    let mut text = open.to_owned();
    for index in 0.. {
        if text.len() >= size {
            break;
        }
        if index > 0 {
            text.push(',');
        }
        item(&mut text, index);
    }
    text + close
}

fn member(out: &mut String, index: usize) {
    let _ = write!(out, "\"k{index}\":{index}");
}

/// Members, and at the very end those for which the branches wait, of the wrong type.
fn failing_late(size: usize) -> String {
    repeated(size, "{", r#","zz":1,"zzz":1}"#, member)
}

/// Unions in lists in unions, so deep, with a text at the end.
fn nested(size: usize) -> String {
    const DEPTH: usize = 30;
    repeated(size, "[", "]", |out, _| {
        out.push_str(&r#"{"x":1,"nested":["#.repeat(DEPTH));
        out.push_str(r#""end""#);
        out.push_str(&"]}".repeat(DEPTH));
    })
}

/// The same, once, around a text that makes up nearly all of it.
fn nested_text(size: usize) -> String {
    const DEPTH: usize = 30;
    let (open, close) = (r#"{"x":1,"nested":["#, "]}");
    let text = "t".repeat(size);
    format!("{}\"{text}\"{}", open.repeat(DEPTH), close.repeat(DEPTH))
}

fn duplicates(size: usize) -> String {
    repeated(size, "{", "}", |out, index| {
        let _ = write!(out, "\"same{}\":[{index}]", index % 40);
    })
}

fn small_objects(size: usize) -> String {
    repeated(size, "[", "]", |out, index| {
        let _ = write!(out, r#"{{"id":{index},"kind":2,"zzz":true}}"#);
    })
}

fn measure<T: Wire>(c: &mut Criterion, name: &str, text: fn(usize) -> String) {
    let mut group = c.benchmark_group(name);
    group
        .sample_size(10)
        .warm_up_time(Duration::from_millis(100))
        .measurement_time(Duration::from_secs(1));
    let mut per_byte = Vec::new();
    for size in SIZES {
        let text = text(size);
        let best = Cell::new(f64::MAX);
        group.throughput(Throughput::Bytes(text.len() as u64));
        group.bench_function(BenchmarkId::from_parameter(size), |bencher| {
            bencher.iter_custom(|times| {
                let start = Instant::now();
                for _ in 0..times {
                    let _ = black_box(from_json::<T>(black_box(text.as_bytes())).is_ok());
                }
                let elapsed = start.elapsed();
                best.set(best.get().min(elapsed.as_secs_f64() / times as f64));
                elapsed
            });
        });
        per_byte.push(best.get() / text.len() as f64);
    }
    group.finish();
    let ratios: Vec<String> = per_byte
        .iter()
        .map(|time| format!("{:.2}", time / per_byte[0]))
        .collect();
    println!("{name}: time per byte, {}\n", ratios.join(" : "));
}

fn unions(c: &mut Criterion) {
    let members = |size| repeated(size, "{", "}", member);
    measure::<Direct>(c, "members of any kind", members);
    measure::<Direct>(c, "branches that fail late", failing_late);
    measure::<Direct>(c, "unions in lists in unions", nested);
    measure::<Direct>(c, "one long text deep in unions", nested_text);
    measure::<Direct>(c, "repeated members", duplicates);
    measure::<Vec<Direct>>(c, "many small unions", small_objects);
    measure::<Parts>(c, "objects read in parts", members);
    measure::<ByShape>(c, "webhooks by shape", members);
}

criterion_group!(benches, unions);
criterion_main!(benches);
