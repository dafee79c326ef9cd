package verbatim.accounts;

import java.util.Set;
import verbatim.kernel.Limits;
import verbatim.kernel.Origin;
import verbatim.kernel.Refusal;
import verbatim.kernel.Refused;
import verbatim.text.Characters;
import verbatim.text.Usernames;

/// What an account may be called and may say of itself.
final class AccountRules {
  private static final Set<String> VISIBILITIES = Set.of("public", "unlisted", "private", "direct");

  /// One grapheme may be made of any number of code points: without a second bound, one "letter"
  /// could be a megabyte.
  private static final int UNITS_PER_CHARACTER = 16;

  private static final int REMOTE_NAME_CHARACTERS_MAX = 255;
  private static final int DOMAIN_CHARACTERS_MAX = 255;
  private static final int REMOTE_URL_CHARACTERS_MAX = 2_048;
  private static final int REMOTE_PROFILE_CHARACTERS_MAX = 16_000;
  private static final int MEDIA_KEY_CHARACTERS_MAX = 200;

  private final Limits limits;

  AccountRules(Limits limits) {
    this.limits = limits;
  }

  void username(String username) {
    var fault = Usernames.check(username, limits.people());
    if (fault.isPresent()) {
      throw Refusal.invalid(
          fault.get().field(), fault.get().code(), "Username " + fault.get().words());
    }
  }

  void remote(Handle handle, Origin.Remote origin) {
    boolean fits =
        !handle.isHere()
            && handle.domain().length() <= DOMAIN_CHARACTERS_MAX
            && !handle.username().isEmpty()
            && handle.username().length() <= REMOTE_NAME_CHARACTERS_MAX
            && origin.uri().length() <= REMOTE_URL_CHARACTERS_MAX
            && origin.url().length() <= REMOTE_URL_CHARACTERS_MAX;
    if (!fits || !plain(handle.username()) || !plain(handle.domain())) {
      throw Refusal.invalid("username", "ERR_INVALID", "The remote name is not one");
    }
  }

  private static boolean plain(String name) {
    return name.codePoints()
        .noneMatch(c -> c == '@' || Character.isWhitespace(c) || Character.isISOControl(c));
  }

  void check(Account account) {
    Profile profile = account.profile();
    switch (account.origin()) {
      case Origin.Here _ -> local(profile);
      case Origin.Remote _ -> remote(profile);
    }
    if (profile.avatar().length() > MEDIA_KEY_CHARACTERS_MAX
        || profile.header().length() > MEDIA_KEY_CHARACTERS_MAX) {
      throw new IllegalStateException("a media key of " + profile.avatar().length());
    }
    Posting posting = account.posting();
    if (!VISIBILITIES.contains(posting.visibility())) {
      throw Refusal.invalid("privacy", "ERR_INCLUSION", "Privacy is not included in the list");
    }
    if (posting.language().length() > limits.text().languageCharactersMax()) {
      throw tooLong("language", "Language", limits.text().languageCharactersMax());
    }
  }

  private void local(Profile profile) {
    Limits.People people = limits.people();
    within(
        "display_name", "Display name", profile.displayName(), people.displayNameCharactersMax());
    within("note", "Note", profile.bio(), people.bioCharactersMax());
    if (profile.fields().size() > people.fieldsMax()) {
      throw Refusal.invalid(
          "fields_attributes", "ERR_TOO_LONG", "At most " + people.fieldsMax() + " fields");
    }
    for (Profile.Field field : profile.fields()) {
      within("fields_attributes", "Field name", field.name(), people.fieldNameCharactersMax());
      within("fields_attributes", "Field value", field.value(), people.fieldValueCharactersMax());
    }
  }

  /// Other servers have other limits; a row must hold it.
  private void remote(Profile profile) {
    int characters = profile.displayName().length() + profile.bio().length();
    for (Profile.Field field : profile.fields()) {
      characters += field.name().length() + field.value().length() + 1;
    }
    if (characters > REMOTE_PROFILE_CHARACTERS_MAX) {
      throw tooLong("note", "Profile", REMOTE_PROFILE_CHARACTERS_MAX);
    }
  }

  private static void within(String field, String name, String text, int charactersMax) {
    if (text.length() > charactersMax * UNITS_PER_CHARACTER
        || Characters.count(text) > charactersMax) {
      throw tooLong(field, name, charactersMax);
    }
  }

  private static Refused tooLong(String field, String name, int max) {
    return Refusal.invalid(
        field, "ERR_TOO_LONG", name + " is too long (maximum is " + max + " characters)");
  }
}
