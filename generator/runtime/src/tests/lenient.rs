//! Lenient reading.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use super::answering::{Answering, response};
use crate::runtime::{
    ClientBuilder, Decimal, DecodeError, Error, Http, Nullable, RawJson, ResponseFuture,
    ResponseParts, best_of, by_type, from_json, object, open_enum, tagged, tuple,
};

#[derive(Debug, Clone, PartialEq)]
struct Account {
    id: String,
    status: Status,
    note: Option<String>,
    count: i64,
    tags: Vec<String>,
    labels: BTreeMap<String, String>,
    owner: Option<Owner>,
    ends: Nullable<i64>,
    about: Option<String>,
    any: Value,
}

object!(Account {
    id: required "id",
    status: required "status",
    note: optional "note",
    count: required "count",
    tags: required "tags",
    labels: required "labels",
    owner: optional "owner",
    ends: nullable "ends",
    about: required_nullable "about",
    any: required_nullable "any",
} const { "object": "account" });

#[derive(Debug, Clone, PartialEq)]
struct Owner {
    name: String,
    is_admin: Option<bool>,
}

object!(Owner { name: required "name", is_admin: optional "is_admin" });

#[derive(Debug, Clone, PartialEq, Eq)]
enum Status {
    Active,
    Unrecognized(String),
}

open_enum!(Status { Active: "active" });

fn account() -> Value {
    json!({
        "object": "account", "id": "a1", "status": "active", "count": 3, "tags": ["x"],
        "labels": { "k": "v" }, "about": null, "any": 1,
    })
}

/// The account that comes where these members are other ones; `null` of the second list
/// takes a member away.
fn changed(changes: Value, removed: &[&str]) -> Value {
    let mut json = account();
    for (name, value) in changes.as_object().unwrap() {
        json[name] = value.clone();
    }
    for name in removed {
        json.as_object_mut().unwrap().remove(*name);
    }
    json
}

fn client(body: &Value) -> Http {
    let body = body.to_string();
    let transport = Answering::new(move |_| Ok(response(200, &body)));
    let builder = ClientBuilder::<Http>::new(super::answering::SERVER).transport(transport);
    builder.build().unwrap()
}

fn call<T: crate::runtime::Wire + 'static>(http: &Http) -> ResponseFuture<'_, T, ()> {
    http.get("/x").receive(|response| match response.status() {
        200 => response.json(),
        _ => Err(response.unexpected()),
    })
}

async fn lenient<T: crate::runtime::Wire + 'static>(
    body: &Value,
) -> Result<ResponseParts<T>, Error<()>> {
    call(&client(body)).lenient().with_parts().await
}

fn texts(differences: &[DecodeError]) -> Vec<String> {
    differences.iter().map(ToString::to_string).collect()
}

#[tokio::test]
async fn a_response_as_documented_has_no_differences() {
    let parts = lenient::<Account>(&account()).await.unwrap();
    assert_eq!(parts.differences(), []);
    assert_eq!(parts.unknown_members(), [""; 0]);
    let usual: Account = from_json(account().to_string().as_bytes()).unwrap();
    assert_eq!(parts.value, usual);
    assert_eq!(parts.body()[..], *account().to_string().as_bytes());
}

#[tokio::test]
async fn each_difference_is_read_over_and_listed() {
    let body = changed(
        json!({
            "object": "acct", "id": 5, "status": 7, "note": ["n"], "count": "3", "tags": null,
            "labels": [], "owner": { "name": null }, "ends": "soon", "beta": { "a": 1 },
        }),
        &["about", "any"],
    );
    let parts = lenient::<Account>(&body).await.unwrap();
    let expected = Account {
        id: "5".to_owned(),
        status: Status::Unrecognized("7".to_owned()),
        note: None,
        count: 3,
        tags: Vec::new(),
        labels: BTreeMap::new(),
        owner: None,
        ends: Nullable::Absent,
        about: None,
        any: Value::Null,
    };
    assert_eq!(parts.value, expected);
    let mut differences = texts(parts.differences());
    // They come in the order of the body.
    differences.sort_unstable();
    assert_eq!(
        differences,
        [
            "$.count: expected an integer of 64 bits, found a string",
            "$.ends: expected an integer of 64 bits, found a string",
            "$.id: expected a string, found a number",
            "$.labels: expected an object, found an array",
            "$.note: expected a string, found an array",
            r#"$.object: expected "account", found "acct""#,
            "$.owner.name: expected a string, found null",
            "$.status: expected a string, found a number",
            "$.tags: expected an array, found null",
        ]
    );
    assert_eq!(parts.unknown_members(), ["$.beta"]);
    // The same is an error otherwise.
    let error = call::<Account>(&client(&body)).await.unwrap_err();
    assert!(matches!(error, Error::Decode(_)), "{error}");
    assert_eq!(error.differences(), []);
}

