package verbatim.server;

import java.util.List;
import java.util.stream.Collectors;
import verbatim.accounts.Account;
import verbatim.accounts.Accounts;
import verbatim.accounts.Handle;
import verbatim.articles.Newsrooms;
import verbatim.kernel.AccountId;
import verbatim.kernel.Refusal;

/// Newsrooms from the command line: what the newsroom itself could do in the browser. Whoever is
/// asked in still answers for himself.
final class NewsroomCommands {
  private final Accounts accounts;
  private final Newsrooms newsrooms;

  NewsroomCommands(Accounts accounts, Newsrooms newsrooms) {
    this.accounts = accounts;
    this.newsrooms = newsrooms;
  }

  /// @param words `newsroom create NAME` and its like
  String run(List<String> words) {
    String name = words.get(2);
    AccountId room = find(name).id();
    return switch (words.get(1)) {
      case "create" -> create(room, name);
      case "members" -> members(room, name);
      case "ask" -> ask(room, name, words.get(3), role(words.get(4)));
      case "remove" -> remove(room, name, words.get(3));
      case "dissolve" -> dissolve(room, name);
      default -> throw new IllegalArgumentException("newsroom " + words.get(1));
    };
  }

  /// @throws IllegalArgumentException for a word that is no role
  static Newsrooms.Role role(String word) {
    return Newsrooms.Role.of(word)
        .orElseThrow(() -> new IllegalArgumentException("a role is author or editor"));
  }

  private Account find(String name) {
    return accounts
        .find(Handle.typed(name))
        .orElseThrow(() -> Refusal.invalid("There is no account '" + name + "'."));
  }

  private String create(AccountId room, String name) {
    newsrooms.found(room);
    return "@" + name + " is a newsroom.";
  }

  private String members(AccountId room, String name) {
    checkIsOne(room, name);
    List<Newsrooms.Member> members = newsrooms.members(room);
    return members.isEmpty()
        ? "@" + name + " has no members."
        : members.stream().map(this::line).collect(Collectors.joining("\n"));
  }

  private String line(Newsrooms.Member member) {
    String handle =
        accounts.find(member.account()).map(a -> "@" + a.handle().acct()).orElse("(gone)");
    return handle + "  " + member.role().word() + (member.hasAgreed() ? "" : "  asked");
  }

  private String ask(AccountId room, String name, String whom, Newsrooms.Role role) {
    checkIsOne(room, name);
    Newsrooms.Member member = newsrooms.ask(room, room, find(whom).id(), role);
    return member.hasAgreed()
        ? "@" + whom + " is an " + role.word() + " of @" + name + " now."
        : "@" + whom + " is asked to be an " + role.word() + " of @" + name + ".";
  }

  private String remove(AccountId room, String name, String whom) {
    checkIsOne(room, name);
    newsrooms.remove(room, room, find(whom).id());
    return "@" + whom + " is no member of @" + name + ".";
  }

  private String dissolve(AccountId room, String name) {
    checkIsOne(room, name);
    newsrooms.dissolve(room);
    return "@" + name + " stands for one person again; its articles stay.";
  }

  private void checkIsOne(AccountId room, String name) {
    if (!newsrooms.isNewsroom(room)) {
      throw Refusal.invalid("@" + name + " is no newsroom.");
    }
  }
}
