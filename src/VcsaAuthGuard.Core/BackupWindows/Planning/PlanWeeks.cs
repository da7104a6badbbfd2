using System.Globalization;
using System.Text;
using VcsaAuthGuard.Schedules;

namespace VcsaAuthGuard.BackupWindows.Planning;

/// <summary>
/// Finds the different weeks of a year: weeks in which all windows run alike, wherever they are moved, are one stretch with a weight. Most
/// schedules have two such weeks, one in winter and one in summer, and some others near the changes of clocks and the days of a month.
/// </summary>
internal static class PlanWeeks
{
    private const long Week = 7 * TimeSpan.TicksPerDay;

    public static IEnumerable<PlanStretch> Find(IReadOnlyList<BackupWindow> windows, long from, long to)
    {
        int count = (int)((to - from + Week - 1) / Week);
        StringBuilder[] keys = [.. Enumerable.Range(0, count).Select(_ => new StringBuilder())];
        foreach (BackupWindow window in windows)
        {
            ZoneClock clock = window.Clock();
            Dictionary<string, int> kinds = [];
            for (int week = 0; week < count; week++)
            {
                long start = from + (week * Week);
                string kind = Describe(window, clock, start, Math.Min(start + Week, to)) ?? "only " + week;
                if (!kinds.TryGetValue(kind, out int number))
                {
                    kinds[kind] = number = kinds.Count;
                }

                keys[week].Append(number).Append(',');
            }
        }

        Dictionary<string, int> weights = [];
        List<(string Key, int Week)> first = [];
        for (int week = 0; week < count; week++)
        {
            // A last week that is cut is alike to no other.
            string key = from + ((week + 1) * Week) > to ? "cut" : keys[week].ToString();
            if (!weights.TryGetValue(key, out int weight))
            {
                first.Add((key, week));
            }

            weights[key] = weight + 1;
        }

        return first.Select(found =>
            new PlanStretch(from + (found.Week * Week), Math.Min(from + ((found.Week + 1) * Week), to), weights[found.Key]));
    }

    /// <summary>
    /// Describes the runs of a window in and near a week; null if clocks change there. Runs near it may be moved into the week.
    /// </summary>
    private static string? Describe(BackupWindow window, ZoneClock clock, long from, long to)
    {
        long near = from - window.Duration.Ticks - PlanModel.Margin;
        long until = window.Recurrence.Rule.UntilUtc;
        if (until < near)
        {
            return "none";
        }

        if (until < to + PlanModel.Margin || clock.OffsetBetween(near, to + PlanModel.Margin) is not long offset)
        {
            return null;
        }

        StringBuilder text = new();
        text.Append(offset.ToString(CultureInfo.InvariantCulture));
        foreach (long start in window.Recurrence.Rule.LocalStarts(near, to + PlanModel.Margin))
        {
            text.Append(' ').Append((start - from).ToString(CultureInfo.InvariantCulture));
        }

        return text.ToString();
    }
}