#[tokio::test]
async fn a_required_value_that_is_absent() {
    let body = changed(json!({}), &["status", "tags", "labels", "object"]);
    let parts = lenient::<Account>(&body).await.unwrap();
    assert_eq!(parts.value.status, Status::Unrecognized("null".to_owned()));
    assert_eq!(
        texts(parts.differences()),
        [
            "$.object: expected a value, found nothing",
            "$.status: expected a value, found nothing",
            "$.tags: expected a value, found nothing",
            "$.labels: expected a value, found nothing",
        ]
    );
}

#[tokio::test]
async fn where_a_required_value_cannot_be_had_the_error_has_the_body() {
    let body = changed(json!({ "note": 5 }), &["id"]);
    let error = lenient::<Account>(&body).await.unwrap_err();
    let shown = "status 200, but the body doesn't decode: $.id: expected a value, found nothing";
    assert_eq!(error.to_string(), shown);
    assert_eq!(error.body().unwrap()[..], *body.to_string().as_bytes());
    assert_eq!(
        texts(error.differences()),
        [
            "$.note: expected a string, found a number",
            "$.id: expected a value, found nothing",
        ]
    );

    let error = lenient::<Vec<Account>>(&json!([account(), body]))
        .await
        .unwrap_err();
    assert_eq!(
        error.decode_error().unwrap().to_string(),
        "$[1].id: expected a value, found nothing"
    );
}

/// Places are those in the whole body, whatever was read before them.
#[tokio::test]
async fn places_in_depth() {
    let other = changed(
        json!({ "owner": { "name": "o", "is_admin": "yes", "x": 1 } }),
        &[],
    );
    let body = json!({ "a": [account(), other], "b": [changed(json!({ "count": "4" }), &[])] });
    let parts = lenient::<BTreeMap<String, Vec<Account>>>(&body)
        .await
        .unwrap();
    assert_eq!(
        texts(parts.differences()),
        [
            "$.a[1].owner.is_admin: expected a boolean, found a string",
            "$.b[0].count: expected an integer of 64 bits, found a string",
        ]
    );
    assert_eq!(parts.unknown_members(), ["$.a[1].owner.x"]);
    assert_eq!(parts.value["b"][0].count, 4);
}

/// Amounts as texts keep their digits.
#[tokio::test]
async fn decimals() {
    let parts = lenient::<Vec<Decimal>>(&json!(["1.10", 2])).await.unwrap();
    let digits: Vec<&str> = parts.value.iter().map(Decimal::as_str).collect();
    assert_eq!(digits, ["1.10", "2"]);
    assert_eq!(
        texts(parts.differences()),
        ["$[0]: expected a number, found a string"]
    );
    assert!(lenient::<Vec<Decimal>>(&json!(["much"])).await.is_err());
}

#[derive(Debug, Clone, PartialEq)]
struct Pair(i64, Option<Owner>);

tuple!(Pair {
    0: required,
    1: optional
});

#[tokio::test]
async fn tuples() {
    let parts = lenient::<Pair>(&json!(["1", { "name": 2 }])).await.unwrap();
    assert_eq!(parts.value.0, 1);
    assert_eq!(
        texts(parts.differences()),
        [
            "$[0]: expected an integer of 64 bits, found a string",
            "$[1].name: expected a string, found a number",
        ]
    );
}

#[derive(Debug, Clone, PartialEq)]
struct Cat {
    name: String,
    lives: i64,
    indoor: Option<bool>,
}

object!(Cat { name: required "name", lives: required "lives", indoor: optional "indoor" });

#[derive(Debug, Clone, PartialEq)]
struct Dog {
    name: String,
    breed: String,
}

object!(Dog { name: required "name", breed: required "breed" });

#[derive(Debug, Clone, PartialEq)]
enum Pet {
    Cat(Cat),
    Dog(Dog),
    Unrecognized(RawJson),
}

best_of!(Pet { Cat(Cat), Dog(Dog) });

#[derive(Debug, Clone, PartialEq)]
enum ByKind {
    Text(String),
    Pet(Pet),
    Unrecognized(RawJson),
}

by_type!(ByKind { Text(String): string, Pet(Pet): object });

#[derive(Debug, Clone, PartialEq)]
enum Tagged {
    Account(Box<Account>),
    Unrecognized(RawJson),
}

