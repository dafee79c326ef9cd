package verbatim.web;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import verbatim.accounts.Accounts;
import verbatim.excerpts.Piece;
import verbatim.excerpts.Row;
import verbatim.excerpts.Shown;
import verbatim.excerpts.State;
import verbatim.kernel.AccountId;
import verbatim.kernel.StatusId;
import verbatim.sx1.Verifier;

/// Excerpts as their readers see them. Each message is words of somebody who may have wanted to
/// mislead: letters that turn a line round, or cannot be seen, become marks that can.
final class ExcerptShowing {
  private final Accounts accounts;
  private final Persons persons;

  ExcerptShowing(Accounts accounts, Persons persons) {
    this.accounts = accounts;
    this.persons = persons;
  }

  /// What readers see.
  ExcerptViews.Shown of(Shown shown) {
    return of(shown, false, Set.of());
  }

  /// What they would see.
  ///
  /// @param toOpen whose words open only with a yes that has not been given
  ExcerptViews.Shown preview(Shown shown, Set<AccountId> toOpen) {
    return of(shown, true, toOpen);
  }

  private ExcerptViews.Shown of(Shown shown, boolean isPreview, Set<AccountId> toOpen) {
    Names names = new Names();
    return new ExcerptViews.Shown(
        shown.id().toString(),
        shown.status().map(StatusId::toString).orElse(""),
        names.person(shown.publisher()),
        String.join(", ", shown.members().stream().map(names::of).toList()),
        shown.rows().stream()
            .filter(Row.Said.class::isInstance)
            .map(Row.Said.class::cast)
            .map(Row.Said::at)
            .findFirst()
            .orElse(Instant.EPOCH),
        shown.from(),
        shown.to(),
        state(shown),
        shown.since(),
        rows(shown, names, toOpen),
        shown.notes().stream()
            .filter(note -> lastOf(shown, note.by()) == 0)
            .map(note -> note(note, names))
            .toList(),
        shown.denials().stream()
            .map(denial -> new ExcerptViews.Denial(names.of(denial.by()), denial.at()))
            .toList(),
        shown.hasSeals(),
        shown.isChanged(),
        isPreview);
  }

  /// Everybody is looked up once for one excerpt.
  private final class Names {
    private final Map<AccountId, Views.Person> known = new HashMap<>();

    Views.Person person(AccountId id) {
      return known.computeIfAbsent(
          id,
          who -> accounts.find(who).map(persons::of).orElse(ExcerptViews.Shown.NONE.publisher()));
    }

    String of(AccountId id) {
      return person(id).name();
    }
  }

  private static ExcerptViews.Note note(Shown.Note note, Names names) {
    return new ExcerptViews.Note(names.person(note.by()), bits(note.text()), note.at());
  }

  /// The number of his last message that is open; 0 for none.
  private static long lastOf(Shown shown, AccountId who) {
    return shown.rows().stream()
        .filter(row -> row instanceof Row.Said said && said.author().equals(who))
        .mapToLong(Row::n)
        .max()
        .orElse(0);
  }

  /// What somebody says to it stands below the last of his own words.
  private static List<ExcerptViews.Row> rows(Shown of, Names names, Set<AccountId> toOpen) {
    Map<Long, List<Shown.Note>> below = new HashMap<>();
    for (Shown.Note note : of.notes()) {
      below.computeIfAbsent(lastOf(of, note.by()), _ -> new ArrayList<>()).add(note);
    }
    List<ExcerptViews.Row> shown = new ArrayList<>();
    for (Row row : of.rows()) {
      switch (row) {
        case Row.Said said -> {
          shown.add(said(said, of, names, toOpen));
          below.getOrDefault(said.n(), List.of()).forEach(note -> shown.add(note(note, names)));
        }
        case Row.Sealed sealed ->
            shown.add(new ExcerptViews.Sealed(of.deniedBy(sealed.n()).map(names::of).orElse("")));
        case Row.LeftOut(_, boolean isErased) -> gap(shown, isErased);
      }
    }
    return shown;
  }

  /// One strip for all of a kind that stand together.
  private static void gap(List<ExcerptViews.Row> shown, boolean isErased) {
    boolean goesOn =
        !shown.isEmpty()
            && shown.getLast() instanceof ExcerptViews.Gap last
            && last.isErased() == isErased;
    long before = goesOn ? ((ExcerptViews.Gap) shown.removeLast()).count() : 0;
    shown.add(new ExcerptViews.Gap(before + 1, isErased));
  }

