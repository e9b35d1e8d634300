//! URLs of the library `url`.

use url::Url;

use super::wire::Wire;
use crate::runtime::json::decode_error::DecodeError;
use crate::runtime::json::tape::Json;
use crate::runtime::json::writer::Writer;

/// An absolute URL, written as the library writes it: the path of one without is `/`.
impl Wire for Url {
    fn decode(json: Json<'_>) -> Result<Self, DecodeError> {
        let text = json.string()?;
        text.parse()
            .map_err(|_| DecodeError::text("a URL such as https://example.com/", &text))
    }

    fn encode(&self, out: &mut Writer) {
        out.string(self.as_str());
    }
}