tagged!(Tagged by "object" { Account(Box<Account>): "account" });

/// A branch that fits comes first; then the one that has to be read over the least, if
/// it is about the value at all.
#[tokio::test]
async fn unions() {
    let fits = json!({ "name": "Rex", "breed": "pug" });
    let parts = lenient::<Pet>(&fits).await.unwrap();
    assert!(matches!(parts.value, Pet::Dog(_)) && parts.differences().is_empty());

    let nearly = json!({ "pets": [{ "name": "Tom", "lives": 9, "indoor": "yes" }] });
    let parts = lenient::<BTreeMap<String, Vec<Pet>>>(&nearly)
        .await
        .unwrap();
    let tom = Cat {
        name: "Tom".to_owned(),
        lives: 9,
        indoor: None,
    };
    assert_eq!(parts.value["pets"], [Pet::Cat(tom)]);
    let expected = "$.pets[0].indoor: expected a boolean, found a string";
    assert_eq!(texts(parts.differences()), [expected]);

    let neither = json!([{ "wheels": 4 }, "x", 5]);
    let parts = lenient::<Vec<ByKind>>(&neither).await.unwrap();
    assert!(matches!(parts.value[0], ByKind::Pet(Pet::Unrecognized(_))));
    assert!(matches!(parts.value[2], ByKind::Unrecognized(_)));
    assert_eq!(
        texts(parts.differences()),
        [
            "$[0]: expected one of the documented types, found an object",
            "$[2]: expected one of the documented types, found a number",
        ]
    );

    let parts = lenient::<Tagged>(&changed(json!({ "count": "3" }), &[]))
        .await
        .unwrap();
    assert!(matches!(parts.value, Tagged::Account(_)));
    assert_eq!(parts.differences().len(), 1);
}

#[tokio::test]
async fn an_api_error_is_read_leniently_too() {
    let transport = Answering::new(|_| Ok(response(404, r#"{"name":5}"#)));
    let builder = ClientBuilder::<Http>::new(super::answering::SERVER).transport(transport);
    // Of the client this time.
    let http = builder.lenient().build().unwrap();
    let error = http
        .get("/x")
        .receive::<(), Owner>(|response| match response.status() {
            200 => response.empty(),
            _ => Err(response.api_error(|owner| owner)),
        })
        .await
        .unwrap_err();
    assert_eq!(error.api_error().unwrap().name, "5");
    let expected = "$.name: expected a string, found a number";
    assert_eq!(texts(error.differences()), [expected]);
}

/// Nothing of it is left for what is read afterwards.
#[tokio::test]
async fn it_ends_with_the_response() {
    let body = changed(json!({ "count": "3" }), &[]);
    lenient::<Account>(&body).await.unwrap();
    lenient::<Account>(&changed(json!({}), &["id"]))
        .await
        .unwrap_err();
    from_json::<Account>(body.to_string().as_bytes()).unwrap_err();
    let parts = lenient::<Account>(&account()).await.unwrap();
    assert_eq!(parts.differences(), []);
}

/// A body full of differences takes no more than one without, and lists a bounded number.
#[tokio::test]
async fn many_differences() {
    let body = Value::from(vec![changed(json!({ "count": "3", "x": 1 }), &[]); 5000]);
    let parts = lenient::<Vec<Account>>(&body).await.unwrap();
    assert_eq!(parts.value.len(), 5000);
    assert_eq!(
        (parts.differences().len(), parts.unknown_members().len()),
        (1000, 1000)
    );
}

#[derive(Debug, Clone, PartialEq)]
enum Kind {
    C(KindC),
    Unrecognized(RawJson),
}

tagged!(Kind by "kind" { C(KindC): "c" });

#[derive(Debug, Clone, PartialEq)]
struct KindC {
    a: i64,
}

object!(KindC { a: required "a" });

#[derive(Debug, Clone, PartialEq)]
struct Joint {
    kind: Kind,
    id: Option<String>,
}

object!(Joint with kind { id: optional "id" } const { "kind": "a" });

/// A constant that was read over is none that a part is told apart by.
#[tokio::test]
async fn a_constant_with_another_value_is_not_for_parts() {
    let parts = lenient::<Joint>(&json!({ "kind": "c", "id": "x" }))
        .await
        .unwrap();
    assert!(
        matches!(parts.value.kind, Kind::Unrecognized(_)),
        "{parts:?}"
    );
    assert_eq!(parts.value.id.as_deref(), Some("x"));
    let expected = r#"$.kind: expected "a", found "c""#;
    assert_eq!(texts(parts.differences())[0], expected);
}
