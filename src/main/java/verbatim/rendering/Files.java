package verbatim.rendering;

import java.util.List;
import java.util.Map;
import verbatim.kernel.MediaId;
import verbatim.kernel.StatusId;
import verbatim.media.Media;
import verbatim.media.Medium;
import verbatim.relations.Audience;
import verbatim.statuses.Status;

/// Media with the addresses that are given to a reader. Files of posts that are not for everybody
/// get an address with a ticket, which opens the file for a while: clients and browsers load
/// pictures without a token. So whoever is given one must be allowed to see the post.
public final class Files {
  private final Media media;
  private final Addresses addresses;

  public Files(Media media, Addresses addresses) {
    this.media = media;
    this.addresses = addresses;
  }

  /// @param url "" while there is none
  /// @param previewUrl a still picture; "" for sound, and while there is none
  public record Shown(Medium medium, String url, String previewUrl) {
    /// With what was once said of it, if that was kept.
    public Shown with(Map<MediaId, Media.Said> said) {
      Media.Said then = said.get(medium.id());
      return then == null ? this : new Shown(medium.with(then), url, previewUrl);
    }
  }

  /// Those of a status, or of a former state of it.
  public List<Shown> of(Status status, List<MediaId> ids) {
    if (ids.isEmpty()) {
      return List.of();
    }
    boolean isForEverybody = status.audience() instanceof Audience.Everyone;
    return media.load(ids).stream()
        .map(
            medium ->
                shown(medium, path -> isForEverybody ? open(path) : ticketed(path, status.id())))
        .toList();
  }

  /// Those of a private message, for somebody who may read it.
  public List<Shown> ofMessage(List<MediaId> ids, StatusId status) {
    return media.load(ids).stream()
        .map(medium -> shown(medium, path -> ticketed(path, status)))
        .toList();
  }

  /// Those of a post that is held for moderators, for one of them.
  ///
  /// @param holder the report or deed that it is held for
  public List<Shown> ofHeld(List<MediaId> ids, StatusId holder) {
    return media.load(ids).stream()
        .map(
            medium ->
                shown(medium, path -> open(path) + "?ticket=" + media.heldTicket(path, holder)))
        .toList();
  }

  /// What its owner has uploaded.
  public Shown of(Medium mine) {
    return shown(mine, path -> open(path) + "?ticket=" + media.ticket(path));
  }

  /// What stands in an article that everybody may read.
  public Shown open(Medium medium) {
    return shown(medium, this::open);
  }

  /// What the owner has uploaded and not posted, for him alone.
  public List<Shown> of(List<MediaId> mine) {
    return media.load(mine).stream().map(this::of).toList();
  }

  private interface Address {
    String of(String path);
  }

  private static Shown shown(Medium medium, Address address) {
    return switch (medium.state()) {
      case Medium.Ready ready ->
          new Shown(
              medium,
              address.of(ready.original().path()),
              ready.small().path().isEmpty() ? "" : address.of(ready.small().path()));
      case Medium.Processing _, Medium.Failed _ -> new Shown(medium, "", "");
    };
  }

  private String open(String path) {
    return addresses.at("/media/" + path);
  }

  private String ticketed(String path, StatusId status) {
    return open(path) + "?ticket=" + media.ticket(path, status);
  }
}
