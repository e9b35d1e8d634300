//! A program with three operations: the cost of a client to who uses a little of it.
use stripe::Client;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    runtime.block_on(async {
        let client = Client::builder().basic_auth("user", "password").build()?;
        println!("{:?}", client.get_customers().limit(10).await?);
        println!("{:?}", client.get_customers_customer("id").await?);
        println!("{:?}", client.delete_subscriptions_subscription_exposed_id("id").await?);
        Ok(())
    })
}
