//! Types as they are generated.

use crate::runtime::{Nullable, RawJson, object, open_enum, tagged};

#[derive(Debug)]
pub struct Record {
    pub id: String,
    pub created_at: i64,
    pub amount: i64,
    pub rate: f64,
    pub livemode: bool,
    pub currency: Currency,
    pub customer_id: String,
    pub description: Option<String>,
    pub quantity: Option<i64>,
    pub parent_id: Option<String>,
    pub note: Nullable<String>,
    pub position: i32,
}

object!(Record {
    id: required "id",
    created_at: required "createdAt",
    amount: required "amount",
    rate: required "rate",
    livemode: required "livemode",
    currency: required "currency",
    customer_id: required "customerId",
    description: optional "description",
    quantity: optional "quantity",
    parent_id: required "parentId",
    note: nullable "note",
    position: required "position",
});

#[derive(Debug)]
pub enum Currency {
    Usd,
    Eur,
    Gbp,
    Unrecognized(String),
}

open_enum!(Currency {
    Usd: "usd",
    Eur: "eur",
    Gbp: "gbp"
});

#[derive(Debug)]
pub struct Node {
    pub name: String,
    pub value: i64,
    pub leaves: Vec<Leaf>,
    pub child: Option<Box<Node>>,
}

object!(Node {
    name: required "name",
    value: required "value",
    leaves: required "leaves",
    child: optional "child",
});

#[derive(Debug)]
pub struct Leaf {
    pub x: i64,
    pub y: i64,
}

object!(Leaf { x: required "x", y: required "y" });

#[derive(Debug)]
pub struct Post {
    pub id: i64,
    pub title: String,
    pub body: String,
}

object!(Post { id: required "id", title: required "title", body: required "body" });

#[derive(Debug)]
pub enum Event {
    Created(Created),
    Paid(Paid),
    Failed(Failed),
    Unrecognized(RawJson),
}

tagged!(Event by "type" {
    Created(Created): "created",
    Paid(Paid): "paid",
    Failed(Failed): "failed",
});

#[derive(Debug)]
pub struct Created {
    pub id: String,
    pub at: i64,
}

object!(Created { id: required "id", at: required "at" } const { "type": "created" });

#[derive(Debug)]
pub struct Paid {
    pub id: String,
    pub amount: i64,
    pub currency: Currency,
    pub method: Option<String>,
}

object!(Paid {
    id: required "id",
    amount: required "amount",
    currency: required "currency",
    method: optional "method",
} const { "type": "paid" });

#[derive(Debug)]
pub struct Failed {
    pub id: String,
    pub reason: String,
    pub retry: bool,
}

object!(Failed {
    id: required "id",
    reason: required "reason",
    retry: required "retry",
} const { "type": "failed" });
