//! Every table in a module whose types have the names of all that the tables
//! could mean, and which has nothing of the prelude, not even its traits.

use http::HeaderMap;

use crate::runtime::{ClientBuilder, Http, from_json, to_json};

#[allow(dead_code, reason = "they are there to be in the way")]
#[no_implicit_prelude]
mod module {
    use ::core::prelude::rust_2024::derive;

    use crate::runtime::{
        best_of, bodies, by_type, client, object, open_enum, response_headers, servers, setters,
        tagged, wrapper,
    };

    /// Both a type and a value, as a newtype or an enum without variants isn't.
    macro_rules! in_the_way {
        ($($name:ident),+ $(,)?) => { $(struct $name;)+ };
    }

    in_the_way!(
        AsMut,
        AsRef,
        BTreeMap,
        BaseUrl,
        Box,
        Budget,
        RequestBuilder,
        Clone,
        ClientBuilder,
        Copy,
        Credential,
        D,
        Debug,
        DecodeError,
        Default,
        Deserialize,
        Deserializer,
        Display,
        Drop,
        E,
        Eq,
        Err,
        Error,
        Fields,
        Fn,
        FnMut,
        FnOnce,
        Formatter,
        From,
        Http,
        Into,
        Iterator,
        Json,
        Kind,
        Literal,
        None,
        Object,
        Ok,
        Option,
        Ord,
        PartialEq,
        Result,
        S,
        Secret,
        Send,
        Serialize,
        Serializer,
        Some,
        String,
        Sync,
        T,
        ToOwned,
        ToString,
        TryFrom,
        TryInto,
        Value,
        Vec,
        Wire,
        Writer,
    );

    /// Modules are named after the tags of a document.
    mod bool {}
    mod core {}
    mod crate_ {}
    mod f64 {}
    mod i64 {}
    mod runtime {}
    mod serde_core {}
    mod serde_json {}
    mod std {}
    mod str {}
    mod usize {}

    type Text = ::std::string::String;
    type Maybe<T> = ::core::option::Option<T>;
    type Any = ::serde_json::Value;
    type Kept = crate::runtime::RawJson;

    #[derive(Debug, Clone, PartialEq, Default)]
    pub struct Record {
        pub name: Text,
        pub note: Maybe<Text>,
        pub gone: Maybe<Maybe<Text>>,
        pub rest: ::std::collections::BTreeMap<Text, Any>,
    }

    object!(Record {
        name: required "name",
        note: optional "note",
        gone: nullable "gone",
        .. rest
    } const { "kind": "record", "version": -1, "ratio": 0.5, "is": true, "not": null });

    setters!(Record { note: impl ::core::convert::Into<Text>, gone: Maybe<Text> });

    #[derive(Debug, Clone, PartialEq)]
    pub enum Word {
        Yes,
        Unrecognized(Text),
    }

    open_enum!(Word { Yes: "yes" });

    #[derive(Debug, Clone, PartialEq)]
    pub enum Number {
        One,
        Unrecognized(::core::primitive::i64),
    }

    open_enum!(Number as i64 { One: 1 });

    #[derive(Debug, Clone, PartialEq)]
    pub struct Wrapper(pub Word);

    wrapper!(Wrapper);

    #[derive(Debug, Clone, PartialEq)]
    pub enum Tagged {
        Record(::std::boxed::Box<Record>),
        Nothing,
        Unrecognized(Kept),
    }

    tagged!(Tagged by "kind" {
        Record(::std::boxed::Box<Record>): "record" | "other",
        Nothing: 0,
    });

    #[derive(Debug, Clone, PartialEq)]
    pub enum Typed {
        Word(Wrapper),
        Number(Number),
        Unrecognized(Kept),
    }

    by_type!(Typed { Word(Wrapper): string, Number(Number): integer });

    #[derive(Debug, Clone, PartialEq)]
    pub enum Best {
        Typed(Typed),
        Tagged(Tagged),
        Unrecognized(Kept),
    }

    best_of!(Best { Typed(Typed), Tagged(Tagged) });

    #[derive(Debug, Clone, Copy)]
    pub enum Server {
        Local,
    }

    servers!(Server {
        Local: "http://127.0.0.1:1"
    });

    pub struct Client {
        pub http: crate::runtime::Http,
    }

    client!(Client);

    #[derive(Debug)]
    pub struct RecordHeaders {
        pub limit: Maybe<::core::primitive::i64>,
    }

    response_headers!(RecordHeaders { limit: "X-Limit" });

    pub struct PostRecord<'a> {
        pub request: crate::runtime::RequestBuilder<'a>,
        pub body: Maybe<Record>,
    }

    bodies!(PostRecord { body_text(body: &::core::primitive::str) => text("text/plain", body) });
}

use module::{
    Best, Client, Number, PostRecord, Record, RecordHeaders, Server, Tagged, Typed, Word, Wrapper,
};

#[test]
fn tables_among_hostile_names() {
    let record = Record {
        name: "x".to_owned(),
        ..Record::default()
    };
    let record = record.note("y").gone(None);
    let text = to_json(&record);
    for (text, value) in [
        (&*text, Best::Tagged(Tagged::Record(Box::new(record)))),
        (r#"{"kind":0}"#, Best::Tagged(Tagged::Nothing)),
        (
            r#""yes""#,
            Best::Typed(Typed::Word(Wrapper(Word::from("yes")))),
        ),
        ("2", Best::Typed(Typed::Number(Number::from(2)))),
    ] {
        assert_eq!(from_json::<Best>(text.as_bytes()), Ok(value.clone()));
        assert_eq!(serde_json::from_str::<Best>(text).unwrap(), value);
        assert_eq!(to_json(&value), text);
    }
    assert_eq!(Word::from("no".to_owned()).to_string(), "no");
    assert_eq!(Number::One.to_string(), "1");
    let client: Client = ClientBuilder::new(Server::Local).build().unwrap();
    let call = PostRecord {
        request: client.http.post("/"),
        body: Some(Record::default()),
    };
    assert_eq!(call.body_text("x").body, None);
    let limit = RecordHeaders::of(&HeaderMap::new()).map(|headers| headers.limit);
    assert_eq!(limit, Ok(None));
    let _: Http = client.http;
}
