//! The functions of the program in WebAssembly, by their names there.
//!
//! A page writes bytes where [`input`] says and calls a function that takes them; what that
//! leaves stands at [`answer`]. All are called one after the other, by one thread.

use crate::session::Session;
use openapi_client_generator::progress::Step;
use std::sync::{Mutex, MutexGuard, PoisonError};

/// The memory that a page and the program share.
#[derive(Default)]
struct Shared {
    input: Vec<u8>,
    answer: Vec<u8>,
    session: Session,
}

static SHARED: Mutex<Option<Shared>> = Mutex::new(None);

/// The message of the panic that ended the program, if one did.
static PANIC: Mutex<String> = Mutex::new(String::new());

fn shared<T>(take: impl FnOnce(&mut Shared) -> T) -> T {
    take(locked(&SHARED).get_or_insert_default())
}

/// A panic ends the program, so that nothing half done is seen.
fn locked<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Makes room for so many bytes and says where they go.
#[expect(unsafe_code, reason = "the name in WebAssembly is an unsafe attribute")]
#[unsafe(no_mangle)]
pub extern "C" fn input(length: usize) -> *mut u8 {
    shared(|shared| {
        shared.input = vec![0; length];
        shared.input.as_mut_ptr()
    })
}

/// Takes a file from the input: its name in so many bytes, and its text in the others.
#[expect(unsafe_code, reason = "the name in WebAssembly is an unsafe attribute")]
#[unsafe(no_mangle)]
pub extern "C" fn add(name: usize) {
    shared(|shared| {
        let (name, bytes) = split(&shared.input, name);
        shared.session.add(name, bytes.to_vec());
        shared.input = Vec::new();
    });
}

/// Generates from a file, whose name is in so many bytes of the input; the others are the
/// name for the package. Leaves lines of JSON: a summary, and each finding.
#[expect(unsafe_code, reason = "the name in WebAssembly is an unsafe attribute")]
#[unsafe(no_mangle)]
pub extern "C" fn run(document: usize) {
    std::panic::set_hook(Box::new(|panic| *locked(&PANIC) = panic.to_string()));
    shared(|shared| {
        let (document, package) = split(&shared.input, document);
        let package = String::from_utf8_lossy(package);
        let answer = shared.session.run(document, &package, &tell);
        shared.answer = answer.into_bytes();
    });
}

/// Leaves the text of a generated file, by its place in the summary.
#[expect(unsafe_code, reason = "the name in WebAssembly is an unsafe attribute")]
#[unsafe(no_mangle)]
pub extern "C" fn file(index: usize) {
    shared(|shared| {
        let text = shared.session.file(index).unwrap_or_default();
        shared.answer = text.as_bytes().to_vec();
    });
}

/// Leaves the crate as a `tar.gz`.
#[expect(unsafe_code, reason = "the name in WebAssembly is an unsafe attribute")]
#[unsafe(no_mangle)]
pub extern "C" fn archive() {
    // Writing to memory doesn't fail.
    shared(|shared| shared.answer = shared.session.archive().unwrap_or_default());
}

/// Leaves the page about the code that the input names.
#[expect(unsafe_code, reason = "the name in WebAssembly is an unsafe attribute")]
#[unsafe(no_mangle)]
pub extern "C" fn explain() {
    shared(|shared| {
        let (code, _) = split(&shared.input, usize::MAX);
        shared.answer = Session::explain(code).as_bytes().to_vec();
    });
}

/// Leaves the message of the panic that ended the program; nothing if it ended otherwise.
#[expect(unsafe_code, reason = "the name in WebAssembly is an unsafe attribute")]
#[unsafe(no_mangle)]
pub extern "C" fn panic_message() -> *const u8 {
    locked(&PANIC).as_ptr()
}

/// The number of bytes of that message.
#[expect(unsafe_code, reason = "the name in WebAssembly is an unsafe attribute")]
#[unsafe(no_mangle)]
pub extern "C" fn panic_length() -> usize {
    locked(&PANIC).len()
}

/// The place of the bytes that the last function left.
#[expect(unsafe_code, reason = "the name in WebAssembly is an unsafe attribute")]
#[unsafe(no_mangle)]
pub extern "C" fn answer() -> *const u8 {
    shared(|shared| shared.answer.as_ptr())
}

/// The number of those bytes.
#[expect(unsafe_code, reason = "the name in WebAssembly is an unsafe attribute")]
#[unsafe(no_mangle)]
pub extern "C" fn answer_length() -> usize {
    shared(|shared| shared.answer.len())
}

/// A name in so many bytes, and the bytes behind it.
fn split(input: &[u8], name: usize) -> (&str, &[u8]) {
    let (name, rest) = input.split_at(name.min(input.len()));
    // A page encodes text as UTF-8.
    (std::str::from_utf8(name).unwrap_or_default(), rest)
}

/// Tells the page of a step: its number, and how many of how many parts are done.
fn tell(step: Step) {
    let (step, done, of) = match step {
        Step::Read => (0, 0, 1),
        Step::Lower => (1, 0, 1),
        Step::Name => (2, 0, 1),
        Step::Write(done, of) => (3, done, of),
    };
    progress(step, done, of);
}

#[cfg(target_arch = "wasm32")]
#[expect(unsafe_code, reason = "what a page provides is declared so")]
#[link(wasm_import_module = "page")]
unsafe extern "C" {
    safe fn progress(step: u32, done: usize, of: usize);
}

#[cfg(not(target_arch = "wasm32"))]
fn progress(_: u32, _: usize, _: usize) {}
