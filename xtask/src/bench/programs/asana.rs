//! A program with three operations: the cost of a client to who uses a little of it.
use asana::Client;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    runtime.block_on(async {
        let client = Client::builder().oauth2("key").build()?;
        println!("{:?}", client.get_tasks().limit(10).await?);
        println!("{:?}", client.get_task("id").await?);
        println!("{:?}", client.create_task().await?);
        Ok(())
    })
}
