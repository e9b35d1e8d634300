//! Reports as people read them: each finding with the lines that it is about.
//!
//! Nothing here knows a terminal: colours are asked for.

use super::diagnostic::{Diagnostic, Severity};
use super::line::Line;
use super::place::{Place, Sources};
use super::report::Report;
use super::shorten::shortened;
use annotate_snippets::{AnnotationKind, Group, Level, Origin, Renderer, Snippet};
use std::cmp::Reverse;
use std::collections::HashSet;

/// The most findings that are printed: nobody reads a thousand.
const MOST_SHOWN: usize = 100;

/// The most further places that are printed of one finding.
const MOST_PLACES: usize = 3;

/// The most related places of one finding that are shown with their lines.
const MOST_RELATED: usize = 4;

/// The most lines between two places that are shown in one piece.
const MOST_BETWEEN: usize = 12;

/// The way a report is printed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RenderOptions<'a> {
    /// Prints notes, too.
    pub notes: bool,
    /// The option by which a reader gets the notes that aren't printed.
    pub notes_option: Option<&'a str>,
    /// Ends with a summary in one line.
    pub summary: bool,
    /// Uses colours, as ANSI escape sequences.
    pub color: bool,
}

impl Default for RenderOptions<'_> {
    fn default() -> Self {
        Self {
            notes: true,
            notes_option: None,
            summary: true,
            color: false,
        }
    }
}

/// A report as text, with a summary at its end. Nothing for an empty report.
pub fn render(report: &Report, sources: &dyn Sources, options: &RenderOptions<'_>) -> String {
    let renderer = match options.color {
        true => Renderer::styled(),
        false => Renderer::plain(),
    };
    let mut shown = report.causes();
    shown.retain(|cause| options.notes || cause[0].severity > Severity::Note);
    let all = shown.len();
    if all > MOST_SHOWN {
        shown.sort_by_key(|cause| Reverse(cause[0].severity));
        shown.truncate(MOST_SHOWN);
    }
    let mut out = String::new();
    let mut drawing = Drawing {
        sources,
        renderer,
        told: HashSet::new(),
    };
    for cause in &shown {
        drawing.cause(cause, &mut out);
    }
    if all > shown.len() {
        let more = all - shown.len();
        out.push_str(&format!("and {more} more, none of them worse\n\n"));
    }
    let summary = summary(report, options);
    if options.summary && !summary.is_empty() {
        out.push_str(&summary);
        out.push('\n');
    }
    out
}

/// The numbers of findings in one line.
fn summary(report: &Report, options: &RenderOptions<'_>) -> String {
    let causes = report.causes();
    let count = |severity| {
        let mut places = 0;
        let of_it = causes.iter().filter(|cause| cause[0].severity == severity);
        let causes = of_it.inspect(|cause| places += cause.len()).count();
        (causes, places)
    };
    let part = |severity: Severity| {
        let (causes, places) = count(severity);
        let plural = if causes == 1 { "" } else { "s" };
        let at = match places > causes {
            true => format!(" at {places} places"),
            false => String::new(),
        };
        (causes > 0).then(|| format!("{causes} {}{plural}{at}", severity.as_str()))
    };
    let mut severities = vec![Severity::Error, Severity::Warning];
    if options.notes {
        severities.push(Severity::Note);
    }
    let parts: Vec<_> = severities.into_iter().filter_map(part).collect();
    let mut text = parts.join(", ");
    if let (false, Some(notes)) = (options.notes, part(Severity::Note)) {
        let separator = if text.is_empty() { "" } else { "; " };
        text.push_str(&format!("{separator}{notes} not shown"));
        if let Some(option) = options.notes_option {
            text.push_str(&format!(", `{option}` shows them"));
        }
    }
    text
}

struct Drawing<'a> {
    sources: &'a dyn Sources,
    renderer: Renderer,
    /// The codes whose `[[accept]]` has been shown: one is enough.
    told: HashSet<(Severity, super::code::Code)>,
}

/// Positions that the library can't know, as it sees part of a line only: what it prints, and
/// what is printed instead.
type Mended = Vec<(String, String)>;

