package verbatim.house;

import java.util.List;

/// What the house says of itself. All texts are plain text.
///
/// @param description one or two sentences
/// @param more the long description, "" for none
/// @param privacy how data is handled, "" for none
/// @param contactEmail "" for none
/// @param contactAccount a name without @, "" for none
/// @param languages BCP 47
public record About(
    String name,
    String description,
    String more,
    String privacy,
    String contactEmail,
    String contactAccount,
    List<String> languages,
    List<Rule> rules,
    Joining joining,
    Inviting inviting) {
  public About {
    languages = List.copyOf(languages);
    rules = List.copyOf(rules);
  }

  /// Who may become a member.
  public enum Joining {
    OPEN,
    APPROVAL,
    CLOSED
  }

  /// Who may make links that let others in.
  public enum Inviting {
    ADMINS,
    MEMBERS
  }

  /// @param id stays when its words change, and never comes again: reports name it. 0 for a rule
  ///     that is new
  /// @param hint the rule in more words, "" for none
  public record Rule(long id, String words, String hint) {
    public static Rule of(String words) {
      return new Rule(0, words, "");
    }
  }

  /// As a fresh house would say it.
  public static About named(String name) {
    return new About(
        name, "", "", "", "", "", List.of("en"), List.of(), Joining.OPEN, Inviting.ADMINS);
  }

  public About withName(String changed) {
    return new About(
        changed,
        description,
        more,
        privacy,
        contactEmail,
        contactAccount,
        languages,
        rules,
        joining,
        inviting);
  }

  public About withDescription(String changed) {
    return new About(
        name,
        changed,
        more,
        privacy,
        contactEmail,
        contactAccount,
        languages,
        rules,
        joining,
        inviting);
  }

  public About withMore(String changed) {
    return new About(
        name,
        description,
        changed,
        privacy,
        contactEmail,
        contactAccount,
        languages,
        rules,
        joining,
        inviting);
  }

  public About withPrivacy(String changed) {
    return new About(
        name,
        description,
        more,
        changed,
        contactEmail,
        contactAccount,
        languages,
        rules,
        joining,
        inviting);
  }

  public About withContact(String email, String account) {
    return new About(
        name, description, more, privacy, email, account, languages, rules, joining, inviting);
  }

  public About withLanguages(List<String> changed) {
    return new About(
        name,
        description,
        more,
        privacy,
        contactEmail,
        contactAccount,
        changed,
        rules,
        joining,
        inviting);
  }

  public About withRules(List<Rule> changed) {
    return new About(
        name,
        description,
        more,
        privacy,
        contactEmail,
        contactAccount,
        languages,
        changed,
        joining,
        inviting);
  }

  public About withJoining(Joining changed) {
    return new About(
        name,
        description,
        more,
        privacy,
        contactEmail,
        contactAccount,
        languages,
        rules,
        changed,
        inviting);
  }

  public About withInviting(Inviting changed) {
    return new About(
        name,
        description,
        more,
        privacy,
        contactEmail,
        contactAccount,
        languages,
        rules,
        joining,
        changed);
  }
}
