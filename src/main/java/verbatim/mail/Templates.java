package verbatim.mail;

import java.net.URI;

/// What letters say: what happened, one link at most, and who to ask. Never a name of somebody
/// else, never words of a post, for a letter lies open on lock screens and in foreign mailboxes.
public final class Templates {
  private Templates() {}

  /// @param server as people know it: its host name
  /// @param name of the account that the link confirms: whoever gets a letter that somebody else
  ///     asked for must see whose it is before the address becomes another's
  public static Letter confirm(Address to, String server, String name, URI link) {
    return letter(
        to,
        "Confirm your address for " + server,
        """
        Somebody signed up on %s as @%s with this e-mail address.

        If that was you, open this link within a day to confirm it:

        %s

        If it was not you, or that is not the name you chose, do nothing: without the link the
        address will not be used.
        """
            .formatted(server, name, link));
  }

  public static Letter confirmChange(Address to, String server, URI link) {
    return letter(
        to,
        "Confirm your new address for " + server,
        """
        Somebody who has an account on %s wants to use this e-mail address for it.

        If that was you, open this link within a day to confirm it:

        %s

        If it was not you, do nothing: without the link the address will not be used.
        """
            .formatted(server, link));
  }

  /// To the owner of an address that somebody has just tried to use once more: the page that he
  /// filled in says nothing of it.
  public static Letter taken(Address to, String server, URI signIn) {
    return letter(
        to,
        "You have an account on " + server + " already",
        """
        Somebody tried to use this e-mail address for an account on %s. It belongs to your account
        there, so nothing came of it.

        If that was you, sign in here (there you can also ask for a new password):

        %s

        If it was not you, do nothing: your account stays as it is.
        """
            .formatted(server, signIn));
  }

  public static Letter reset(Address to, String server, URI link) {
    return letter(
        to,
        "A new password for " + server,
        """
        Somebody asked for a new password for your account on %s.

        If that was you, open this link within a day and choose one:

        %s

        If it was not you, do nothing: your password stays as it is.
        """
            .formatted(server, link));
  }

  public static Letter emailChanges(Address to, String server, URI undo) {
    return letter(
        to,
        "Your address for %s is about to change".formatted(server),
        """
        Somebody who knows your password asked to change the e-mail address of your account on %s.

        If that was you, do nothing.

        If it was not you, open this link within a week. It puts this address back, signs everybody
        out and makes the present password void:

        %s
        """
            .formatted(server, undo));
  }

  public static Letter passwordChanged(Address to, String server, URI reset) {
    return letter(
        to,
        "Your password for %s was changed".formatted(server),
        """
        The password of your account on %s was changed, and every device was signed out.

        If that was you, do nothing.

        If it was not you, choose a new one here:

        %s
        """
            .formatted(server, reset));
  }

  /// What is told of a second factor: what happened, in a subject and in a sentence.
  public enum Notice {
    FACTOR_ON(
        "Your second factor for %s is on",
        "Signing in to your account on %s now asks for a second factor besides the password."),
    FACTOR_OFF(
        "Your second factor for %s is off",
        "Signing in to your account on %s asks for the password only from now on."),
    FACTOR_CHANGED(
        "Your second factor for %s was changed",
        "An app or a passkey was added to your account on %s, or removed from it."),
    RECOVERY_CODE_USED(
        "A recovery code for %s was used",
        "One of the recovery codes of your account on %s was used. It does not count again."),
    RECOVERY_CODES_RENEWED(
        "New recovery codes for %s",
        "New recovery codes were made for your account on %s. The old ones do not count any more."),
    CODES_GUESSED(
        "Somebody tries codes for your account on %s",
        "Somebody who knows the password of your account on %s has typed too many wrong codes, and"
            + " has to wait.");

    private final String subject;
    private final String words;

    Notice(String subject, String words) {
      this.subject = subject;
      this.words = words;
    }
  }

  public static Letter notice(Address to, String server, Notice notice, URI reset) {
    return letter(
        to,
        notice.subject.formatted(server),
        """
        %s

        If that was you, do nothing.

        If it was not you, choose a new password here, which signs everybody out, and then look at
        the page "Security" in your settings:

        %s
        """
            .formatted(notice.words.formatted(server), reset));
  }

  public static Letter approved(Address to, String server, URI signIn) {
    return letter(
        to,
        "Welcome to " + server,
        """
        Your account on %s was approved. You can sign in now:

        %s
        """
            .formatted(server, signIn));
  }

  /// @param words of the moderators, "" for none
  public static Letter refused(Address to, String server, String words) {
    return letter(
        to,
        "Your sign-up at " + server,
        """
        Your account on %s was not approved, and what you had entered is erased.
        %s"""
            .formatted(server, words.isEmpty() ? "" : "\nThe moderators say:\n\n" + words + "\n"));
  }

  private static Letter letter(Address to, String subject, String text) {
    return new Letter(to, subject, text);
  }
}