impl Drawing<'_> {
    /// Writes what is said of one or several places.
    fn cause(&mut self, cause: &[&Diagnostic], out: &mut String) {
        let [diagnostic, others @ ..] = cause else {
            return;
        };
        let level = match diagnostic.severity {
            Severity::Error => Level::ERROR,
            Severity::Warning => Level::WARNING,
            Severity::Note => Level::NOTE,
        };
        let title = level.primary_title(visible(&diagnostic.message));
        let mut group = Group::with_title(title.id(diagnostic.code.as_str()));
        let mut mended = Mended::new();
        let place = Place::of(self.sources, &diagnostic.at, diagnostic.position);
        let mut spots = vec![Spot::new(place, AnnotationKind::Primary, "")];
        for (at, how) in diagnostic.related.iter().take(MOST_RELATED) {
            let place = Place::of(self.sources, at, None);
            spots.push(Spot::new(place, AnnotationKind::Context, how));
        }
        while !spots.is_empty() {
            let near = spots.iter().take_while(|spot| spot.is_near(&spots[0]));
            let near: Vec<Spot<'_>> = spots.drain(..near.count().max(1)).collect();
            group = add(group, &near, &mut mended);
        }
        for (name, text) in self.words(diagnostic, others) {
            group = group.element(Level::NOTE.with_name(name).message(text));
        }
        let mut text = self.renderer.render(&[group]);
        for (wrong, right) in mended {
            text = text.replacen(&wrong, &right, 1);
        }
        out.push_str(text.trim_end_matches('\n'));
        out.push_str("\n\n");
    }

    /// The lines below the source.
    fn words(
        &mut self,
        diagnostic: &Diagnostic,
        others: &[&Diagnostic],
    ) -> Vec<(&'static str, String)> {
        let mut words = Vec::new();
        if !diagnostic.at.path().is_empty() {
            let at = format!("#{}", diagnostic.at.path());
            words.push(("at", visible(&shortened(at))));
        }
        let unseen = diagnostic.related.iter().skip(MOST_RELATED).count();
        if unseen > 0 {
            words.push(("also", format!("{unseen} more places take part")));
        }
        if let Some(more) = self.elsewhere(others) {
            words.push(("also", more));
        }
        if let Some(help) = &diagnostic.help {
            words.push(("help", visible(help)));
        }
        let entry = match others {
            [] => diagnostic.accept_entry(),
            _ => diagnostic.accept_all(),
        };
        if let Some(entry) = entry
            && self.told.insert((diagnostic.severity, diagnostic.code))
        {
            let entry = visible(entry.trim_end());
            words.push(("accept", format!("add to `codegen.toml`:\n{entry}")));
        }
        words
    }

    /// The other places of the same cause, the first of them by name.
    fn elsewhere(&self, others: &[&Diagnostic]) -> Option<String> {
        let mut seen = HashSet::new();
        let mut others = others.to_vec();
        others.retain(|other| seen.insert((&other.at, other.position)));
        let first = others.iter().take(MOST_PLACES).map(|other| {
            let place = Place::of(self.sources, &other.at, other.position);
            match other.at.path() {
                "" => visible(&place.to_string()),
                pointer => visible(&shortened(format!("{place} (#{pointer})"))),
            }
        });
        let mut lines: Vec<String> = first.collect();
        if others.len() > MOST_PLACES {
            let more = others.len() - MOST_PLACES;
            let places = if more == 1 { "place" } else { "places" };
            lines.push(format!("{more} more {places}, {} in all", others.len() + 1));
        }
        (!lines.is_empty()).then(|| lines.join("\n"))
    }
}

/// A place to be underlined.
struct Spot<'a> {
    place: Place<'a>,
    kind: AnnotationKind,
    label: &'a str,
}

impl<'a> Spot<'a> {
    fn new(place: Place<'a>, kind: AnnotationKind, label: &'a str) -> Self {
        Self { place, kind, label }
    }

    /// `true` if it can be shown together with another spot, in one piece of the text.
    fn is_near(&self, other: &Self) -> bool {
        let (Some((line, _)), Some((first, _))) = (self.place.start, other.place.start) else {
            return false;
        };
        let (Some((text, _)), true) = (
            &self.place.span,
            self.place.at.file() == other.place.at.file(),
        ) else {
            return false;
        };
        let mut lines = first.min(line)..=first.max(line);
        first.abs_diff(line) <= MOST_BETWEEN && lines.all(|line| Line::fits(text.line(line).len()))
    }
}

/// Adds places that are near each other with their lines, the spots underlined.
fn add<'a>(group: Group<'a>, near: &[Spot<'_>], mended: &mut Mended) -> Group<'a> {
    let [Spot { place, .. }, ..] = near else {
        return group;
    };
    let (Some((line, column)), Some((text, _))) = (place.start, &place.span) else {
        return group.element(Origin::path(visible(&place.to_string())));
    };
    let lines = || near.iter().filter_map(|spot| Some(spot.place.start?.0));
    let (first, last) = (lines().min().unwrap_or(line), lines().max().unwrap_or(line));
    let whole = text.line(first).start..text.line(last).end;
    let within = |spot: &Spot<'_>| {
        let range = spot.place.span.as_ref().map(|(_, range)| range.clone());
        let line = text.line(spot.place.start.map_or(line, |(line, _)| line));
        let byte = |at: usize| at.clamp(line.start, line.end) - whole.start;
        range.map_or(0..0, |range| byte(range.start)..byte(range.end))
    };
    let shown = &text.as_str()[whole.clone()];
    let file = visible(place.at.file());
    let (snippet, spots) = match near {
        [spot] => {
            let part = Line::around(shown, within(spot));
            let path = match part.is_cut {
                true => {
                    let right = format!("{file}:{line}:{column}");
                    let seen = part.shown[..part.spot.start].chars().count() + 1;
                    mended.push((format!("{right}:{line}:{seen}"), right.clone()));
                    right
                }
                false => file,
            };
            (Snippet::source(part.shown).path(path), vec![part.spot])
        }
        near => {
            let snippet = Snippet::source(shown.to_owned()).path(file);
            (snippet, near.iter().map(within).collect())
        }
    };
    let annotations = spots.into_iter().zip(near).map(|(span, spot)| {
        let label = Some(spot.label).filter(|label| !label.is_empty());
        spot.kind.span(span).label(label.map(visible))
    });
    let annotations: Vec<_> = annotations.collect();
    group.element(snippet.line_start(first).annotations(annotations))
}

/// A text without characters that move the cursor or turn the direction of writing, which a
/// document could hide something with.
fn visible(text: &str) -> String {
    let is_hidden = |c: char| {
        (c.is_control() && c != '\n')
            || matches!(c, '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
    };
    text.replace(is_hidden, "\u{fffd}")
}
