package verbatim.relations;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import verbatim.kernel.StatusId;

/// A filter made ready for looking. Whole words end where neither a letter, mark, digit nor joining
/// sign follows, in any script; a keyword that itself begins or ends with another sign (`:)`,
/// `#tag`) is not asked for a boundary there.
final class RunningFilter {
  private static final int FLAGS =
      Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE | Pattern.UNICODE_CHARACTER_CLASS;

  private final Filters.Filter filter;

  // Most texts fit no keyword at all: one pattern of all of them says so in one pass.
  private final Optional<Pattern> any;
  private final List<Pattern> each;

  RunningFilter(Filters.Filter filter) {
    this.filter = filter;
    List<String> patterns = filter.keywords().stream().map(RunningFilter::pattern).toList();
    this.each = patterns.stream().map(pattern -> Pattern.compile(pattern, FLAGS)).toList();
    this.any =
        patterns.isEmpty()
            ? Optional.empty()
            : Optional.of(Pattern.compile(String.join("|", patterns), FLAGS));
  }

  private static String pattern(Filters.Keyword keyword) {
    String word = keyword.keyword();
    String quoted = Pattern.quote(word);
    if (!keyword.wholeWord()) {
      return quoted;
    }
    String before = isWordSign(word.codePointAt(0)) ? "(?<!\\w)" : "";
    String after = isWordSign(word.codePointBefore(word.length())) ? "(?!\\w)" : "";
    return before + quoted + after;
  }

  private static boolean isWordSign(int sign) {
    int type = Character.getType(sign);
    return Character.isAlphabetic(sign)
        || type == Character.DECIMAL_DIGIT_NUMBER
        || type == Character.CONNECTOR_PUNCTUATION
        || type == Character.NON_SPACING_MARK
        || type == Character.COMBINING_SPACING_MARK
        || type == Character.ENCLOSING_MARK;
  }

  Optional<Filters.Match> match(Instant now, StatusId status, String text) {
    if (filter.expiresAt().filter(end -> !now.isBefore(end)).isPresent()) {
      return Optional.empty();
    }
    List<String> keywords = keywords(text);
    List<StatusId> statuses =
        filter.statuses().stream()
            .map(Filters.FilteredStatus::status)
            .filter(status::equals)
            .toList();
    return keywords.isEmpty() && statuses.isEmpty()
        ? Optional.empty()
        : Optional.of(new Filters.Match(filter, keywords, statuses));
  }

  private List<String> keywords(String text) {
    List<String> found = new ArrayList<>();
    if (any.isPresent() && any.get().matcher(text).find()) {
      for (int i = 0; i < each.size(); i++) {
        if (each.get(i).matcher(text).find()) {
          found.add(filter.keywords().get(i).keyword());
        }
      }
    }
    return found;
  }
}
