package verbatim.web;

import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import verbatim.access.Invitation;
import verbatim.access.Invitations;
import verbatim.accounts.Account;
import verbatim.accounts.Standing.Role;
import verbatim.http.Access;
import verbatim.http.Answer;
import verbatim.http.Params;
import verbatim.http.Request;
import verbatim.http.Route;
import verbatim.kernel.AccountId;
import verbatim.kernel.InvitationId;
import verbatim.kernel.Refusal;
import verbatim.kernel.Refused;
import verbatim.moderation.Deed;
import verbatim.moderation.Moderation;

/// Links that let others in: for admins, who see and end everybody's, and for members where the
/// house lets them. What admins do here stands in the log.
final class InvitationPages {
  private static final String HERE = "/invitations";
  private static final List<Integer> USES = List.of(1, 5, 10, 25, 50, 100);
  private static final List<Integer> DAYS = List.of(1, 7, 14, 30);
  private static final int DAYS_USUAL = 7;

  private final Templates templates;
  private final Forms forms;
  private final Web.Words words;
  private final Invitations invitations;
  private final Moderation moderation;
  private final DeskRows rows;
  private final InstantSource clock;

  InvitationPages(
      Templates templates,
      Forms forms,
      Web.Words words,
      Invitations invitations,
      Web.Desk desk,
      DeskRows rows,
      InstantSource clock) {
    this.templates = templates;
    this.forms = forms;
    this.words = words;
    this.invitations = invitations;
    this.moderation = desk.moderation();
    this.rows = rows;
    this.clock = clock;
  }

  List<Route> routes() {
    return List.of(
        Route.get(HERE, Access.session(), this::show, "links that let others in"),
        Route.post(HERE, Access.session(), this::make, "making a link that lets others in"),
        Route.post(HERE + "/:id/end", Access.session(), this::end, "ending such a link"));
  }

  /// For whoever may not invite there is no such page.
  private AccountId inviter(Request request) {
    AccountId me = Reading.me(request);
    if (!invitations.mayInvite(me)) {
      throw Refusal.notFound();
    }
    return me;
  }

  private Answer show(Request request) {
    var _ = inviter(request);
    return page(request, "", "", 1, DAYS_USUAL, List.of());
  }

  private Answer make(Request request) {
    forms.check(request);
    AccountId me = inviter(request);
    Params params = request.params();
    String note = params.text("whom", "");
    int uses = params.number("uses", 1);
    int days = params.number("days", DAYS_USUAL);
    try {
      Invitations.Made made = invitations.make(me, note, uses, Duration.ofDays(days));
      log(request, "+ " + made.invitation().id() + ", " + uses + ", " + days + " d", Deed.NOBODY);
      // Not by way of another page: the address is told here, and nowhere again.
      return page(request, made.address().reveal(), "", 1, DAYS_USUAL, List.of());
    } catch (Refused e) {
      List<Views.Fault> faults = Forms.faults(e, forms.sheet(request).t());
      return page(request, "", note, uses, days, faults).status(422);
    }
  }

  private Answer end(Request request) {
    forms.check(request);
    AccountId me = Reading.me(request);
    Invitation one =
        invitations
            .find(request.id("id", InvitationId::parse))
            .filter(found -> found.by().equals(me) || isAdmin(me))
            .orElseThrow(Refusal::notFound);
    invitations.end(one.id());
    log(request, "- " + one.id(), one.by().equals(me) ? Deed.NOBODY : one.by());
    return forms.saying(Answer.seeOther(URI.create(HERE)), "done", "", request);
  }

  private void log(Request request, String detail, AccountId about) {
    AccountId me = Reading.me(request);
    if (isAdmin(me)) {
      var _ = moderation.deeds().record(me, Deed.Kind.INVITATION, about, detail);
    }
  }

  private boolean isAdmin(AccountId me) {
    return words
        .accounts()
        .find(me)
        .map(Account::standing)
        .filter(standing -> standing.role().isAtLeast(Role.ADMIN))
        .isPresent();
  }

  private Answer page(
      Request request, String address, String note, int uses, int days, List<Views.Fault> faults) {
    AccountId me = Reading.me(request);
    Forms.Sheet sheet = forms.sheet(request);
    Tongue t = sheet.t();
    boolean isAdmin = isAdmin(me);
    List<InvitationViews.Row> others =
        isAdmin
            ? invitations.all().stream().filter(o -> !o.by().equals(me)).map(this::row).toList()
            : List.of();
    return sheet.finish(
        templates.page(
            "invitations",
            new InvitationViews.Invitations(
                sheet
                    .frame(isAdmin ? Frame.Place.DESK : Frame.Place.SETTINGS, t.say("invitations"))
                    .leadingTo(HERE),
                invitations.of(me).stream().map(this::row).toList(),
                others,
                address,
                note,
                uses,
                days,
                USES,
                DAYS,
                faults)));
  }

  private InvitationViews.Row row(Invitation one) {
    Instant now = clock.instant();
    return new InvitationViews.Row(
        one.id().toString(),
        rows.who(one.by()),
        one.note(),
        one.came().size(),
        one.usesMax(),
        one.until(),
        one.isOpen(now) && invitations.mayInvite(one.by()),
        one.came().stream().map(rows::who).toList());
  }
}
