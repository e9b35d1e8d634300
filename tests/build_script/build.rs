//! Generates the client.

fn main() -> Result<(), openapi_client_build::Error> {
    openapi_client_build::Generator::new("openapi.yaml").write_to_out_dir()
}
