//! A program with three operations: the cost of a client to who uses a little of it.
use flowglad::Client;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    runtime.block_on(async {
        let client = Client::builder("key").build()?;
        println!("{:?}", client.subscriptions_list().limit("10").await?);
        println!("{:?}", client.subscriptions_get("id").await?);
        println!("{:?}", client.subscriptions_create().customer_id("id").await?);
        Ok(())
    })
}
