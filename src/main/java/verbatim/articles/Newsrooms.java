package verbatim.articles;

import com.github.benmanes.caffeine.cache.Cache;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import verbatim.kernel.AccountId;
import verbatim.kernel.Caches;
import verbatim.kernel.Limits;
import verbatim.kernel.Refusal;
import verbatim.kernel.Turns;
import verbatim.relations.MayDo;
import verbatim.store.Bytes;
import verbatim.store.Key;
import verbatim.store.Op;
import verbatim.store.Store;
import verbatim.store.Table;

/// Accounts that stand for several people: each may be made one by its holder, who asks others in.
/// Whoever is asked is no member before he has said yes, and may leave at any time.
public final class Newsrooms {
  /// Newsroom → since when.
  private static final Table ROOMS = Table.plain("newsroom");

  /// Newsroom | account → role.
  private static final Table MEMBERS = Table.plain("newsroom_member");

  /// Account | newsroom: where it is a member, or asked.
  private static final Table OF = Table.plain("newsroom_of");

  private static final int CACHED_MAX = 10_000;
  private static final byte[] YES = {1};

  public enum Role {
    /// Writes, and changes what he began.
    AUTHOR("author"),
    /// Changes, publishes and corrects everything; asks others in.
    EDITOR("editor");

    private final String word;

    Role(String word) {
      this.word = word;
    }

    public String word() {
      return word;
    }

    public static Optional<Role> of(String word) {
      return List.of(values()).stream().filter(role -> role.word.equals(word)).findFirst();
    }
  }

  /// @param hasAgreed false while he has only been asked
  public record Member(AccountId newsroom, AccountId account, Role role, boolean hasAgreed) {}

  private final Store store;
  private final MayDo mayDo;
  private final InstantSource clock;
  private final Limits.Articles limits;
  private final Turns turns = new Turns();
  private final Cache<AccountId, Boolean> rooms = Caches.bounded().maximumSize(CACHED_MAX).build();

  Newsrooms(Store store, MayDo mayDo, InstantSource clock, Limits limits) {
    this.store = store;
    this.mayDo = mayDo;
    this.clock = clock;
    this.limits = limits.articles();
  }

  /// Whether the account is of kind organisation.
  public boolean isNewsroom(AccountId account) {
    return rooms.get(account, id -> store.get(ROOMS, pk(id), Key.NONE).isPresent());
  }

  /// Its holder makes it one. Nothing happens when it is one.
  ///
  /// @throws verbatim.kernel.Refused Invalid for somebody who is a member of one himself
  public void found(AccountId account) {
    mayDo.act(account);
    if (!of(account).isEmpty()) {
      throw Refusal.invalid("A member of a newsroom cannot become one");
    }
    store.put(ROOMS, pk(account), Key.NONE, Bytes.write(1).time(clock.instant()).done());
    rooms.invalidate(account);
  }

  /// It stands for one person again; its members are none any more.
  public void dissolve(AccountId account) {
    List<Op> ops = new ArrayList<>();
    members(account).forEach(member -> ops.addAll(gone(account, member.account())));
    ops.add(Op.delete(ROOMS, pk(account), Key.NONE));
    store.journalledBatch(ops);
    rooms.invalidate(account);
  }

  /// Asks somebody in, or gives a member another role.
  ///
  /// @throws verbatim.kernel.Refused Forbidden unless it is an editor who asks; Invalid
  public Member ask(AccountId who, AccountId newsroom, AccountId whom, Role role) {
    mayDo.act(who);
    if (!isNewsroom(newsroom) || !isEditor(newsroom, who)) {
      throw Refusal.forbidden("Only editors of a newsroom may do this");
    }
    if (whom.equals(newsroom) || isNewsroom(whom)) {
      throw Refusal.invalid("A newsroom cannot be a member of a newsroom");
    }
    return turns.take(
        newsroom.value(),
        () -> {
          List<Member> members = members(newsroom);
          Optional<Member> known =
              members.stream().filter(member -> member.account().equals(whom)).findFirst();
          if (known.isEmpty() && members.size() >= limits.membersMax()) {
            throw Refusal.invalid("A newsroom has at most " + limits.membersMax() + " members");
          }
          boolean agreed = known.map(Member::hasAgreed).orElse(false);
          return put(new Member(newsroom, whom, role, agreed));
        });
  }

  /// Whoever was asked says yes.
  public Member accept(AccountId who, AccountId newsroom) {
    mayDo.act(who);
    return turns.take(
        newsroom.value(),
        () -> {
          Member asked = member(newsroom, who).orElseThrow(Refusal::notFound);
          return put(new Member(newsroom, who, asked.role(), true));
        });
  }

  /// Somebody leaves, says no, or is sent away by an editor.
  public void remove(AccountId who, AccountId newsroom, AccountId whom) {
    if (!who.equals(whom) && !isEditor(newsroom, who)) {
      throw Refusal.forbidden("Only editors of a newsroom may do this");
    }
    turns.take(
        newsroom.value(),
        () -> {
          store.journalledBatch(gone(newsroom, whom));
          return whom;
        });
  }

  private Member put(Member member) {
    store.journalledBatch(
        List.of(
            Op.put(
                MEMBERS,
                pk(member.newsroom()),
                pk(member.account()),
                Bytes.write(1)
                    .number(member.role() == Role.EDITOR ? 2 : 1)
                    .flag(member.hasAgreed())
                    .done()),
            Op.put(OF, pk(member.account()), pk(member.newsroom()), YES)));
    return member;
  }

  private static List<Op> gone(AccountId newsroom, AccountId member) {
    return List.of(
        Op.delete(MEMBERS, pk(newsroom), pk(member)), Op.delete(OF, pk(member), pk(newsroom)));
  }

  /// Those asked too.
  public List<Member> members(AccountId newsroom) {
    return store.scan(MEMBERS, pk(newsroom), limits.membersMax() + 1).stream()
        .map(row -> member(newsroom, new AccountId(row.sk().longAt(0)), row.value()))
        .toList();
  }

  private Optional<Member> member(AccountId newsroom, AccountId account) {
    return store
        .get(MEMBERS, pk(newsroom), pk(account))
        .map(row -> member(newsroom, account, row.value()));
  }

  private static Member member(AccountId newsroom, AccountId account, byte[] value) {
    var from = Bytes.read(value);
    return new Member(
        newsroom, account, from.number() == 2 ? Role.EDITOR : Role.AUTHOR, from.flag());
  }

  /// Where somebody is a member, or asked to be one.
  public List<Member> of(AccountId account) {
    return store.scan(OF, pk(account), limits.membersMax()).stream()
        .flatMap(row -> member(new AccountId(row.sk().longAt(0)), account).stream())
        .toList();
  }

  /// What somebody may do there; nothing while he is only asked. The newsroom itself is an editor.
  public Optional<Role> role(AccountId newsroom, AccountId who) {
    if (newsroom.equals(who)) {
      return Optional.of(Role.EDITOR);
    }
    return member(newsroom, who).filter(Member::hasAgreed).map(Member::role);
  }

  boolean isEditor(AccountId newsroom, AccountId who) {
    return role(newsroom, who).filter(role -> role == Role.EDITOR).isPresent();
  }

  /// Of an account that is erased.
  void forget(AccountId account) {
    List<Op> ops = new ArrayList<>();
    of(account).forEach(member -> ops.addAll(gone(member.newsroom(), account)));
    if (!ops.isEmpty()) {
      store.journalledBatch(ops);
    }
    if (isNewsroom(account)) {
      dissolve(account);
    }
  }

  private static Key pk(AccountId id) {
    return Key.of(id.value());
  }
}
