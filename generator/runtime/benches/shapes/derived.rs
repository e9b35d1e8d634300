//! The same types with derived serde code.

use serde::{Deserialize, Serialize};

#[derive(Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Record {
    id: String,
    created_at: i64,
    amount: i64,
    rate: f64,
    livemode: bool,
    currency: Currency,
    customer_id: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    description: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    quantity: Option<i64>,
    parent_id: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    note: Option<String>,
    position: i32,
}

#[derive(Debug, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Currency {
    Usd,
    Eur,
    Gbp,
}

#[derive(Debug, Serialize, Deserialize)]
pub struct Node {
    name: String,
    value: i64,
    leaves: Vec<Leaf>,
    #[serde(skip_serializing_if = "Option::is_none")]
    child: Option<Box<Node>>,
}

#[derive(Debug, Serialize, Deserialize)]
pub struct Leaf {
    x: i64,
    y: i64,
}

#[derive(Debug, Serialize, Deserialize)]
pub struct Post {
    id: i64,
    title: String,
    body: String,
}

#[derive(Debug, Serialize, Deserialize)]
#[serde(tag = "type", rename_all = "lowercase")]
pub enum Event {
    Created(Created),
    Paid(Paid),
    Failed(Failed),
}

#[derive(Debug, Serialize, Deserialize)]
pub struct Created {
    id: String,
    at: i64,
}

#[derive(Debug, Serialize, Deserialize)]
pub struct Paid {
    id: String,
    amount: i64,
    currency: Currency,
    #[serde(skip_serializing_if = "Option::is_none")]
    method: Option<String>,
}

#[derive(Debug, Serialize, Deserialize)]
pub struct Failed {
    id: String,
    reason: String,
    retry: bool,
}
