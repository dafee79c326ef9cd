package verbatim.stories;

import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/// The order of a story. Where the editors put something without a date, there it stays; what has a
/// date stands in the order of its dates among all that have one. Of things of the same day those
/// with a time are in order of time, and those without stay where they were put between them.
final class Arrangement {
  private Arrangement() {}

  static List<Place> of(List<Place> places) {
    List<Place> byDay = new ArrayList<>(places.stream().filter(Place::isDated).toList());
    byDay.sort(Comparator.comparing(Arrangement::day));
    List<Place> dated = new ArrayList<>();
    for (int from = 0; from < byDay.size(); ) {
      int to = from;
      while (to < byDay.size() && day(byDay.get(to)).equals(day(byDay.get(from)))) {
        to++;
      }
      dated.addAll(withinDay(byDay.subList(from, to)));
      from = to;
    }
    List<Place> all = new ArrayList<>();
    int next = 0;
    for (Place place : places) {
      all.add(place.isDated() ? dated.get(next++) : place);
    }
    return List.copyOf(all);
  }

  private static List<Place> withinDay(List<Place> day) {
    List<Place> timed = new ArrayList<>(day.stream().filter(Arrangement::hasTime).toList());
    timed.sort(Comparator.comparing(Place::at));
    List<Place> all = new ArrayList<>();
    int next = 0;
    for (Place place : day) {
      all.add(hasTime(place) ? timed.get(next++) : place);
    }
    return all;
  }

  private static boolean hasTime(Place place) {
    return place.known() == Place.Known.TIME;
  }

  private static LocalDate day(Place place) {
    return place.at().atZone(ZoneOffset.UTC).toLocalDate();
  }

  /// Puts a new one where its date says, else at the end.
  static List<Place> with(List<Place> places, Place added) {
    int at = places.size();
    if (added.isDated()) {
      for (int i = places.size() - 1; i >= 0; i--) {
        Place other = places.get(i);
        if (other.isDated()) {
          if (!other.at().isAfter(added.at())) {
            break;
          }
          at = i;
        }
      }
    }
    List<Place> all = new ArrayList<>(places);
    all.add(at, added);
    return of(all);
  }
}
