//! Ink: the text or the tokens that a piece of Rust is written as.

/// A piece of Rust under construction.
pub trait Ink: Default {
    /// Adds an identifier or a keyword.
    fn word(&mut self, word: &str);
    /// Adds a path, generic arguments and all.
    fn path(&mut self, path: &str);
    /// Adds a literal.
    fn literal(&mut self, text: &str);
    /// Adds punctuation.
    fn mark(&mut self, mark: &'static str);
    /// Adds what `inner` writes, in parentheses.
    fn parenthesized(&mut self, inner: impl FnOnce(&mut Self));
    /// Adds what `inner` writes, in brackets.
    fn bracketed(&mut self, inner: impl FnOnce(&mut Self));
}

impl Ink for String {
    fn word(&mut self, word: &str) {
        if self.ends_with(|c: char| c.is_alphanumeric() || c == '_') {
            self.push(' ');
        }
        self.push_str(word);
    }

    fn path(&mut self, path: &str) {
        self.word(path);
    }

    fn literal(&mut self, text: &str) {
        self.push_str(&proc_macro2::Literal::string(text).to_string());
    }

    fn mark(&mut self, mark: &'static str) {
        self.push_str(mark);
        if mark == "," {
            self.push(' ');
        }
    }

    fn parenthesized(&mut self, inner: impl FnOnce(&mut Self)) {
        self.push('(');
        inner(self);
        self.push(')');
    }

    fn bracketed(&mut self, inner: impl FnOnce(&mut Self)) {
        self.push('[');
        inner(self);
        self.push(']');
    }
}
