//! The values and errors that operations make of a whole response.

use bytes::Bytes;
use http::header::LOCATION;

use super::error::{ApiError, Error, InvalidBody};
use crate::runtime::json::decode_error::DecodeError;
use crate::runtime::message::headers;
use crate::runtime::message::outcome::is_page;
use crate::runtime::message::response::Response;
use crate::runtime::value::file::File;
use crate::runtime::value::wire::{Wire, from_json};

impl Response {
    /// The body as a value.
    ///
    /// # Errors
    /// [`Error::Decode`] if it isn't one.
    pub fn json<T: Wire, E>(self) -> Result<T, Error<E>> {
        self.decode_json().map_err(|error| self.invalid(error))
    }

    /// A body that is JSON has no coding, whatever its header says; one that
    /// isn't fails for its coding first of all.
    fn decode_json<T: Wire>(&self) -> Result<T, DecodeError> {
        from_json(&self.body).map_err(|error| self.coded().unwrap_or(error))
    }

    /// The body as text: UTF-8, unless the server says ISO-8859-1.
    ///
    /// # Errors
    /// [`Error::Decode`] if it is neither, or compressed.
    pub fn text<E>(self) -> Result<String, Error<E>> {
        self.decode_text().map_err(|error| self.invalid(error))
    }

    fn decode_text(&self) -> Result<String, DecodeError> {
        if let Some(error) = self.coded() {
            return Err(error);
        }
        let charset = headers::media_type_parameter(&self.headers, "charset").unwrap_or("utf-8");
        if charset.eq_ignore_ascii_case("iso-8859-1") || charset.eq_ignore_ascii_case("latin1") {
            return Ok(self.body.iter().map(|&byte| char::from(byte)).collect());
        }
        match str::from_utf8(&self.body) {
            Ok(text) => Ok(text.strip_prefix('\u{feff}').unwrap_or(text).to_owned()),
            Err(_) => Err(DecodeError::new("UTF-8", "other bytes")),
        }
    }

    /// The body as bytes.
    ///
    /// # Errors
    /// [`Error::Decode`] if they are compressed: `Content-Encoding`.
    pub fn bytes<E>(self) -> Result<Bytes, Error<E>> {
        match self.coded() {
            Some(error) => Err(self.invalid(error)),
            None => Ok(self.body),
        }
    }

    fn coded(&self) -> Option<DecodeError> {
        let has_body = !self.body.is_empty();
        has_body.then(|| headers::coded(&self.headers)).flatten()
    }

    /// The body as a file, with its media type, and the name that the server
    /// gives it in `Content-Disposition`.
    ///
    /// # Errors
    /// As [`bytes`](Self::bytes).
    pub fn file<E>(self) -> Result<File, Error<E>> {
        if let Some(error) = self.coded() {
            return Err(self.invalid(error));
        }
        let mut file = File::new(self.body);
        if let Some(name) = headers::file_name(&self.headers) {
            file = file.name(name);
        }
        if let Some(media_type) = headers::media_type(&self.headers) {
            file = file.media_type(media_type);
        }
        Ok(file)
    }

    /// Nothing: the document promises no body, so one that came is ignored.
    ///
    /// # Errors
    /// None; the type is that of the other readers.
    pub fn empty<E>(self) -> Result<(), Error<E>> {
        Ok(())
    }

    /// An API error with a body. It is an [`Error::Decode`] if the body
    /// isn't what was documented, such as the HTML page of a proxy.
    pub fn api_error<T: Wire, E>(self, error: impl FnOnce(T) -> E) -> Error<E> {
        match self.decode_json() {
            Ok(body) => self.api_error_empty(error(body)),
            Err(error) => self.invalid(error),
        }
    }

    /// As [`api_error`](Self::api_error), for one that is text.
    pub fn api_error_text<E>(self, error: impl FnOnce(String) -> E) -> Error<E> {
        match self.decode_text() {
            Ok(text) => self.api_error_empty(error(text)),
            Err(error) => self.invalid(error),
        }
    }

    /// As [`api_error`](Self::api_error), for one that is bytes.
    pub fn api_error_bytes<E>(self, error: impl FnOnce(Bytes) -> E) -> Error<E> {
        match self.coded() {
            Some(error) => self.invalid(error),
            None => {
                let error = error(self.body.clone());
                self.api_error_empty(error)
            }
        }
    }

    /// An API error without a body.
    pub fn api_error_empty<E>(self, error: E) -> Error<E> {
        Error::Api(Box::new(ApiError {
            response: self,
            error,
        }))
    }

    /// A status that the document doesn't have. Another 2xx than the documented one is
    /// read as that, but for an empty body or a web page, which a portal may have put
    /// in the place of the response.
    ///
    /// # Errors
    /// [`Error::Redirect`], [`Error::UnexpectedResponse`]; those of `read`.
    pub fn undocumented<T, E>(
        self,
        read: impl FnOnce(Self) -> Result<T, Error<E>>,
    ) -> Result<T, Error<E>> {
        if self.status.is_success() && !self.body.is_empty() && !is_page(&self.headers) {
            read(self)
        } else {
            Err(self.unexpected())
        }
    }

    /// The same, where the document promises no body.
    ///
    /// # Errors
    /// [`Error::Redirect`], [`Error::UnexpectedResponse`].
    pub fn undocumented_empty<E>(self) -> Result<(), Error<E>> {
        if self.status.is_success() && !is_page(&self.headers) {
            Ok(())
        } else {
            Err(self.unexpected())
        }
    }

    /// `true` of what a `default` response doesn't speak of, although it has no status
    /// of its own in the document: a success, and a redirect.
    pub fn is_success_or_redirect(&self) -> bool {
        self.status.is_success() || self.is_redirect()
    }

    /// A status that the document doesn't have.
    pub fn unexpected<E>(self) -> Error<E> {
        match self.is_redirect() {
            true => Error::Redirect(Box::new(self)),
            false => Error::UnexpectedResponse(Box::new(self)),
        }
    }

    pub(crate) fn invalid<E>(self, error: DecodeError) -> Error<E> {
        match self.is_redirect() {
            // It came under a `default` or a range that means something else.
            true => Error::Redirect(Box::new(self)),
            false => Error::Decode(Box::new(InvalidBody {
                response: self,
                error,
            })),
        }
    }

    /// RFC 9110, section 15.4.
    fn is_redirect(&self) -> bool {
        self.status.is_redirection() && self.headers.contains_key(LOCATION)
    }
}
