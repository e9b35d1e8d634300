//! The effort that a call takes its caller.

use super::api::RustApi;
use super::body::takes_body;
use crate::ir::{Operation, Scalar, Type};

impl RustApi<'_> {
    /// The operation that asks for least: the first such one.
    pub fn easiest_operation(&self) -> Option<usize> {
        let operations = 0..self.api.operations.len();
        operations.min_by_key(|index| self.effort(&self.api.operations[*index]))
    }

    /// The amount that a caller must bring.
    fn effort(&self, operation: &Operation) -> usize {
        let all = operation.parameters.iter();
        let required = all.filter(|parameter| parameter.required);
        let parameters = required.map(|parameter| match parameter.ty {
            Type::Scalar(Scalar::String)
            | Type::Scalar(Scalar::Boolean)
            | Type::Scalar(Scalar::Integer(_))
            | Type::Scalar(Scalar::Number) => 1,
            _ => 10,
        });
        let body = if takes_body(self.api, operation) {
            20
        } else {
            0
        };
        parameters.sum::<usize>() + body
    }
}
