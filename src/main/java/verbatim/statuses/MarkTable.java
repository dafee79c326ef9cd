package verbatim.statuses;

import com.github.benmanes.caffeine.cache.Cache;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Consumer;
import verbatim.kernel.AccountId;
import verbatim.kernel.Caches;
import verbatim.kernel.StatusId;
import verbatim.store.Bytes;
import verbatim.store.Key;
import verbatim.store.Op;
import verbatim.store.Row;
import verbatim.store.Store;
import verbatim.store.Table;

/// What each account did with statuses: (account, month of the status | status, kind) → a number.
/// One scan tells what a reader did with all statuses of a month, and is kept in memory.
final class MarkTable {
  static final Table REACTIONS = Table.plain("reactions");

  /// Its code lies on disk; never reuse one.
  enum Kind {
    /// The number is the place in the shelf.
    FAVOURITE(1),
    /// The number is the boost's id.
    BOOST(2),
    /// The number is the place in the shelf.
    BOOKMARK(3),
    /// On the first status of the thread; the number is 1.
    MUTE(4),
    /// The number is the place among the pinned.
    PIN(5),
    /// The number is [Polls]' round and choices.
    VOTE(6);

    private final int code;

    Kind(int code) {
      this.code = code;
    }

    private static Kind of(int code) {
      for (Kind kind : values()) {
        if (kind.code == code) {
          return kind;
        }
      }
      throw new IllegalStateException("mark kind " + code);
    }
  }

  record Mark(StatusId status, Kind kind, long number) {}

  private record MonthOf(AccountId account, long month) {}

  /// @param whole whether all rows of the month are here; somebody with more is read row by row
  private record Month(boolean whole, Map<StatusId, long[]> numbers) {}

  private static final Set<Kind> KEEPS =
      EnumSet.of(Kind.FAVOURITE, Kind.BOOST, Kind.BOOKMARK, Kind.VOTE);
  private static final int SCANNED_MAX = Store.SCAN_ROWS_MAX;
  private static final int MONTH_ROWS_MAX = 5_000;
  private static final long CACHE_ROWS_MAX = 500_000;

  /// Places for the codes, of which 0 is none.
  private static final int CODES = 7;

  private static final long[] NO_NUMBERS = new long[CODES];
  private static final long NO_MONTH = Long.MIN_VALUE;
  private static final Month NOTHING = new Month(true, Map.of());

  private final Store store;

  /// As in [StatusTable]: a write removes the entry, and waits for whoever is reading it.
  private final Cache<MonthOf, Month> cache =
      Caches.bounded()
          .maximumWeight(CACHE_ROWS_MAX)
          .<MonthOf, Month>weigher((_, month) -> 1 + month.numbers().size())
          .build();

  MarkTable(Store store) {
    this.store = store;
  }

  OptionalLong number(AccountId account, StatusId status, Kind kind) {
    long number = numbers(account, status)[kind.code];
    return number == 0 ? OptionalLong.empty() : OptionalLong.of(number);
  }

  boolean has(AccountId account, StatusId status, Kind kind) {
    return numbers(account, status)[kind.code] != 0;
  }

  /// By kind; 0 where there is none.
  private long[] numbers(AccountId account, StatusId status) {
    var key = new MonthOf(account, Months.monthOf(status.value()));
    return numbers(key, cache.get(key, this::read), status);
  }

  private long[] numbers(MonthOf key, Month month, StatusId status) {
    if (month.whole()) {
      return month.numbers().isEmpty()
          ? NO_NUMBERS
          : month.numbers().getOrDefault(status, NO_NUMBERS);
    }
    Key prefix = Key.of(status.value());
    return grouped(
            store.scan(
                REACTIONS, pk(key), prefix, prefix.afterPrefix(), CODES, Store.Order.ASCENDING))
        .getOrDefault(status, NO_NUMBERS);
  }

  /// What an account did with the statuses of one page: the months are looked up once.
  Reading reading(AccountId account) {
    return new Reading(account);
  }

  /// Of one thread, for one page.
  final class Reading {
    private final AccountId account;
    private long monthNumber = NO_MONTH;
    private Month month = NOTHING;

