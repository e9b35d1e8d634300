//! Gives the program in a browser the stack that nested schemas need, which a thread gives
//! elsewhere.

/// The same as the generator's own threads have, in bytes.
const STACK: u32 = 256 << 20;

fn main() {
    println!("cargo::rerun-if-changed=build.rs");
    if std::env::var("CARGO_CFG_TARGET_ARCH").is_ok_and(|arch| arch == "wasm32") {
        println!("cargo::rustc-link-arg-cdylib=-zstack-size={STACK}");
        // The names of functions, which are a third of the program.
        println!("cargo::rustc-link-arg-cdylib=--strip-all");
    }
}