  private static ExcerptViews.Said said(
      Row.Said said, Shown of, Names names, Set<AccountId> toOpen) {
    List<ExcerptViews.Bit> bits = new ArrayList<>();
    ExcerptViews.Bit.Kind before = ExcerptViews.Bit.Kind.WORDS;
    for (Row.Part part : said.parts()) {
      switch (part) {
        case Row.Part.Words(String words) -> {
          bits.addAll(bits(words));
          before = ExcerptViews.Bit.Kind.WORDS;
        }
        case Row.Part.Black _ -> before = bar(bits, before, ExcerptViews.Bit.Kind.BLACK);
        case Row.Part.Kept _ -> before = bar(bits, before, ExcerptViews.Bit.Kind.SHUT);
      }
    }
    return new ExcerptViews.Said(
        names.of(said.author()),
        said.at(),
        of.deniedBy(said.n()).isPresent() ? "denied" : grade(said.grade()),
        said.answersN(),
        said.replacesN(),
        said.replacedBy(),
        shows(of, said.replacedBy()),
        said.pictures(),
        bits,
        toOpen.contains(said.author()));
  }

  /// Who spoke on the record has not agreed to this excerpt: nobody asked.
  static String state(Shown shown) {
    List<Row.Said> others =
        shown.rows().stream()
            .filter(Row.Said.class::isInstance)
            .map(Row.Said.class::cast)
            .filter(said -> !said.author().equals(shown.publisher()))
            .toList();
    boolean isOnRecord =
        shown.state() == State.AGREED
            && !others.isEmpty()
            && others.stream().allMatch(Row.Said::isRecord);
    return isOnRecord ? "on_record" : shown.state().word();
  }

  /// Whether something of this message can be read.
  static boolean shows(Shown of, long n) {
    return of.rows().stream().anyMatch(row -> row instanceof Row.Said && row.n() == n);
  }

  private static String grade(Row.Grade grade) {
    return switch (grade) {
      case AUTHOR -> "author";
      case OWN_SERVER -> "server";
      case DENIED -> "denied";
    };
  }

  /// One bar for a run: how many words there were is not told by the page.
  private static ExcerptViews.Bit.Kind bar(
      List<ExcerptViews.Bit> bits, ExcerptViews.Bit.Kind before, ExcerptViews.Bit.Kind kind) {
    if (before != kind) {
      bits.add(new ExcerptViews.Bit(kind, ""));
    }
    return kind;
  }

  // ---- messages to choose from

  /// @param you how the reader is called
  List<ExcerptViews.Piece> pieces(List<Piece> pieces, String you) {
    Names names = new Names();
    return pieces.stream().map(piece -> piece(piece, names, you)).toList();
  }

  private static ExcerptViews.Piece piece(Piece piece, Names names, String you) {
    List<ExcerptViews.Part> parts = new ArrayList<>();
    for (int i = 0; i < piece.parts().size(); i++) {
      parts.add(new ExcerptViews.Part(i, bits(piece.parts().get(i)), piece.hidden().contains(i)));
    }
    return new ExcerptViews.Piece(
        piece.n(),
        piece.isMine() ? you : names.of(piece.author()),
        switch (piece.kind()) {
          case WORDS -> "words";
          case EVENT -> "event";
          case ERASED -> "erased";
          case UNSEEN -> "unseen";
        },
        piece.isMine(),
        piece.isRecord(),
        piece.at(),
        piece.isLeftOut(),
        piece.replacedBy(),
        piece.replacesN(),
        parts);
  }

  // ---- letters

  /// Words, and marks where a letter would turn the line round or cannot be seen.
  static List<ExcerptViews.Bit> bits(String text) {
    List<ExcerptViews.Bit> bits = new ArrayList<>();
    int begin = 0;
    for (int i = 0; i < text.length(); i++) {
      if (isUnseen(text.charAt(i))) {
        if (i > begin) {
          bits.add(words(text.substring(begin, i)));
        }
        String number = "%04X".formatted((int) text.charAt(i));
        bits.add(new ExcerptViews.Bit(ExcerptViews.Bit.Kind.MARK, "U+" + number));
        begin = i + 1;
      }
    }
    if (begin < text.length()) {
      bits.add(words(text.substring(begin)));
    }
    return bits;
  }

  private static ExcerptViews.Bit words(String text) {
    return new ExcerptViews.Bit(ExcerptViews.Bit.Kind.WORDS, text);
  }

  /// The same as in `verify.js`.
  private static boolean isUnseen(char c) {
    return Character.isISOControl(c) && c != '\t' && c != '\n'
        || c == '\u061c'
        || c == '\u200e'
        || c == '\u200f'
        || c >= '\u202a' && c <= '\u202e'
        || c >= '\u2066' && c <= '\u2069';
  }

  /// For the limit of the form: no message has more parts.
  static final int PARTS_MAX = Verifier.PARTS_MAX;
}