    private Reading(AccountId account) {
      this.account = account;
    }

    /// @param root of its thread
    @SuppressWarnings("ReferenceEquality") // one array stands for nothing everywhere
    Marks of(StatusId status, StatusId root) {
      long[] own = numbers(status);
      long[] thread = root.equals(status) ? own : numbers(root);
      return own == NO_NUMBERS && thread == NO_NUMBERS
          ? Marks.NONE
          : new Marks(
              own[Kind.FAVOURITE.code] != 0,
              own[Kind.BOOST.code] != 0,
              own[Kind.BOOKMARK.code] != 0,
              thread[Kind.MUTE.code] != 0,
              own[Kind.PIN.code] != 0);
    }

    private long[] numbers(StatusId status) {
      long number = Months.monthOf(status.value());
      if (number != monthNumber) {
        month = cache.get(new MonthOf(account, number), MarkTable.this::read);
        monthNumber = number;
      }
      return MarkTable.this.numbers(new MonthOf(account, number), month, status);
    }
  }

  private Month read(MonthOf key) {
    List<Row> rows = store.scan(REACTIONS, pk(key), MONTH_ROWS_MAX);
    boolean whole = rows.size() < MONTH_ROWS_MAX;
    return new Month(whole, whole ? grouped(rows) : Map.of());
  }

  private static Map<StatusId, long[]> grouped(List<Row> rows) {
    Map<StatusId, long[]> numbers = new HashMap<>();
    for (Row row : rows) {
      Mark mark = mark(row);
      numbers.computeIfAbsent(mark.status(), _ -> new long[CODES])[mark.kind().code] =
          mark.number();
    }
    return numbers;
  }

  private static Mark mark(Row row) {
    return new Mark(
        new StatusId(row.sk().longAt(0)),
        Kind.of(row.sk().byteAt(8)),
        Bytes.read(row.value()).number());
  }

  /// From the disk, not from the cache: whoever folds counts looks at many accounts once.
  Optional<Mark> onDisk(AccountId account, StatusId status, Kind kind) {
    var key = new MonthOf(account, Months.monthOf(status.value()));
    return store.get(REACTIONS, pk(key), sk(status, kind)).map(MarkTable::mark);
  }

  /// @param number not 0
  static List<Op> put(AccountId account, StatusId status, Kind kind, long number) {
    long month = Months.monthOf(status.value());
    return List.of(
        Op.put(
            REACTIONS,
            Months.pk(account.value(), month),
            sk(status, kind),
            Bytes.write(1).number(number).done()),
        Months.note(REACTIONS, account.value(), month));
  }

  static Op delete(AccountId account, StatusId status, Kind kind) {
    long month = Months.monthOf(status.value());
    return Op.delete(REACTIONS, Months.pk(account.value(), month), sk(status, kind));
  }

  /// To be called after each write of a mark, before anybody is told of it.
  void changed(AccountId account, StatusId status) {
    MonthOf month = new MonthOf(account, Months.monthOf(status.value()));
    cache.asMap().compute(month, (_, _) -> null);
  }

  /// Statuses of a month that the account did something with that makes them its own to find again.
  void collect(AccountId account, long month, Consumer<StatusId> into) {
    var key = new MonthOf(account, month);
    Month known = cache.get(key, this::read);
    Map<StatusId, long[]> numbers =
        known.whole() ? known.numbers() : grouped(store.scan(REACTIONS, pk(key), SCANNED_MAX));
    numbers.forEach(
        (status, marks) -> {
          if (KEEPS.stream().anyMatch(kind -> marks[kind.code] != 0)) {
            into.accept(status);
          }
        });
  }

  List<Mark> some(AccountId account, long month, int rowsMax) {
    return store.scan(REACTIONS, Months.pk(account.value(), month), rowsMax).stream()
        .map(MarkTable::mark)
        .toList();
  }

  private static Key pk(MonthOf key) {
    return Months.pk(key.account().value(), key.month());
  }

  private static Key sk(StatusId status, Kind kind) {
    return Key.of(status.value()).andByte(kind.code);
  }
}
